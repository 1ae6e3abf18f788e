/* proxy-stream.c - the half of crooked-proxy that stands in a TCP connection.
 *
 * Wrongs are isolated: at least 4 KiB of right bytes lie between two of a connection, so that
 * whoever compares the two streams can tell what has happened. A few right bytes follow at the
 * end of all that a client waits for: it could not know that others have been left out.
 * Sockets block: no more may be under way on a connection than they hold, a few hundred
 * kilobytes. */
#include "proxy.h"

#include <err.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    APART = 4096, /* right bytes between two wrongs, at least */
    MARGIN = 4,   /* right bytes behind one, if no more of them will come */
    LONGEST = 16, /* bytes that are dropped or doubled at once */
    EVENTS = 64,
    LISTENER = -1, /* the names of these two among the events; a pair has two, 2i and 2i + 1 */
    SIGNALS = -2
};

struct pair {
    int client, server; /* -1: nobody is there */
    unsigned short random[3];
    uint64_t heard;  /* bytes from the client */
    uint64_t echoed; /* bytes from the server */
    uint64_t next;   /* where in these the next wrong is due */
    size_t length;   /* how many of them it concerns */
};

static struct pair pairs[PROXY_CLIENTS];

/* What is made of a piece of an answer. */
struct edit {
    const unsigned char *in;
    size_t count, used;
    unsigned char out[2 * PROXY_PIECE];
    size_t made;
    bool cut; /* and then the connection */
};

static void copy(struct edit *edit, size_t count)
{
    memcpy(edit->out + edit->made, edit->in + edit->used, count);
    edit->made += count;
    edit->used += count;
}

static void draw_next(const struct proxy *proxy, struct pair *pair, uint64_t from)
{
    const uint64_t every = proxy->wrong == FLIP ? proxy->every / 8 : proxy->every;

    pair->next = from + proxy_draw_gap(every, APART, pair->random);
    pair->length = 1;
    if (proxy->wrong == SWAP)
        pair->length = 2;
    if (proxy->wrong == DROP || proxy->wrong == DOUBLE)
        pair->length += (size_t)nrand48(pair->random) % LONGEST;
}

static void flip_a_bit(struct proxy *proxy, struct pair *pair, struct edit *edit)
{
    copy(edit, 1);
    edit->out[edit->made - 1] ^= (unsigned char)(1U << (nrand48(pair->random) % 8));
    proxy->done[FLIP]++;
}

static void drop_some(struct proxy *proxy, struct pair *pair, struct edit *edit)
{
    edit->used += pair->length;
    proxy->done[DROP] += pair->length;
}

static void double_some(struct proxy *proxy, struct pair *pair, struct edit *edit)
{
    copy(edit, pair->length);
    edit->used -= pair->length;
    copy(edit, pair->length);
    proxy->done[DOUBLE] += pair->length;
}

/* Two neighbours that are alike would not be missed. */
static void swap_two(struct proxy *proxy, struct pair *pair, struct edit *edit)
{
    unsigned char *bytes = edit->out + edit->made;

    (void)pair;
    copy(edit, 2);
    if (bytes[0] == bytes[1])
        return;
    bytes[0] = edit->in[edit->used - 1];
    bytes[1] = edit->in[edit->used - 2];
    proxy->done[SWAP]++;
}

/* Whatever the client has said and not heard again by now is withheld. */
static void cut(struct proxy *proxy, struct pair *pair, struct edit *edit)
{
    proxy->withheld += pair->heard - (pair->echoed + edit->used);
    proxy->done[TRUNCATE]++;
    edit->cut = true;
    edit->used = edit->count;
}

static void (*const commit[WRONGS])(struct proxy *, struct pair *, struct edit *) = {
    [FLIP] = flip_a_bit, [DROP] = drop_some, [DOUBLE] = double_some,
    [SWAP] = swap_two,   [TRUNCATE] = cut,
};

