/* bad_clients.c - clients that do what no server likes. */
#include "bad_clients.h"

#include "clock.h"
#include "worker.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

enum {
    RETURN_NS = 100 * NS_PER_MS, /* after the server has hung up */
    RESET_NS = 10 * NS_PER_MS,   /* after a reset of our own */
    FRAME = 12,                  /* bytes of a task's frame without payload */
    PIECE = 1365 * FRAME,        /* bytes a reader sends at once */
    MESSAGE = 340 * FRAME,       /* what is sent before a reset */
    SMALL_BUFFER = 4096
};

static void nothing(struct worker *worker, struct connection *connection)
{
    (void)worker, (void)connection;
}

/* Sends up to `count` bytes of frames, each of which is twelve bytes that tell its length. What
 * fails is found out by reading. The worker's buffer is free while nothing is being read. */
static void send_frames(struct worker *worker, struct connection *connection, size_t count)
{
    unsigned char *bytes = worker->buffer;
    const size_t first = connection->sent % FRAME;

    memset(bytes, 0, count);
    for (size_t i = 0; i < count; i++)
        if ((first + i) % FRAME == 3)
            bytes[i] = FRAME;

    const ssize_t taken = send(connection->fd, bytes, count, MSG_NOSIGNAL);

    if (taken > 0) {
        connection->sent += (uint64_t)taken;
        worker->stalled.bytes_sent += (uint64_t)taken;
    }
}

/* A frame begins anew on each connection. */
static void on_opened(struct worker *worker, struct connection *connection)
{
    worker->stalled.connections++;
    connection->sent = 0;
    if (worker->phase >= PHASE_DRAIN)
        connection_end(worker, connection);
    else if (worker->loading)
        connection->conduct->started(worker, connection);
}

static void on_lost(struct worker *worker, struct connection *connection, int cause)
{
    (void)cause;
    if (connection->state == CONNECTION_OPEN)
        worker->stalled.ended_by_server++;
    connection_pause(worker, connection, RETURN_NS);
}

/* Reads into the worker's buffer and returns how many bytes came: 0 when there are none, or
 * when the connection has been lost by it. */
static size_t receive(struct worker *worker, struct connection *connection, size_t most)
{
    const ssize_t count = recv(connection->fd, worker->buffer, most, 0);

    if (count == 0)
        connection_lose(worker, connection, CAUSE_HUNG_UP);
    else if (count < 0 && errno != EAGAIN && errno != EINTR)
        connection_lose(worker, connection, errno);
    else if (count > 0 && connection_refused(connection, worker->buffer, (size_t)count))
        connection_lose(worker, connection, CAUSE_BUSY);
    else if (count > 0)
        connection->fresh = false;
    return count > 0 && connection->state == CONNECTION_OPEN ? (size_t)count : 0;
}

static void read_all(struct worker *worker, struct connection *connection)
{
    receive(worker, connection, RECEIVE_SIZE);
}

/* A reader's bytes are not asked for, so this is the end or an error. */
static void on_end(struct worker *worker, struct connection *connection)
{
    connection_lose(worker, connection, CAUSE_HUNG_UP);
}

static void start_pushing(struct worker *worker, struct connection *connection)
{
    connection_watch(worker, connection, true);
}

/* A piece an event: a server that swallows everything shall not keep this thread from the good
 * clients. */
static void push(struct worker *worker, struct connection *connection)
{
    if (worker->loading)
        send_frames(worker, connection, PIECE);
    else
        connection_watch(worker, connection, false);
}

/* At most one appointment: it outlives a connection, and goes on with the next one. */
static void send_a_byte(struct worker *worker, struct connection *connection)
{
    connection->thinking = 0;
    if (connection->state != CONNECTION_OPEN || !worker->loading)
        return;
    send_frames(worker, connection, 1);
    connection->thinking = 1;
    agenda_add(&worker->agenda, clock_now_ns() + NS_PER_S, send_a_byte, connection);
}

static void start_writing(struct worker *worker, struct connection *connection)
{
    if (connection->thinking == 0)
        send_a_byte(worker, connection);
}

static void say_something(struct worker *worker, struct connection *connection)
{
    send_frames(worker, connection, MESSAGE);
}

/* Half of the answer is left unread, which makes a reset of a unix socket's close() too. */
static void reset(struct worker *worker, struct connection *connection)
{
    if (receive(worker, connection, MESSAGE / 2) > 0)
        connection_pause(worker, connection, RESET_NS);
}

const struct conduct bad_conducts[STALL_KINDS] = {
    [STALL_READER] = {
        .opened = on_opened,
        .started = start_pushing,
        .readable = on_end,
        .writable = push,
        .check = nothing,
        .leave = connection_end,
        .lost = on_lost,
        .deaf = true,
        .buffer_size = SMALL_BUFFER,
    },
    [STALL_WRITER] = {
        .opened = on_opened,
        .started = start_writing,
        .readable = read_all,
        .writable = nothing,
        .check = nothing,
        .leave = connection_end,
        .lost = on_lost,
    },
    [STALL_MUTE] = {
        .opened = on_opened,
        .started = nothing,
        .readable = read_all,
        .writable = nothing,
        .check = nothing,
        .leave = connection_end,
        .lost = on_lost,
    },
    [STALL_RESET] = {
        .opened = on_opened,
        .started = say_something,
        .readable = reset,
        .writable = nothing,
        .check = nothing,
        .leave = connection_end,
        .lost = on_lost,
    },
};

void bad_clients_hear(struct worker *worker)
{
    for (size_t i = worker->good; i < worker->count; i++) {
        struct connection *connection = &worker->connections[i];
        struct pollfd news = { .fd = connection->fd, .events = POLLRDHUP };

        if (connection->state != CONNECTION_OPEN)
            continue;
        if (!connection->conduct->deaf)
            news.events |= POLLIN;
        if (poll(&news, 1, 0) > 0)
            connection->conduct->readable(worker, connection);
    }
}
