/* minimal-client.c - the yardstick: the least a client can do, which checks and times nothing.
 *
 *     minimal-client HOST PORT CONNECTIONS SIZE MESSAGES
 *
 * It keeps one message of SIZE bytes under way on each of CONNECTIONS connections until
 * MESSAGES have come back: level-triggered epoll, 64 events a wait, one recv() and one send() a
 * message. What echo-load costs more than this is the price of checking every byte and timing
 * every reply. It believes in a friendly server, prints "messages N cpu_s X" (CPU time since
 * the connections were made), and ends with status 1 when anything fails. */
#include <err.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum { EVENTS = 64, LARGEST = 1 << 16, MOST = 1 << 16 };

static char message[LARGEST];
static size_t missing[MOST]; /* by descriptor: bytes still to come back of its message */

static size_t number(const char *text, size_t max)
{
    char *end;
    const unsigned long value = strtoul(text, &end, 10);

    if (*text < '0' || *text > '9' || *end || value < 1 || value > max)
        errx(2, "'%s' is not a number from 1 to %zu", text, max);
    return value;
}

static struct addrinfo *look_up(const char *host, const char *port)
{
    const struct addrinfo wanted = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *found;
    const int reason = getaddrinfo(host, port, &wanted, &found);

    if (reason != 0)
        errx(1, "%s: %s", host, gai_strerror(reason));
    return found;
}

static int connect_to(const struct addrinfo *server)
{
    const int on = 1;
    const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
    const int fd = socket(server->ai_family, SOCK_STREAM, 0);

    if (fd < 0 || fd >= MOST || connect(fd, server->ai_addr, server->ai_addrlen) < 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) < 0)
        err(1, "connect");
    return fd;
}

static void say(int fd, size_t size)
{
    missing[fd] = size;
    if (send(fd, message, size, MSG_NOSIGNAL) != (ssize_t)size)
        err(1, "send");
}

/* True if the whole message has come back. */
static bool hear(int fd)
{
    static char buffer[LARGEST];
    const ssize_t count = recv(fd, buffer, sizeof buffer, 0);

    if (count <= 0)
        err(1, "recv");
    missing[fd] -= (size_t)count;
    return missing[fd] == 0;
}

static double cpu_s(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void watch(int epoll, int fd)
{
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        err(1, "epoll_ctl");
}

/* Every message that comes back is followed by the next one. */
static size_t load(int epoll, size_t begun, size_t messages, size_t size)
{
    struct epoll_event events[EVENTS];
    size_t answered = 0;

    while (answered < messages) {
        const int count = epoll_wait(epoll, events, EVENTS, -1);

        for (int i = 0; i < count; i++) {
            if (!hear(events[i].data.fd))
                continue;
            answered++;
            if (begun < messages) {
                say(events[i].data.fd, size);
                begun++;
            }
        }
    }
    return answered;
}

int main(int argc, char **argv)
{
    const int epoll = epoll_create1(0);

    if (argc != 6)
        errx(2, "usage: minimal-client HOST PORT CONNECTIONS SIZE MESSAGES");

    const size_t size = number(argv[4], LARGEST), messages = number(argv[5], SIZE_MAX);
    const size_t connections = number(argv[3], messages < MOST ? messages : MOST);
    struct addrinfo *server = look_up(argv[1], argv[2]);
    static int fds[MOST];

    for (size_t i = 0; i < connections; i++) {
        fds[i] = connect_to(server);
        watch(epoll, fds[i]);
    }

    const double before_s = cpu_s();

    for (size_t i = 0; i < connections; i++)
        say(fds[i], size);

    const size_t answered = load(epoll, connections, messages, size);

    printf("messages %zu cpu_s %.6f\n", answered, cpu_s() - before_s);
    freeaddrinfo(server);
    return 0;
}
