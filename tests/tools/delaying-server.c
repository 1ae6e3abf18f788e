/* delaying-server.c - an echo server whose replies are late in a known way, so that tests can
 * hold the latencies that are reported of it to arithmetic.
 *
 *     delaying-server stall STALL_MS PERIOD_MS
 *     delaying-server list DELAYS [SIZE [FILE]]
 *
 * It echoes over TCP, and says where by a ready line like those of the true servers. `stall`
 * answers at once, but does nothing at all while the monotonic clock is within the first
 * STALL_MS of a period. `list` gives each message of SIZE bytes (default 64), numbered in order
 * of arrival over all connections, the next of a list of DELAYS (see delays.h); a reply waits
 * for those before it on its connection. On SIGTERM it writes the percentiles of the delays
 * that it really made, from after recv() to before send(), to FILE (default: stdout).
 *
 * While a reply is nearly due it spins, so that it comes out within a few microseconds. A
 * client that does not read holds up all others. */
#include "clock.h"
#include "delays.h"
#include "replies.h"

#include <err.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    CLIENTS = 256,
    LISTENER = CLIENTS, /* the names of the other two among the events */
    SIGNALS,
    ROOM = 65536, /* bytes of a client that may be under way */
    EVENTS = 64,
    SPIN_NS = 60 * NS_PER_US /* more than a sleeping CPU takes to wake */
};

struct client {
    int fd;
    unsigned generation; /* how many have had this place before */
    size_t have;         /* bytes that came and have not gone back */
    size_t scheduled;    /* of these, belong to pending replies */
    uint64_t last_due_ns;
    unsigned char bytes[ROOM];
};

static struct client clients[CLIENTS];
static uint64_t messages;
static size_t message_size = 64;
static uint64_t stall_ns, period_ns; /* 0: the delays are those of a list */
static int epoll;

/* A client that has gone is noticed when it is read from. */
static void say(const struct client *client, size_t count)
{
    size_t done = 0;

    while (done < count) {
        const ssize_t sent = send(client->fd, client->bytes + done, count - done, MSG_NOSIGNAL);

        if (sent < 0)
            return;
        done += (size_t)sent;
    }
}

static void answer(const struct reply *reply)
{
    struct client *client = reply->client;

    if (client->generation != reply->generation)
        return;

    const uint64_t delay_ns = clock_now_ns() - reply->arrived_ns;

    say(client, message_size);
    delays_record(delay_ns);
    client->have -= message_size;
    client->scheduled -= message_size;
    memmove(client->bytes, client->bytes + message_size, client->have);
}

static void answer_what_is_due(void)
{
    while (replies_next_ns() <= clock_now_ns()) {
        const struct reply reply = replies_take();

        answer(&reply);
    }
}

static void schedule(struct client *client, uint64_t arrived_ns)
{
    uint64_t due_ns = arrived_ns + delays_of_message(messages);

    if (due_ns < client->last_due_ns)
        due_ns = client->last_due_ns;
    client->last_due_ns = due_ns;
    client->scheduled += message_size;
    replies_add(&(struct reply){ due_ns, arrived_ns, messages++, client, client->generation });
}

static void sit_out_the_stall(void)
{
    const uint64_t now_ns = clock_now_ns(), into_ns = now_ns % period_ns;
    const uint64_t end_ns = now_ns - into_ns + stall_ns;
    const struct timespec end = { (time_t)(end_ns / NS_PER_S), (long)(end_ns % NS_PER_S) };

    if (into_ns < stall_ns)
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) != 0)
            ;
}

static void hear(struct client *client)
{
    if (client->have == ROOM)
        errx(1, "more than %d bytes of a client under way", ROOM);

    const ssize_t count =
        recv(client->fd, client->bytes + client->have, ROOM - client->have, 0);
    const uint64_t arrived_ns = clock_now_ns();

    if (count <= 0) {
        close(client->fd);
        client->fd = -1;
        client->generation++;
        return;
    }
    if (stall_ns > 0) {
        say(client, (size_t)count);
        return;
    }
    client->have += (size_t)count;
    while (client->have - client->scheduled >= message_size)
        schedule(client, arrived_ns);
}

