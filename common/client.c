/* client.c - one client's conversation: a session and the socket that carries it. */
#include "client.h"

#include "clock.h"
#include "log.h"
#include "server.h"
#include "stopping.h"
#include "trace.h"
#include "work.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* A blocking model has no rounds in which to look at the clock; the kernel's timeout does. */
static void limit_silence(const struct server *server, int fd)
{
    uint64_t limit_ns = server->options.idle_timeout_ns;
    struct timeval limit = { .tv_sec = (time_t)(limit_ns / NS_PER_S),
                             .tv_usec = (suseconds_t)(limit_ns % NS_PER_S / NS_PER_US) };

    if (!server->model->blocking || limit_ns == 0)
        return;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

/* What comes through a file inherits nothing from the listener. Who is to receive has no say
 * there: the kernel holds a sender to what he may send. */
static void limit_what_is_sent(const struct server *server, int fd)
{
    int most = server->options.send_buffer;

    if (server->options.address.transport == TRANSPORT_UNIX && most > 0)
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &most, sizeof most);
}

static struct client *make(struct server *server, int fd, struct datagram *message)
{
    struct client *client = server->model->alone ? &server->only : malloc(sizeof *client);

    if (!client)
        return NULL;
    *client = (struct client){ .server = server, .fd = fd, .message = message, .moved = true };
    session_begin(&client->session, &server->pool, server->options.service,
                  server->options.max_task_us);
    client->wants = session_wants(&client->session);
    roster_add(&server->roster, client);
    return client;
}

struct client *client_open(struct server *server, int fd)
{
    struct client *client = make(server, fd, NULL);

    if (!client)
        return NULL;
    limit_silence(server, fd);
    limit_what_is_sent(server, fd);
    if (server->draining)
        shutdown(fd, SHUT_RD); /* it came in after all others had been told */
    atomic_fetch_add(&server->counters->accepted, 1);
    return client;
}

struct client *client_open_message(struct server *server, struct datagram *message)
{
    struct client *client = make(server, -1, message);

    if (!client) {
        atomic_fetch_add(&server->counters->datagrams_dropped, 1);
        pool_give(&server->pool, message->buffer);
        free(message);
    }
    return client;
}

/* The one place where errors of recv() and send() are judged. */
static void judge(struct client *client, int reason)
{
    if ((reason == ENOBUFS || reason == ENOMEM) && client->bytes_in == 0)
        /* Nothing has been begun: it can still be told to come back later. */
        client->refused = true;
    else if (reason != EAGAIN)
        /* ECONNRESET, EPIPE, ETIMEDOUT and the like end this client and nobody else. */
        client->failed = true;
    else if (client->server->model->blocking)
        /* A blocking socket says "not now" only when its idle timeout has passed. */
        client->kicked = true;
}

void client_received(struct client *client, ssize_t result)
{
    if (result < 0) {
        judge(client, (int)-result);
        session_received_nothing(&client->session);
        return;
    }
    if (trace_on)
        trace_socket("recv", client->fd, "%zd bytes from ", result);
    session_received(&client->session, (size_t)result);
    client->bytes_in += (size_t)result;
    client->moved = true;
}

void client_sent(struct client *client, ssize_t result)
{
    if (result < 0) {
        judge(client, (int)-result);
        return;
    }
    if (trace_on)
        trace_socket("send", client->fd, "%zd bytes to ", result);
    session_sent(&client->session, (size_t)result);
    client->bytes_out += (size_t)result;
    client->moved = true;
}

static void receive(struct client *client)
{
    struct slice space = session_space(&client->session);
    ssize_t count;

    if (space.count == 0) {
        judge(client, ENOBUFS);
        return;
    }
    do
        count = recv(client->fd, space.bytes, space.count, 0);
    while (count < 0 && errno == EINTR);
    client_received(client, count < 0 ? -errno : count);
}

/* Returns false when there is no more room, or nobody to send to. */
static bool deliver(struct client *client)
{
    struct slice output = session_output(&client->session);
    ssize_t count;

    do
        count = send(client->fd, output.bytes, output.count, MSG_NOSIGNAL);
    while (count < 0 && errno == EINTR);
    client_sent(client, count < 0 ? -errno : count);
    return count == (ssize_t)output.count;
}

void client_work(struct client *client)
{
    if (work_spend(session_work(&client->session)))
        session_worked(&client->session);
    else
        client->failed = true;
}

bool client_is_over(const struct client *client)
{
    return client->failed || client->kicked || client->refused ||
           session_wants(&client->session) == WANT_CLOSE;
}

enum want client_advance(struct client *client)
{
    struct session *session = &client->session;
    bool may_work = true;

    if (session_wants(session) == WANT_READ)
        receive(client);
    for (bool moving = true; moving && !client_is_over(client);) {
        client->wants = session_wants(session);
        if (client->wants == WANT_WRITE) {
            moving = deliver(client);
        } else if (client->wants == WANT_WORK && may_work) {
            client_work(client);
            may_work = false;
        } else {
            moving = false;
        }
    }
    if (client_is_over(client))
        client->wants = WANT_CLOSE;
    return client->wants;
}

