/* crooked-proxy.c - stands between clients and a server, and does wrong again and again, so
 * that tests can hold what is reported to what was done.
 *
 *     crooked-proxy WRONG EVERY ADDRESS FILE
 *
 * ADDRESS, tcp://127.0.0.1:PORT or udp://..., is the server's; its own is told by a ready line
 * like those of the true servers. What clients say is passed on as it is. One in about EVERY
 * bits (flip), bytes (other wrongs, TCP) or datagrams (other wrongs, UDP) of what they are
 * answered suffers the WRONG; which ones follows from fixed seeds:
 *
 *               TCP                                     UDP
 *     flip      one bit                                 one bit
 *     drop      1 to 16 bytes                           a datagram
 *     double    1 to 16 bytes                           a datagram
 *     swap      two neighbouring bytes that differ      two neighbours of the same client
 *     truncate  the connection is cut in an answer      a datagram is cut short
 *
 * On SIGTERM it writes what it has done as JSON to FILE. */
#include "proxy.h"

#include <err.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *const wrongs[WRONGS] = { "flip", "drop", "double", "swap", "truncate" };

void proxy_watch(int epoll, int fd, uint64_t name)
{
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = name };

    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        err(1, "cannot watch");
}

uint64_t proxy_draw_gap(uint64_t every, uint64_t min, unsigned short random[3])
{
    const uint64_t spread = every > min ? 2 * (every - min) : 0;

    return min + (uint64_t)(erand48(random) * (double)(spread + 1));
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

static int listen_somewhere(bool stream)
{
    struct sockaddr_in name = { .sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof name;
    const int fd =
        socket(AF_INET, (stream ? SOCK_STREAM : SOCK_DGRAM | SOCK_NONBLOCK) | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&name, length) < 0 ||
        (stream && listen(fd, PROXY_CLIENTS) < 0) ||
        getsockname(fd, (struct sockaddr *)&name, &length) < 0)
        err(1, "cannot listen");
    printf("echolab crooked-proxy pid %d listening on %s://127.0.0.1:%u\n", getpid(),
           stream ? "tcp" : "udp", (unsigned)ntohs(name.sin_port));
    if (fflush(stdout) != 0)
        err(1, "cannot say where");
    return fd;
}

static enum wrong find(const char *name)
{
    for (int i = 0; i < WRONGS; i++)
        if (strcmp(wrongs[i], name) == 0)
            return (enum wrong)i;
    errx(2, "'%s' is no wrong that I can do", name);
}

static bool is_stream(const char *address, struct sockaddr_in *server)
{
    uint16_t port;

    if (sscanf(address, "%*3[tcpud]://127.0.0.1:%" SCNu16, &port) != 1)
        errx(2, "'%s' is neither tcp://127.0.0.1:PORT nor udp://127.0.0.1:PORT", address);
    *server = (struct sockaddr_in){ .sin_family = AF_INET,
                                    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                                    .sin_port = htons(port) };
    return address[0] == 't';
}

static void report(const struct proxy *proxy, const char *path)
{
    FILE *file = fopen(path, "w");

    if (!file)
        err(1, "cannot write '%s'", path);
    fprintf(file,
            "{\"flipped\": %" PRIu64 ", \"dropped\": %" PRIu64 ", \"doubled\": %" PRIu64
            ", \"swapped\": %" PRIu64 ", \"truncated\": %" PRIu64 ", \"withheld\": %" PRIu64
            ", \"bytes\": %" PRIu64 ", \"failed\": %" PRIu64 "}\n",
            proxy->done[FLIP], proxy->done[DROP], proxy->done[DOUBLE], proxy->done[SWAP],
            proxy->done[TRUNCATE], proxy->withheld, proxy->forwarded, proxy->failed);
    if (fclose(file) != 0)
        err(1, "cannot write '%s'", path);
}

int main(int argc, char **argv)
{
    struct proxy proxy = { 0 };

    if (argc != 5)
        errx(2, "wrong use: crooked-proxy WRONG EVERY ADDRESS FILE");
    proxy.wrong = find(argv[1]);
    proxy.every = strtoull(argv[2], NULL, 10);

    const bool stream = is_stream(argv[3], &proxy.server);

    proxy.signals = await_sigterm();
    proxy.listener = listen_somewhere(stream);
    if (stream)
        proxy_streams(&proxy);
    else
        proxy_datagrams(&proxy);
    report(&proxy, argv[4]);
    return 0;
}
