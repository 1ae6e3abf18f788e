/* peer.c - the server at the other end: looked up, reached, and waited for. */
#include "peer.h"

#include "clock.h"
#include "output.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static const char *protocol_of(enum transport transport)
{
    switch (transport) {
    case TRANSPORT_TCP:
        return "TCP";
    case TRANSPORT_UDP:
        return "UDP";
    case TRANSPORT_UNIX:
        return "UNIX stream";
    default:
        return "UNIX datagram";
    }
}

static void keep_family(struct address *address, int family)
{
    size_t kept = 0;

    for (size_t i = 0; i < address->count; i++)
        if (family == AF_UNSPEC || address->endpoints[i].socket.any.sa_family == family)
            address->endpoints[kept++] = address->endpoints[i];
    address->count = kept;
}

void peer_find(struct peer *peer, const struct arguments *arguments)
{
    *peer = (struct peer){ .arguments = arguments, .address = arguments->address, .fd = -1 };

    const char *reason = address_resolve(&peer->address);
    if (reason)
        errx(1, "%s", reason);
    keep_family(&peer->address, arguments->family);
    if (peer->address.count == 0)
        errx(1, "%s has no IPv%c address", arguments->where,
             arguments->family == AF_INET6 ? '6' : '4');

    output_note(arguments->verbose, "%s stands for %zu address%s", arguments->where,
                peer->address.count, peer->address.count == 1 ? "" : "es");
    for (size_t i = 0; i < peer->address.count; i++) {
        char text[ADDRESS_TEXT];

        output_note(arguments->verbose, "  %s",
                    endpoint_format(&peer->address.endpoints[i], text));
    }
}

/* The kernel answers a bind to an empty path with a name of its own, outside of the file
 * system. Without a name the server could not reply; with a file, one would be left behind. */
static int bind_to_any_name(int fd)
{
    const struct sockaddr_un nameless = { .sun_family = AF_UNIX };

    return bind(fd, (const struct sockaddr *)&nameless, sizeof nameless.sun_family);
}

/* A UNIX server whose queue is full blocks the sender; no longer than an answer may take. */
static int limit_sending(int fd, uint64_t timeout_ns)
{
    const struct timeval limit = {
        .tv_sec = (time_t)(timeout_ns / NS_PER_S),
        .tv_usec = (suseconds_t)(timeout_ns % NS_PER_S / NS_PER_US),
    };

    return setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

static int allow_broadcast(int fd)
{
    const int yes = 1;

    return setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &yes, sizeof yes);
}

/* Returns 0, or -1 with errno. connect() on a datagram socket sends nothing: it only fixes
 * where datagrams go and from whom they are taken. */
static int connect_to(struct peer *peer, const struct endpoint *endpoint)
{
    const enum transport transport = peer->address.transport;
    const int type = address_socket_type(transport);

    peer->remote = *endpoint;
    peer->fd = socket(endpoint->socket.any.sa_family, type | SOCK_CLOEXEC, 0);
    if (peer->fd < 0)
        return -1;
    if (transport == TRANSPORT_UNIXGRAM && bind_to_any_name(peer->fd) < 0)
        return -1;
    if (type == SOCK_DGRAM && limit_sending(peer->fd, peer->arguments->timeout_ns) < 0)
        return -1;
    if (peer->arguments->broadcast)
        return allow_broadcast(peer->fd);
    return connect(peer->fd, &endpoint->socket.any, endpoint->length);
}

static bool try_endpoint(struct peer *peer)
{
    const bool verbose = peer->arguments->verbose;
    const struct endpoint *endpoint = &peer->address.endpoints[peer->tried++];
    char text[ADDRESS_TEXT];

    endpoint_format(endpoint, text);
    if (connect_to(peer, endpoint) < 0) {
        const int reason = errno;

        output_note(verbose, "tried %s: %s", text, strerror(reason));
        peer_leave(peer);
        errno = reason;
        return false;
    }
    output_note(verbose, "tried %s: %s", text,
                address_is_datagram(&peer->address) ? "a datagram will show who is there"
                                                    : "connected");
    return true;
}

static const char *advice_for(int reason)
{
    switch (reason) {
    case ECONNREFUSED:
        return " (no server listens there)";
    case ENOENT:
        return " (no server has made this socket)";
    case EPROTOTYPE:
        return " (the socket there is of the other kind: unix: is a stream, unixgram: is not)";
    default:
        return "";
    }
}

void peer_reach(struct peer *peer)
{
    while (peer->tried < peer->address.count)
        if (try_endpoint(peer)) {
            if (!peer->arguments->broadcast)
                peer_describe(peer);
            return;
        }
    errx(1, "cannot connect to %s: %s%s", peer->arguments->where, strerror(errno),
         advice_for(errno));
}

bool peer_reach_another(struct peer *peer)
{
    if (peer->tried == peer->address.count)
        return false;
    peer_leave(peer);
    peer_reach(peer);
    return true;
}

void peer_describe(const struct peer *peer)
{
    struct endpoint local = { .length = sizeof local.socket };
    char here[ADDRESS_TEXT];
    char there[ADDRESS_TEXT];

    if (getsockname(peer->fd, &local.socket.any, &local.length) < 0)
        err(1, "cannot ask for the local address");
    output_note(peer->arguments->verbose, "protocol %s, local %s, remote %s",
                protocol_of(peer->address.transport), endpoint_format(&local, here),
                endpoint_format(&peer->remote, there));
}

uint64_t peer_deadline_ns(const struct peer *peer)
{
    return clock_now_ns() + peer->arguments->timeout_ns;
}

double peer_timeout_s(const struct peer *peer)
{
    return (double)peer->arguments->timeout_ns / NS_PER_S;
}

bool peer_speaks(const struct peer *peer, uint64_t deadline_ns)
{
    struct pollfd watched = { .fd = peer->fd, .events = POLLIN };
    const uint64_t now_ns = clock_now_ns();
    const uint64_t left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
    const struct timespec left = {
        .tv_sec = (time_t)(left_ns / NS_PER_S),
        .tv_nsec = (long)(left_ns % NS_PER_S),
    };
    const int ready = ppoll(&watched, 1, &left, NULL);

    if (ready < 0)
        err(1, "cannot wait for an answer");
    return ready > 0;
}

void peer_leave(struct peer *peer)
{
    if (peer->fd >= 0)
        (void)close(peer->fd);
    peer->fd = -1;
}
