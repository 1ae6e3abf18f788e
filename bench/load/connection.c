/* connection.c - one connection: made without waiting, watched, hung up or lost. */
#include "connection.h"

#include "clock.h"
#include "phase.h"
#include "worker.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* How long to leave a full backlog alone: a server accepts many clients in this time. */
enum { RETRY_NS = NS_PER_MS };

static const struct address *address_of(const struct worker *worker)
{
    return &worker->run->options->address;
}

static bool watch(struct worker *worker, struct connection *connection, int operation,
                  uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = connection };

    if (epoll_ctl(worker->epoll, operation, connection->fd, &event) == 0)
        return true;
    connection_lose(worker, connection, errno);
    return false;
}

void connection_watch(struct worker *worker, struct connection *connection, bool writing)
{
    connection->blocked = writing;
    watch(worker, connection, EPOLL_CTL_MOD, writing ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

/* Closing also ends the watch. */
static void close_descriptor(struct connection *connection)
{
    if (connection->fd >= 0)
        close(connection->fd);
    connection->fd = -1;
}

static void open_for_use(struct worker *worker, struct connection *connection, int operation)
{
    worker->now_ns = clock_now_ns();
    histogram_record(worker->connect, worker->now_ns - connection->since_ns);
    if (!watch(worker, connection, operation, EPOLLIN))
        return;
    worker->connecting--;
    worker->connections_made++;
    worker->endpoint = connection->endpoint;
    connection->state = CONNECTION_OPEN;
    connection->fresh = true;
    connection->blocked = false;
    connection->conduct->opened(worker, connection);
}

/* A segment is sent when it is handed over, without Nagle's wait for an acknowledgement. These
 * two calls fail only if the connection has failed, which the next call will say. */
static void prepare(const struct worker *worker, int fd)
{
    const int on = 1;
    const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

    if (address_of(worker)->transport == TRANSPORT_TCP) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
}

static void attempt(struct worker *worker, struct connection *connection);

static void attempt_again(struct worker *worker, struct connection *connection)
{
    if (connection->state == CONNECTION_WAITING)
        attempt(worker, connection);
}

/* A name may stand for several endpoints; the first connection finds the one that answers. */
static void fail(struct worker *worker, struct connection *connection, int reason)
{
    close_descriptor(connection);
    if (worker->connections_made > 0 ||
        connection->endpoint + 1U >= address_of(worker)->count) {
        connection_lose(worker, connection, reason);
        return;
    }
    connection->endpoint++;
    connection->since_ns = clock_now_ns();
    attempt(worker, connection);
}

static void attempt(struct worker *worker, struct connection *connection)
{
    const struct endpoint *endpoint = &address_of(worker)->endpoints[connection->endpoint];
    const int family = endpoint->socket.any.sa_family;

    connection->state = CONNECTION_CONNECTING;
    connection->fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection->fd < 0) {
        connection_lose(worker, connection, errno);
        return;
    }
    prepare(worker, connection->fd);
    if (connect(connection->fd, &endpoint->socket.any, endpoint->length) == 0) {
        open_for_use(worker, connection, EPOLL_CTL_ADD);
    } else if (errno == EINPROGRESS) {
        watch(worker, connection, EPOLL_CTL_ADD, EPOLLOUT);
    } else if (errno == EAGAIN) {
        close_descriptor(connection);
        connection->state = CONNECTION_WAITING;
        agenda_add(&worker->agenda, clock_now_ns() + RETRY_NS, attempt_again, connection);
    } else {
        fail(worker, connection, errno);
    }
}

void connection_begin(struct worker *worker, struct connection *connection)
{
    worker->connecting++;
    connection->endpoint = worker->endpoint;
    connection->since_ns = clock_now_ns();
    attempt(worker, connection);
}

void connection_answered(struct worker *worker, struct connection *connection)
{
    int reason = 0;
    socklen_t size = sizeof reason;

    if (getsockopt(connection->fd, SOL_SOCKET, SO_ERROR, &reason, &size) < 0)
        reason = errno;
    if (reason != 0)
        fail(worker, connection, reason);
    else
        open_for_use(worker, connection, EPOLL_CTL_MOD);
}

static bool is_connecting(const struct connection *connection)
{
    return connection->state == CONNECTION_CONNECTING ||
           connection->state == CONNECTION_WAITING;
}

void connection_end(struct worker *worker, struct connection *connection)
{
    if (is_connecting(connection))
        worker->connecting--;
    close_descriptor(connection);
    connection->state = CONNECTION_ENDED;
    worker->remaining--;
}

void connection_replace(struct worker *worker, struct connection *connection)
{
    close_descriptor(connection);
    connection_begin(worker, connection);
}

/* Whoever waited in vain has waited at least so long: left out, the worst would be the best
 * hidden. */
static void record_vain_waits(struct worker *worker, const struct connection *connection)
{
    uint32_t slot = connection->oldest;

    if (!worker->measuring && worker->phase < PHASE_CLOSED)
        return;
    for (uint32_t i = 0; i < connection->under_way; i++) {
        histogram_record(worker->latency, worker->now_ns - connection->messages[slot].begun_ns);
        if (++slot == worker->run->options->pipeline)
            slot = 0;
    }
}

/* What would have told more about these bytes never comes: they are wrong, and not missing. */
static void give_up_on_held(struct worker *worker, struct connection *connection)
{
    const struct held *held = &worker->held[connection - worker->connections];

    worker->faults.wrong += held->count;
    worker->faults.missing -= held->count;
    connection->holding = false;
}

void connection_lose(struct worker *worker, struct connection *connection, int cause)
{
    const bool sender = (size_t)(connection - worker->connections) < worker->senders;

    faults_count_loss(&worker->faults, cause, is_connecting(connection));
    if (cause != CAUSE_BUSY)
        worker->faults.missing += connection->sent - connection->received;
    if (connection->holding)
        give_up_on_held(worker, connection);
    if (cause == CAUSE_TIMEOUT)
        record_vain_waits(worker, connection);
    worker->failed += connection->under_way;
    connection->under_way = 0;
    if (sender || worker->senders == 0)
        worker->alive--;
    connection_end(worker, connection);
    connection->state = CONNECTION_LOST;
    phase_take_stock(worker);
}

bool connection_refused(const struct connection *connection, const void *bytes, size_t count)
{
    static const char refusal[] = "ERR busy\n";
    const size_t length = sizeof refusal - 1;

    return connection->fresh && count >= length && memcmp(bytes, refusal, length) == 0;
}
