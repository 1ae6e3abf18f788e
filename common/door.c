/* door.c - who comes in: accepting, pausing when something has run out, turning away. */
#include "door.h"

#include "clock.h"
#include "log.h"
#include "server.h"
#include "stopping.h"
#include "trace.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const uint64_t pause_ns = 100ULL * NS_PER_MS;

bool door_is_open(const struct server *server)
{
    return stopping_stage() == STAGE_SERVING && server->paused_until_ns == 0;
}

bool door_is_full(struct server *server)
{
    uint64_t most = server->options.max_clients;

    return most > 0 && roster_count(&server->roster) >= most;
}

static void refuse(struct server *server, int fd)
{
    if (trace_on)
        trace_socket("refuse", fd, "no room for ");
    atomic_fetch_add(&server->counters->refused, 1);
    farewell_say_busy(fd);
}

void door_turn_away(struct server *server, int fd)
{
    refuse(server, fd);
    farewell_see_off(&server->farewells, fd);
}

void door_turn_away_guest(struct server *server, int fd)
{
    refuse(server, fd);

    int copy = dup(fd);

    if (copy >= 0)
        farewell_see_off(&server->farewells, copy);
}

void door_judge(struct server *server, int reason)
{
    switch (reason) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
    case ENOSPC: /* of epoll's watches */
        log_line("cannot accept: %s; new clients wait", strerror(reason));
        server->paused_until_ns = clock_now_ns() + pause_ns;
        break;
    default:
        /* EAGAIN: somebody was there and is gone. ECONNABORTED, EPROTO and network errors
         * belong to a connection that died in the queue. EINTR: a signal. EINVAL: the door is
         * shut. */
        break;
    }
}

static int accept_connection(struct server *server)
{
    int flags = SOCK_CLOEXEC | (server->model->blocking ? 0 : SOCK_NONBLOCK);
    int fd = accept4(server->listener.fd, NULL, NULL, flags);

    if (fd < 0)
        door_judge(server, errno);
    else if (trace_on)
        trace_socket("accept", fd, "a connection, made by welcoming fd %d, from ",
                     server->listener.fd);
    return fd;
}

/* Lets the client in, or turns it away. */
static struct client *admit(struct server *server, int fd)
{
    int fd_limit = server->model->fd_limit;
    struct client *client = NULL;

    if (fd < 0)
        return NULL;
    if (!door_is_full(server) && (fd_limit == 0 || fd < fd_limit))
        client = client_open(server, fd);
    if (!client)
        door_turn_away(server, fd);
    return client;
}

struct client *door_welcome(struct server *server)
{
    if (server->datagrams) {
        datagram_answer_batch(server);
        return NULL;
    }
    return admit(server, accept_connection(server));
}

/* Something has to be looked after besides the listener: waits for a client, but not for long.
 * Returns true if one is there. */
static bool wait_a_little(struct server *server)
{
    struct pollfd door = { .fd = server->listener.fd, .events = POLLIN };
    bool paused = server->paused_until_ns > clock_now_ns();

    if (paused)
        nanosleep(&(struct timespec){ .tv_nsec = (long)pause_ns }, NULL);
    server->paused_until_ns = 0;
    farewell_tend(&server->farewells, false);
    return paused || poll(&door, 1, 50) > 0;
}

/* At the cap a datagram waits where it is, in the socket's queue. Returns false when the server
 * stops meanwhile: what waits there is answered when all others have left. */
static bool wait_for_a_place(struct server *server)
{
    while (door_is_full(server)) {
        if (stopping_stage() != STAGE_SERVING)
            return false;
        nanosleep(&(struct timespec){ .tv_nsec = 5L * NS_PER_MS }, NULL);
    }
    return true;
}

static struct client *await_message(struct server *server)
{
    if (!wait_for_a_place(server))
        return NULL;

    struct datagram *message = malloc(sizeof *message);

    if (!message) {
        door_judge(server, ENOMEM);
        return NULL;
    }
    if (datagram_receive(server, message) == ARRIVAL_MESSAGE)
        return client_open_message(server, message);
    free(message);
    return NULL;
}

struct client *door_await(struct server *server)
{
    struct client *client = NULL;

    while (!client && stopping_stage() == STAGE_SERVING) {
        bool others = server->paused_until_ns > 0 || server->farewells.count > 0;

        if (others && !wait_a_little(server))
            continue;
        client = server->datagrams ? await_message(server)
                                   : admit(server, accept_connection(server));
    }
    return client;
}
