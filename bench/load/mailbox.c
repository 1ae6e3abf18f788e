/* mailbox.c - a socket for datagrams. */
#include "mailbox.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

/* What the kernel counts for a datagram beside its bytes, and how much it has room for if
 * nobody asks for more. */
enum { OVERHEAD = 1024, ROOM_AS_IT_IS = 64 * 1024, ROOM_MOST = 64 * 1024 * 1024 };

enum { NFS_PORT = 2049, FIRST_OF_OURS = 7000, LAST_OF_OURS = 7099 };

/* The kernel answers a bind to an empty path with a name of its own, outside of the file
 * system. Without a name the server could not reply. */
static int bind_to_any_name(int fd)
{
    const struct sockaddr_un nameless = { .sun_family = AF_UNIX };

    return bind(fd, (const struct sockaddr *)&nameless, sizeof nameless.sun_family);
}

/* The kernel doubles what is asked for, and says so when it is asked. The first call that sets
 * may go beyond the system's limit, and is refused to ordinary users. */
static void make_room(int fd, const struct options *options)
{
    const uint64_t needed = (uint64_t)options->pipeline * (options->size_max + OVERHEAD);
    const int size = needed < ROOM_MOST ? (int)needed : ROOM_MOST;
    int present = 0;
    socklen_t length = sizeof present;

    if (needed <= ROOM_AS_IT_IS ||
        getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &present, &length) < 0 || size <= present / 2)
        return;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

/* Where other services answer, our servers do not, or a forger could have them talk to each
 * other for ever. Such ports are chosen only where somebody has widened the range. */
static bool is_answered(int fd)
{
    struct endpoint local = { .length = sizeof local.socket };
    in_port_t port;

    if (getsockname(fd, &local.socket.any, &local.length) < 0 ||
        local.socket.any.sa_family == AF_UNIX)
        return true;
    port = endpoint_port(&local);
    return port >= 1024 && port != NFS_PORT && (port < FIRST_OF_OURS || port > LAST_OF_OURS);
}

int mailbox_open(int fd, const struct options *options, const struct endpoint *endpoint)
{
    if (endpoint->socket.any.sa_family == AF_UNIX && bind_to_any_name(fd) < 0)
        return errno;
    make_room(fd, options);
    if (connect(fd, &endpoint->socket.any, endpoint->length) == 0)
        return is_answered(fd) ? 0 : EAGAIN;
    return errno == EAGAIN ? EADDRNOTAVAIL : errno; /* there is no local port left */
}

uint32_t mailbox_dropped(int fd)
{
    uint32_t figures[SK_MEMINFO_VARS] = { 0 };
    socklen_t size = sizeof figures;

    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, figures, &size) < 0)
        return 0;
    return figures[SK_MEMINFO_DROPS];
}
