/* arrival.c - how a client comes to its server: peer.h's connect_client() and its relatives. */
#include "peer.h"

#include "check.h"
#include "clock.h"
#include "patience.h"
#include "server_process.h"
#include "trial.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { NARROW_BUFFER = 4096, NARROW_SEGMENT = 536, RETRY_US = 500 };

static int open_socket(const struct server *server)
{
    int type = server->trial->transport & DATAGRAMS ? SOCK_DGRAM : SOCK_STREAM;
    int fd = socket(server->name.any.sa_family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    check(fd >= 0, "expected a socket, saw: %s", strerror(errno));
    return fd;
}

static void set(int fd, int level, int name, int value)
{
    check(setsockopt(fd, level, name, &value, sizeof value) == 0,
          "expected to set socket option %d, saw: %s", name, strerror(errno));
}

/* Returns 0 or the errno of a connection that was not to be. */
static int finish_connecting(int fd, uint64_t ms)
{
    struct pollfd entry = { .fd = fd, .events = POLLOUT };
    int reason = 0;
    socklen_t size = sizeof reason;

    if (poll(&entry, 1, (int)patience_ms(ms)) != 1)
        return ETIMEDOUT;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &reason, &size) < 0 ? errno : reason;
}

static int try_to_connect(const struct server *server, int fd, uint64_t ms)
{
    uint64_t deadline = deadline_after_ms(ms);

    for (;;) {
        if (connect(fd, &server->name.any, server->name_length) == 0)
            return 0;
        if (errno == EINPROGRESS)
            return finish_connecting(fd, ms);
        /* A full backlog on a UNIX socket says try again, and cannot be polled for. */
        if (errno != EAGAIN || remaining_ms(deadline) == 0)
            return errno;
        pause_us(RETRY_US);
    }
}

/* Bound to no more than its family, a UNIX datagram socket gets a free abstract name. */
static void take_name(int fd)
{
    const struct sockaddr_un nameless = { .sun_family = AF_UNIX };
    union {
        const struct sockaddr_un *local;
        const struct sockaddr *any;
    } name = { .local = &nameless };

    check(bind(fd, name.any, sizeof nameless.sun_family) == 0, "expected a name, saw: %s",
          strerror(errno));
}

struct peer *peer_add(struct server *server, int fd)
{
    struct peer *peer = calloc(1, sizeof *peer);

    check(peer, "expected memory, saw: %s", strerror(errno));
    peer->server = server;
    peer->fd = fd;
    peer->number = ++server->peers;
    peer->key = payload_key(server->trial->seed, peer->number);
    *server->last = peer;
    server->last = &peer->next;
    return peer;
}

/* Takes the socket to the server; returns NULL, and closes it, when nobody listens. A listener
 * that shuts at this very moment resets who is already in its backlog. */
static struct peer *arrive(struct server *server, int fd)
{
    if (server->trial->transport & (TCP | TCP6))
        set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    if (server->trial->transport & UNIXGRAM)
        take_name(fd);

    int reason = try_to_connect(server, fd, CONNECT_MS);

    if (reason == ECONNREFUSED || reason == ENOENT || reason == ECONNRESET) {
        close(fd);
        return NULL;
    }
    check(reason == 0, "expected a connection to %s, saw: %s", server->address,
          strerror(reason));
    return peer_add(server, fd);
}

static struct peer *insist(const struct server *server, struct peer *peer)
{
    check(peer, "expected a connection to %s, saw it refused", server->address);
    return peer;
}

struct peer *knock(struct server *server)
{
    return arrive(server, open_socket(server));
}

struct peer *connect_client(struct server *server)
{
    return insist(server, knock(server));
}

struct peer *try_client(struct server *server, uint64_t ms)
{
    int fd = open_socket(server);

    if (try_to_connect(server, fd, ms) == 0)
        return peer_add(server, fd);
    close(fd);
    return NULL;
}

struct peer *connect_narrow_client(struct server *server)
{
    int fd = open_socket(server);

    set(fd, SOL_SOCKET, SO_RCVBUF, NARROW_BUFFER);
    if (server->trial->transport & (TCP | TCP6))
        set(fd, IPPROTO_TCP, TCP_MAXSEG, NARROW_SEGMENT);
    return insist(server, arrive(server, fd));
}

void expect_refused_connection(struct server *server)
{
    check(!knock(server), "expected a refused connection to %s, saw it accepted",
          server->address);
}

void peer_forget_all(struct server *server)
{
    while (server->first) {
        struct peer *peer = server->first;

        server->first = peer->next;
        if (peer->fd >= 0)
            close(peer->fd);
        free(peer);
    }
}