static void watch(int fd, uint32_t name)
{
    struct epoll_event event = { .events = EPOLLIN, .data.u32 = name };

    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        err(1, "cannot watch");
}

static void welcome(int listener)
{
    const int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC), on = 1;

    for (uint32_t i = 0; fd >= 0 && i < CLIENTS; i++)
        if (clients[i].fd < 0) {
            clients[i].fd = fd;
            clients[i].have = clients[i].scheduled = 0;
            clients[i].last_due_ns = 0;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            watch(fd, i);
            return;
        }
    errx(1, "more than %d clients", CLIENTS);
}

static int listen_somewhere(void)
{
    struct sockaddr_in name = { .sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof name;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&name, length) < 0 || listen(fd, CLIENTS) < 0 ||
        getsockname(fd, (struct sockaddr *)&name, &length) < 0)
        err(1, "cannot listen");
    printf("echolab delaying pid %d listening on tcp://127.0.0.1:%u\n", getpid(),
           (unsigned)ntohs(name.sin_port));
    return fd;
}

/* Sleeps while nothing is nearly due. */
static int wait_for_events(struct epoll_event *events)
{
    struct timespec patience = { 0 };

    const uint64_t due_ns = replies_next_ns(), now_ns = clock_now_ns();
    const uint64_t wake_ns = due_ns - SPIN_NS;

    if (due_ns == UINT64_MAX)
        return epoll_wait(epoll, events, EVENTS, -1);
    if (now_ns < wake_ns)
        patience = (struct timespec){ (time_t)((wake_ns - now_ns) / NS_PER_S),
                                      (long)((wake_ns - now_ns) % NS_PER_S) };
    return epoll_pwait2(epoll, events, EVENTS, &patience, NULL);
}

/* Until SIGTERM. */
static void serve(int listener)
{
    struct epoll_event events[EVENTS];

    for (;;) {
        const int count = wait_for_events(events);

        for (int i = 0; i < count; i++) {
            if (events[i].data.u32 == SIGNALS)
                return;
            if (stall_ns > 0)
                sit_out_the_stall();
            if (events[i].data.u32 == LISTENER)
                welcome(listener);
            else
                hear(&clients[events[i].data.u32]);
            answer_what_is_due();
        }
        answer_what_is_due();
    }
}

static int await_sigterm(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
        err(1, "cannot block SIGTERM");
    return signalfd(-1, &set, SFD_CLOEXEC);
}

/* From 1 to `max`. */
static uint64_t number(const char *text, uint64_t max)
{
    char *end;
    const uint64_t value = strtoull(text, &end, 10);

    if (*end != '\0' || value < 1 || value > max)
        errx(2, "'%s' is no whole number from 1 to %ju", text, (uintmax_t)max);
    return value;
}

/* How to be late; returns where to report. */
static const char *take_orders(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "stall") == 0) {
        period_ns = NS_PER_MS * number(argv[3], INT_MAX);
        stall_ns = NS_PER_MS * number(argv[2], INT_MAX);
        return NULL;
    }
    if (argc < 3 || argc > 5 || strcmp(argv[1], "list") != 0)
        errx(2, "wrong use: delaying-server stall STALL_MS PERIOD_MS, or list DELAYS [SIZE "
                "[FILE]]");
    delays_create(argv[2]);
    if (argc > 3)
        message_size = number(argv[3], ROOM);
    return argc > 4 ? argv[4] : "-";
}

int main(int argc, char **argv)
{
    const char *file = take_orders(argc, argv);
    const int signals = await_sigterm(), listener = listen_somewhere();

    for (size_t i = 0; i < CLIENTS; i++)
        clients[i].fd = -1;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(signals, SIGNALS);
    watch(listener, LISTENER);
    /* Or the kernel may add 50 us to every sleep. */
    if (prctl(PR_SET_TIMERSLACK, 1) < 0 || fflush(stdout) != 0)
        err(1, "cannot begin");
    serve(listener);
    if (file)
        delays_report(file);
    delays_destroy();
    return 0;
}
