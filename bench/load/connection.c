/* connection.c - one connection: made without waiting, watched, hung up or lost. */
#include "connection.h"

#include "clock.h"
#include "exchange.h"
#include "mailbox.h"
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

static uint32_t interests(const struct connection *connection)
{
    return connection->conduct->deaf ? EPOLLRDHUP : EPOLLIN;
}

void connection_watch(struct worker *worker, struct connection *connection, bool writing)
{
    connection->blocked = writing;
    watch(worker, connection, EPOLL_CTL_MOD, interests(connection) | (writing ? EPOLLOUT : 0U));
}

static bool is_datagram(const struct worker *worker)
{
    return address_is_datagram(address_of(worker));
}

/* Closing also ends the watch. */
static void close_descriptor(struct worker *worker, struct connection *connection)
{
    if (connection->fd < 0)
        return;
    if (is_datagram(worker))
        worker->dropped += mailbox_dropped(connection->fd);
    close(connection->fd);
    connection->fd = -1;
}

/* Nobody waits for a bad client that comes again. */
static void start_connecting(struct worker *worker, struct connection *connection)
{
    worker->connecting += connection->returning ? 0 : 1;
}

static void stop_connecting(struct worker *worker, struct connection *connection)
{
    worker->connecting -= connection->returning ? 0 : 1;
}

static void open_for_use(struct worker *worker, struct connection *connection, int operation)
{
    worker->now_ns = clock_now_ns();
    if (!watch(worker, connection, operation, interests(connection)))
        return;
    if (!connection->conduct->lost) {
        histogram_record(worker->connect, worker->now_ns - connection->since_ns);
        worker->connections_made++;
    }
    stop_connecting(worker, connection);
    worker->endpoint = connection->endpoint;
    connection->state = CONNECTION_OPEN;
    worker->open++;
    connection->fresh = true;
    connection->blocked = false;
    connection->conduct->opened(worker, connection);
}

/* A segment is sent when it is handed over, without Nagle's wait for an acknowledgement. These
 * calls fail only if the connection has failed, which the next call will say. */
static void prepare(const struct worker *worker, const struct connection *connection)
{
    const int fd = connection->fd;
    const int size = connection->conduct->buffer_size;
    const int on = 1;
    const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

    if (address_of(worker)->transport == TRANSPORT_TCP) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    }
    if (size > 0) {
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    }
}

/* Makes the socket and has it connect: 0, or an errno value. */
static int reach(const struct worker *worker, struct connection *connection)
{
    const struct options *options = worker->run->options;
    const struct endpoint *endpoint = &options->address.endpoints[connection->endpoint];

    connection->fd = socket(
        endpoint->socket.any.sa_family,
        address_socket_type(options->address.transport) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection->fd < 0)
        return errno;
    prepare(worker, connection);
    if (!sources_bind(&options->sources, connection->fd, connection->number))
        return errno;
    if (is_datagram(worker))
        return mailbox_open(connection->fd, options, endpoint);
    return connect(connection->fd, &endpoint->socket.any, endpoint->length) == 0 ? 0 : errno;
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
    close_descriptor(worker, connection);
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
    connection->state = CONNECTION_CONNECTING;

    const int reason = reach(worker, connection);

    if (connection->fd < 0) {
        connection_lose(worker, connection, reason);
    } else if (reason == 0) {
        open_for_use(worker, connection, EPOLL_CTL_ADD);
    } else if (reason == EINPROGRESS) {
        watch(worker, connection, EPOLL_CTL_ADD, EPOLLOUT);
    } else if (reason == EAGAIN) {
        close_descriptor(worker, connection);
        connection->state = CONNECTION_WAITING;
        agenda_add(&worker->agenda, clock_now_ns() + RETRY_NS, attempt_again, connection);
    } else {
        fail(worker, connection, reason);
    }
}

void connection_begin(struct worker *worker, struct connection *connection)
{
    start_connecting(worker, connection);
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

bool connection_redirect(struct worker *worker, struct connection *connection)
{
    while (connection->endpoint + 1U < address_of(worker)->count) {
        close_descriptor(worker, connection);
        connection->endpoint++;
        if (reach(worker, connection) == 0) {
            worker->endpoint = connection->endpoint;
            connection->blocked = false;
            watch(worker, connection, EPOLL_CTL_ADD, EPOLLIN);
            return true;
        }
    }
    return false;
}

static bool is_connecting(const struct connection *connection)
{
    return connection->state == CONNECTION_CONNECTING ||
           connection->state == CONNECTION_WAITING;
}

static void let_go(struct worker *worker, struct connection *connection)
{
    if (is_connecting(connection))
        stop_connecting(worker, connection);
    else if (connection->state == CONNECTION_OPEN)
        worker->open--;
    close_descriptor(worker, connection);
}

void connection_end(struct worker *worker, struct connection *connection)
{
    let_go(worker, connection);
    connection->state = CONNECTION_ENDED;
    worker->remaining--;
}

void connection_replace(struct worker *worker, struct connection *connection)
{
    let_go(worker, connection);
    connection_begin(worker, connection);
}

static void begin_again(struct worker *worker, struct connection *connection)
{
    if (connection->state == CONNECTION_NEW)
        connection_begin(worker, connection);
}

void connection_pause(struct worker *worker, struct connection *connection, uint64_t pause_ns)
{
    let_go(worker, connection);
    connection->state = CONNECTION_NEW;
    connection->returning = true;
    if (worker->phase >= PHASE_DRAIN)
        connection_end(worker, connection);
    else
        agenda_add(&worker->agenda, clock_now_ns() + pause_ns, begin_again, connection);
}

void connection_record_vain_waits(struct worker *worker, const struct connection *connection)
{
    uint32_t slot = connection->oldest;

    if (is_datagram(worker)) {
        exchange_record_vain_waits(worker, connection);
        return;
    }
    for (uint32_t i = 0; i < connection->under_way; i++) {
        worker_record(worker, &connection->messages[slot]);
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

/* What was under way can have no answer any more. A refusal before anybody has ever answered
 * says that no connection was made. */
static void count_loss(struct worker *worker, struct connection *connection, int cause)
{
    const bool unheard =
        is_datagram(worker) && cause == ECONNREFUSED && !exchange_heard(worker, connection);

    faults_count_loss(&worker->faults, cause, is_connecting(connection) || unheard);
    if (cause != CAUSE_BUSY)
        worker->faults.missing += connection->sent - connection->received;
    if (connection->holding)
        give_up_on_held(worker, connection);
    if (is_datagram(worker) && !unheard)
        worker->faults.lost += connection->under_way;
    if (worker->run->options->rate > 0 && cause != CAUSE_TIMEOUT && !is_datagram(worker))
        connection->abandoned = connection->under_way;
    else if (cause != CAUSE_BUSY)
        connection_record_vain_waits(worker, connection);
}

void connection_lose(struct worker *worker, struct connection *connection, int cause)
{
    const bool sender = (size_t)(connection - worker->connections) < worker->senders;

    if (connection->conduct->lost) {
        connection->conduct->lost(worker, connection, cause);
        return;
    }
    count_loss(worker, connection, cause);
    worker->failed += connection->under_way + connection->waiting;
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