void client_serve(struct client *client)
{
    if (client->message) {
        datagram_answer(client->server, client->message);
        return;
    }
    if (client->server->model->alone)
        stopping_guard(client->fd);
    while (client_advance(client) != WANT_CLOSE)
        ;
    if (client->server->model->alone)
        stopping_guard(-1);
}

bool client_is_cut(const struct client *client)
{
    return client->kicked || client->server->aborted;
}

static void return_buffers(struct client *client)
{
    session_end(&client->session);
    if (client->message) {
        pool_give(&client->server->pool, client->message->buffer);
        free(client->message);
    }
}

static void release(struct client *client)
{
    return_buffers(client);
    if (client != &client->server->only)
        free(client);
}

static void count_up(const struct client *client)
{
    struct counters *counters = client->server->counters;
    bool broken = client->failed || session_refused(&client->session);

    if (client->refused) {
        atomic_fetch_sub(&counters->accepted, 1);
        atomic_fetch_add(&counters->refused, 1);
        return;
    }
    if (client->kicked)
        atomic_fetch_add(&counters->idle_kicked, 1);
    else if (broken && stopping_stage() == STAGE_ABORTING)
        atomic_fetch_add(&counters->aborted_on_exit, 1);
    else if (broken)
        atomic_fetch_add(&counters->failed, 1);
    atomic_fetch_add(&counters->bytes_in, client->bytes_in);
    atomic_fetch_add(&counters->bytes_out, client->bytes_out);
    atomic_fetch_add(&counters->closed, 1);
}

/* Nobody listens to him any longer, and he may still be talking. */
static bool is_unwelcome(const struct client *client)
{
    return client->refused || session_refused(&client->session);
}

bool client_may_linger(const struct client *client)
{
    const struct server *server = client->server;

    /* Asks what the loop knows, not the latest signal: a round must not change its mind. */
    return !server->model->blocking && !server->aborted && !client->failed && !client->kicked &&
           (server->draining || is_unwelcome(client));
}

/* The farewells take the socket over, if the peer is still to be looked after. */
static bool linger(const struct client *client, int fd)
{
    struct farewells *farewells = &client->server->farewells;

    if (!client_may_linger(client))
        return false;
    if (is_unwelcome(client))
        farewell_see_off(farewells, fd);
    else if (farewell_is_owed(fd))
        farewell_linger(farewells, fd);
    else
        return false;
    return true;
}

static void wait_until_taken(struct client *client)
{
    while (stopping_stage() == STAGE_DRAINING && farewell_is_owed(client->fd))
        nanosleep(&(struct timespec){ .tv_nsec = 5L * NS_PER_MS }, NULL);
    client->failed = stopping_stage() == STAGE_ABORTING && farewell_is_owed(client->fd);
}

/* Closes the socket; when the server stops, not before the peer has what it is owed. */
static void close_socket(struct client *client)
{
    bool blocking = client->server->model->blocking;

    if (client->refused)
        farewell_say_busy(client->fd);
    if (linger(client, client->fd))
        return;
    if (blocking && is_unwelcome(client) && !client->failed)
        farewell_see_off_here(client->fd);
    if (blocking && !client->failed)
        wait_until_taken(client);
    close(client->fd);
}

void client_end(struct client *client)
{
    if (client->message)
        return;
    if (trace_on)
        trace_socket("close", client->fd,
                     "after %llu bytes in and %llu out: ", (unsigned long long)client->bytes_in,
                     (unsigned long long)client->bytes_out);
    close_socket(client);
    count_up(client);
}

void client_close(struct client *client)
{
    struct roster *roster = &client->server->roster;

    roster_remove(roster, client);
    client_end(client);
    release(client);
    roster_leave(roster);
}

void client_close_with_thread(struct client *client)
{
    struct roster *roster = &client->server->roster;

    roster_remove(roster, client);
    client_end(client);
    return_buffers(client);
    roster_leave_with_thread(roster, client);
}

void client_let_go(struct client *client)
{
    struct server *server = client->server;

    roster_remove(&server->roster, client);

    /* It is said on the socket itself: there may be no descriptor for a copy. */
    if (client->refused)
        farewell_say_busy(client->fd);

    int copy = client_may_linger(client) ? dup(client->fd) : -1;

    if (copy >= 0 && !linger(client, copy))
        close(copy);
    count_up(client);
    release(client);
    roster_leave(&server->roster);
}

void client_refuse(struct client *client, int reason)
{
    struct server *server = client->server;

    log_line("cannot serve a client: %s; it is refused", strerror(reason));
    roster_remove(&server->roster, client);
    if (client->message) {
        atomic_fetch_add(&server->counters->datagrams_dropped, 1);
    } else {
        atomic_fetch_sub(&server->counters->accepted, 1);
        door_turn_away(server, client->fd);
    }
    release(client);
    roster_leave(&server->roster);
}

void client_hand_over(struct client *client)
{
    roster_remove(&client->server->roster, client);
    if (client->fd >= 0)
        close(client->fd);
    release(client);
}
