/* proxy-datagrams.c - the half of crooked-proxy that stands between UDP sockets.
 *
 * Every client has a socket of its own towards the server. Wrongs of a client are some
 * datagrams apart. What the proxy itself could not pass on, and what the kernel dropped at its
 * sockets, counts as failed: then the tally does not say all that has happened. */
#include "proxy.h"

#include "clock.h"

#include <err.h>
#include <errno.h>
#include <linux/sock_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    APART = 16, /* datagrams from one wrong to the next of a client, at least */
    EVENTS = 64,
    BATCH = 64,   /* datagrams from one socket before the others have their turn */
    HOLD_MS = 20, /* a datagram waits so long to be overtaken */
    BUFFER = 8 << 20,
    LISTENER = -1, /* the names of these two among the events; a client's is its number */
    SIGNALS = -2
};

struct client {
    uint64_t passed,
        next;     /* bits (FLIP) or datagrams: so far, and when the next wrong is due */
    size_t since; /* datagrams since the last wrong */
    uint64_t held_since_ns;
    size_t held_size;
    int server; /* the socket that stands for it there */
    struct sockaddr_in name;
    unsigned short random[3];
    bool holding; /* `held` waits to be overtaken */
    unsigned char held[PROXY_PIECE];
};

static struct client clients[PROXY_CLIENTS];
static size_t client_count;

static void draw_next(const struct proxy *proxy, struct client *client)
{
    client->next = client->passed + proxy_draw_gap(proxy->every, 1, client->random);
    client->since = 0;
}

/* More than the limit of the system takes privilege. */
static void widen(int fd)
{
    const int size = BUFFER;

    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0 &&
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) < 0)
        err(1, "cannot get room for datagrams");
}

static uint64_t dropped_by_kernel(int fd)
{
    uint32_t memory[SK_MEMINFO_VARS] = { 0 };
    socklen_t size = sizeof memory;

    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &size) < 0)
        err(1, "cannot ask what was dropped");
    return memory[SK_MEMINFO_DROPS];
}

static void say(struct proxy *proxy, const struct client *client, const unsigned char *bytes,
                size_t size)
{
    if (sendto(proxy->listener, bytes, size, 0, (const struct sockaddr *)&client->name,
               sizeof client->name) < 0)
        proxy->failed++;
    else
        proxy->forwarded += size;
}

static void release(struct proxy *proxy, struct client *client)
{
    say(proxy, client, client->held, client->held_size);
    client->holding = false;
}

static void hold(struct client *client, const unsigned char *bytes, size_t size)
{
    memcpy(client->held, bytes, size);
    client->held_size = size;
    client->holding = true;
    client->held_since_ns = clock_now_ns();
}

static void commit(struct proxy *proxy, struct client *client, unsigned char *bytes,
                   size_t size)
{
    const size_t place = size > 0 ? (size_t)nrand48(client->random) % size : 0;

    if (proxy->wrong == SWAP) { /* is done when it is overtaken */
        hold(client, bytes, size);
        return;
    }
    proxy->done[proxy->wrong]++;
    if (proxy->wrong == FLIP)
        bytes[place] ^= (unsigned char)(1U << (nrand48(client->random) % 8));
    if (proxy->wrong != DROP)
        say(proxy, client, bytes, proxy->wrong == TRUNCATE ? place : size);
    if (proxy->wrong == DOUBLE)
        say(proxy, client, bytes, size);
}

/* An empty datagram has nothing that could be changed. */
static void answer(struct proxy *proxy, struct client *client, unsigned char *bytes,
                   size_t size)
{
    client->passed += proxy->wrong == FLIP ? 8 * size : 1;
    client->since++;
    if (client->holding) {
        say(proxy, client, bytes, size);
        release(proxy, client);
        proxy->done[SWAP]++;
    } else if (client->passed > client->next && client->since > APART && size > 0) {
        commit(proxy, client, bytes, size);
        draw_next(proxy, client);
    } else {
        say(proxy, client, bytes, size);
    }
}

static void take_answers(struct proxy *proxy, struct client *client)
{
    static unsigned char bytes[PROXY_PIECE];

    for (int i = 0; i < BATCH; i++) {
        const ssize_t size = recv(client->server, bytes, sizeof bytes, 0);

        if (size >= 0)
            answer(proxy, client, bytes, (size_t)size);
        else if (errno == EAGAIN)
            return;
        else
            proxy->failed++;
    }
}

static struct client *introduce(const struct proxy *proxy, int epoll,
                                const struct sockaddr_in *name)
{
    struct client *client = &clients[client_count];

    if (client_count == PROXY_CLIENTS)
        errx(1, "more than %d clients", PROXY_CLIENTS);
    client->name = *name;
    client->random[0] = (unsigned short)client_count;
    client->server = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (client->server < 0 ||
        connect(client->server, (const struct sockaddr *)&proxy->server, sizeof proxy->server))
        err(1, "cannot get to the server");
    widen(client->server);
    proxy_watch(epoll, client->server, client_count++);
    draw_next(proxy, client);
    return client;
}

static struct client *find(const struct proxy *proxy, int epoll, const struct sockaddr_in *name)
{
    for (size_t i = 0; i < client_count; i++)
        if (clients[i].name.sin_port == name->sin_port &&
            clients[i].name.sin_addr.s_addr == name->sin_addr.s_addr)
            return &clients[i];
    return introduce(proxy, epoll, name);
}

static void pass_on(struct proxy *proxy, int epoll)
{
    static unsigned char bytes[PROXY_PIECE];

    for (int i = 0; i < BATCH; i++) {
        struct sockaddr_in name = { 0 };
        socklen_t length = sizeof name;
        const ssize_t size = recvfrom(proxy->listener, bytes, sizeof bytes, 0,
                                      (struct sockaddr *)&name, &length);

        if (size < 0)
            return;
        if (send(find(proxy, epoll, &name)->server, bytes, (size_t)size, 0) < 0)
            proxy->failed++;
    }
}

/* Nobody may come after the one that is held; then it was not overtaken, and is right. Says
 * whether others go on waiting. */
static bool release_what_waited(struct proxy *proxy)
{
    const uint64_t now_ns = clock_now_ns();
    bool holding = false;

    for (size_t i = 0; i < client_count; i++) {
        if (clients[i].holding &&
            now_ns - clients[i].held_since_ns > (uint64_t)HOLD_MS * NS_PER_MS)
            release(proxy, &clients[i]);
        holding = holding || clients[i].holding;
    }
    return holding;
}

static void count_drops(struct proxy *proxy)
{
    proxy->failed += dropped_by_kernel(proxy->listener);
    for (size_t i = 0; i < client_count; i++)
        proxy->failed += dropped_by_kernel(clients[i].server);
}

void proxy_datagrams(struct proxy *proxy)
{
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event events[EVENTS];
    bool holding = false;

    widen(proxy->listener);
    proxy_watch(epoll, proxy->listener, (uint64_t)LISTENER);
    proxy_watch(epoll, proxy->signals, (uint64_t)SIGNALS);
    for (;;) {
        const int count = epoll_wait(epoll, events, EVENTS, holding ? HOLD_MS / 2 : -1);

        for (int i = 0; i < count; i++)
            if (events[i].data.u64 == (uint64_t)SIGNALS) {
                count_drops(proxy);
                return;
            } else if (events[i].data.u64 == (uint64_t)LISTENER) {
                pass_on(proxy, epoll);
            } else {
                take_answers(proxy, &clients[events[i].data.u64]);
            }
        holding = proxy->wrong == SWAP && release_what_waited(proxy);
    }
}
