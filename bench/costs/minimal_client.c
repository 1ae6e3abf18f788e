/* minimal_client.c - what the minimal clients share: numbers, connections, and their CPU clock.
 */
#include "minimal_client.h"

#include <err.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

size_t minimal_number(const char *text, size_t max)
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

    if (fd < 0 || fd >= MINIMAL_MOST || connect(fd, server->ai_addr, server->ai_addrlen) < 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset) < 0)
        err(1, "connect");
    return fd;
}

void minimal_connect(const char *host, const char *port, size_t count, int epoll, int *fds)
{
    struct addrinfo *server = look_up(host, port);

    for (size_t i = 0; i < count; i++) {
        struct epoll_event event = { .events = EPOLLIN, .data.fd = connect_to(server) };

        fds[i] = event.data.fd;
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event) < 0)
            err(1, "epoll_ctl");
    }
    freeaddrinfo(server);
}

double minimal_cpu_s(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}
