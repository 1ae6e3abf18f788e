/* minimal-pacer.c - the yardstick of an open loop: the least a client that is on time can do.
 *
 *     minimal-pacer HOST PORT CONNECTIONS SIZE RATE SECONDS
 *
 * RATE messages of SIZE bytes a second become due at even distances, and are sent on one of
 * CONNECTIONS connections after the other, however many are under way there. It sleeps until
 * the next one is due (epoll_pwait2(), a timer slack of 1 ns) or a reply is there, and drains
 * replies without a look at them. What echo-load costs more, or less, is the price of its
 * arrival processes, checks and histograms, and the gain of its pacing. It prints "messages N
 * cpu_s X median_late_us Y": CPU time since the connections were made, and how late after it
 * was due half of the messages were sent at most. */
#include "clock.h"
#include "minimal_client.h"

#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>

enum { MOST_RATE = 10 * 1000 * 1000, MOST_SECONDS = 60 };

static struct {
    size_t connections, size, rate, messages;
    int epoll;
    int fds[MINIMAL_MOST];
    uint64_t begun_ns;
    size_t sent;
    size_t missing;    /* bytes still to come back */
    uint64_t *late_ns; /* of each message */
} client;

static uint64_t due_ns(size_t message)
{
    return client.begun_ns + (uint64_t)message * NS_PER_S / client.rate;
}

/* Sends what is due, and returns the time. */
static uint64_t say_due(void)
{
    static const char message[MINIMAL_LARGEST];
    uint64_t now_ns = clock_now_ns();

    while (client.sent < client.messages && due_ns(client.sent) <= now_ns) {
        const int fd = client.fds[client.sent % client.connections];

        client.late_ns[client.sent] = now_ns - due_ns(client.sent);
        client.sent++;
        if (send(fd, message, client.size, MSG_NOSIGNAL) != (ssize_t)client.size)
            err(1, "send");
        now_ns = clock_now_ns();
    }
    return now_ns;
}

static void hear(int fd)
{
    static char buffer[MINIMAL_LARGEST];
    const ssize_t count = recv(fd, buffer, sizeof buffer, 0);

    if (count <= 0)
        err(1, "recv");
    client.missing -= (size_t)count;
}

static void load(void)
{
    struct epoll_event events[MINIMAL_EVENTS];

    client.missing = client.messages * client.size;
    client.begun_ns = clock_now_ns();
    while (client.missing > 0) {
        const uint64_t now_ns = say_due();
        const uint64_t next_ns = due_ns(client.sent);
        const uint64_t wait_ns = next_ns > now_ns ? next_ns - now_ns : 0;
        const struct timespec until = { (time_t)(wait_ns / NS_PER_S),
                                        (long)(wait_ns % NS_PER_S) };
        const int count = epoll_pwait2(client.epoll, events, MINIMAL_EVENTS,
                                       client.sent < client.messages ? &until : NULL, NULL);

        for (int i = 0; i < count; i++)
            hear(events[i].data.fd);
    }
}

static int compare(const void *left, const void *right)
{
    const uint64_t one = *(const uint64_t *)left;
    const uint64_t other = *(const uint64_t *)right;

    return one < other ? -1 : one > other;
}

static double median_late_us(void)
{
    const size_t middle = client.messages / 2;

    qsort(client.late_ns, client.messages, sizeof *client.late_ns, compare);
    return (double)client.late_ns[middle] / NS_PER_US;
}

int main(int argc, char **argv)
{
    if (argc != 7)
        errx(2, "usage: minimal-pacer HOST PORT CONNECTIONS SIZE RATE SECONDS");
    client.connections = minimal_number(argv[3], MINIMAL_MOST);
    client.size = minimal_number(argv[4], MINIMAL_LARGEST);
    client.rate = minimal_number(argv[5], MOST_RATE);
    client.messages = client.rate * minimal_number(argv[6], MOST_SECONDS);
    client.late_ns = calloc(client.messages, sizeof *client.late_ns);
    client.epoll = epoll_create1(0);
    if (!client.late_ns || prctl(PR_SET_TIMERSLACK, 1) < 0)
        err(1, "cannot begin");
    minimal_connect(argv[1], argv[2], client.connections, client.epoll, client.fds);

    const double before_s = minimal_cpu_s();

    load();

    const double cpu_s = minimal_cpu_s() - before_s;

    printf("messages %zu cpu_s %.6f median_late_us %.1f\n", client.messages, cpu_s,
           median_late_us());
    free(client.late_ns);
    return 0;
}