/* A wrong for which the piece has no room is put off to a later one. */
static void make_wrong(struct proxy *proxy, struct pair *pair, struct edit *edit)
{
    const size_t margin = pair->heard > pair->echoed + edit->count ? 0 : MARGIN;

    while (edit->used < edit->count) {
        const uint64_t due = pair->next > pair->echoed ? pair->next - pair->echoed : 0;
        const uint64_t place = due > 0 ? due : 1;

        if (place + pair->length + margin > edit->count) {
            copy(edit, edit->count - edit->used);
            return;
        }
        copy(edit, (size_t)place - edit->used);
        commit[proxy->wrong](proxy, pair, edit);
        draw_next(proxy, pair, pair->echoed + edit->used);
    }
}

/* Who has gone is noticed when it is read from. */
static bool say(int fd, const unsigned char *bytes, size_t count)
{
    while (count > 0) {
        const ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);

        if (sent < 0)
            return false;
        bytes += sent;
        count -= (size_t)sent;
    }
    return true;
}

/* Closing also ends the watches. */
static void hang_up(struct pair *pair)
{
    close(pair->client);
    close(pair->server);
    pair->client = pair->server = -1;
}

static void pass_on(struct pair *pair)
{
    static unsigned char bytes[PROXY_PIECE];
    const ssize_t count = recv(pair->client, bytes, sizeof bytes, 0);

    if (count <= 0) {
        hang_up(pair);
        return;
    }
    pair->heard += (uint64_t)count;
    say(pair->server, bytes, (size_t)count);
}

static void answer(struct proxy *proxy, struct pair *pair)
{
    static unsigned char bytes[PROXY_PIECE];
    static struct edit edit;
    const ssize_t count = recv(pair->server, bytes, sizeof bytes, 0);

    if (count <= 0) {
        hang_up(pair);
        return;
    }
    edit.in = bytes;
    edit.count = (size_t)count;
    edit.used = edit.made = 0;
    edit.cut = false;
    make_wrong(proxy, pair, &edit);
    pair->echoed += (uint64_t)count;
    if (say(pair->client, edit.out, edit.made))
        proxy->forwarded += edit.made;
    if (edit.cut)
        hang_up(pair);
}

static void introduce(struct proxy *proxy, struct pair *pair, int epoll, int client)
{
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    const size_t number = (size_t)(pair - pairs);
    static unsigned short met;

    if (connect(server, (const struct sockaddr *)&proxy->server, sizeof proxy->server) < 0) {
        proxy->failed++;
        close(server);
        close(client);
        return;
    }
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    *pair = (struct pair){ .client = client, .server = server, .random = { 1, 2, met++ } };
    draw_next(proxy, pair, 0);
    proxy_watch(epoll, client, 2 * number);
    proxy_watch(epoll, server, 2 * number + 1);
}

static void welcome(struct proxy *proxy, int epoll)
{
    const int client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC);

    for (size_t i = 0; client >= 0 && i < PROXY_CLIENTS; i++)
        if (pairs[i].client < 0) {
            introduce(proxy, &pairs[i], epoll, client);
            return;
        }
    errx(1, "more than %d clients", PROXY_CLIENTS);
}

/* An event may be left over from before its pair was hung up, in the same batch. */
static void attend(struct proxy *proxy, uint64_t name)
{
    struct pair *pair = &pairs[name / 2];

    if (pair->client < 0)
        return;
    if (name % 2 == 0)
        pass_on(pair);
    else
        answer(proxy, pair);
}

void proxy_streams(struct proxy *proxy)
{
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event events[EVENTS];

    for (size_t i = 0; i < PROXY_CLIENTS; i++)
        pairs[i].client = pairs[i].server = -1;
    proxy_watch(epoll, proxy->listener, (uint64_t)LISTENER);
    proxy_watch(epoll, proxy->signals, (uint64_t)SIGNALS);
    for (;;) {
        const int count = epoll_wait(epoll, events, EVENTS, -1);
        bool knocked = false;

        for (int i = 0; i < count; i++)
            if (events[i].data.u64 == (uint64_t)SIGNALS)
                return;
            else if (events[i].data.u64 == (uint64_t)LISTENER)
                knocked = true;
            else
                attend(proxy, events[i].data.u64);
        /* Last, since a new pair may take the place of one that was hung up before. */
        if (knocked)
            welcome(proxy, epoll);
    }
}
