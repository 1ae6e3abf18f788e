/* crooked-datagrams.c - a UDP echo server that treats one datagram wrong, so that tests can see
 * who notices.
 *
 *     crooked-datagrams WRONG NUMBER [DETAIL [MODEL]]
 *
 * It says where it is by a ready line like those of the true servers, as MODEL. Datagram NUMBER
 * (from 0) suffers the WRONG; all others are answered right. A second line on stdout says that
 * it has happened. DETAIL is the byte to change for `flip`, the length for `cut`, and the
 * milliseconds for `delay`. */
#include <err.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST = 65536, BILLION = 1000000000, MILLION = 1000000 };

struct datagram {
    unsigned char bytes[LONGEST];
    size_t count;
    struct sockaddr_in from;
};

struct wrong {
    const char *name;
    void (*commit)(struct datagram *datagram);
};

static int server;
static uint64_t detail;
static bool mute;
static struct datagram held; /* what is answered later */
static bool holding;
static uint64_t release_ns; /* when; 0: after the next one */

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * BILLION + (uint64_t)now.tv_nsec;
}

static void answer(struct datagram *datagram)
{
    if (sendto(server, datagram->bytes, datagram->count, 0,
               (const struct sockaddr *)&datagram->from, sizeof datagram->from) < 0)
        warn("cannot answer");
}

static void hold(const struct datagram *datagram, uint64_t until_ns)
{
    held = *datagram;
    holding = true;
    release_ns = until_ns;
}

/* What can go wrong. */

static void drop(struct datagram *datagram)
{
    (void)datagram;
}

static void double_it(struct datagram *datagram)
{
    answer(datagram);
    answer(datagram);
}

static void flip_a_bit(struct datagram *datagram)
{
    datagram->bytes[detail] ^= 1;
    answer(datagram);
}

static void cut(struct datagram *datagram)
{
    datagram->count = (size_t)detail;
    answer(datagram);
}

static void lengthen(struct datagram *datagram)
{
    datagram->bytes[datagram->count++] = '!';
    answer(datagram);
}

static void say_something_else_too(struct datagram *datagram)
{
    struct datagram other = { .count = 64, .from = datagram->from };

    memset(other.bytes, 0xa5, other.count);
    answer(datagram);
    answer(&other);
}

static void swap_with_the_next(struct datagram *datagram)
{
    hold(datagram, 0);
}

static void delay(struct datagram *datagram)
{
    hold(datagram, now_ns() + detail * MILLION);
}

static void fall_silent(struct datagram *datagram)
{
    (void)datagram;
    mute = true;
}

static void vanish(struct datagram *datagram)
{
    (void)datagram;
    exit(0);
}

static const struct wrong wrongs[] = {
    { "nothing", answer },
    { "drop", drop },
    { "double", double_it },
    { "flip", flip_a_bit },
    { "cut", cut },
    { "lengthen", lengthen },
    { "stray", say_something_else_too },
    { "swap", swap_with_the_next },
    { "delay", delay },
    { "silent", fall_silent },
    { "vanish", vanish },
};

static const struct wrong *find(const char *name)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++)
        if (strcmp(wrongs[i].name, name) == 0)
            return &wrongs[i];
    errx(2, "'%s' is no wrong that I can do", name);
}

static void open_somewhere(const char *model)
{
    struct sockaddr_in name = { .sin_family = AF_INET,
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof name;

    server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (server < 0 || bind(server, (struct sockaddr *)&name, length) < 0 ||
        getsockname(server, (struct sockaddr *)&name, &length) < 0)
        err(1, "cannot listen");
    printf("echolab %s pid %d listening on udp://127.0.0.1:%u\n", model, getpid(),
           (unsigned)ntohs(name.sin_port));
}

static int wait_ms(void)
{
    const uint64_t now = now_ns();

    if (!holding || release_ns == 0)
        return -1;
    return release_ns > now ? (int)((release_ns - now) / MILLION) + 1 : 0;
}

static void release(bool another_came)
{
    if (holding && (release_ns == 0 ? another_came : now_ns() >= release_ns)) {
        holding = false;
        answer(&held);
    }
}

static void receive(const struct wrong *planned, uint64_t number)
{
    static struct datagram datagram;
    static uint64_t received;
    socklen_t length = sizeof datagram.from;
    const ssize_t count = recvfrom(server, datagram.bytes, LONGEST - 1, 0,
                                   (struct sockaddr *)&datagram.from, &length);

    if (count < 0)
        err(1, "cannot receive");
    datagram.count = (size_t)count;
    if (received++ == number) {
        printf("crooked: %s at datagram %ju\n", planned->name, (uintmax_t)number);
        planned->commit(&datagram);
    } else if (!mute) {
        answer(&datagram);
        release(true);
    }
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 5)
        errx(2, "wrong use: crooked-datagrams WRONG NUMBER [DETAIL [MODEL]]");

    const struct wrong *planned = find(argv[1]);
    const uint64_t number = strtoull(argv[2], NULL, 10);

    detail = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        err(1, "cannot ignore SIGPIPE");
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0)
        err(1, "cannot speak line by line");
    open_somewhere(argc > 4 ? argv[4] : "crooked");
    for (;;) {
        struct pollfd watched = { .fd = server, .events = POLLIN };

        if (poll(&watched, 1, wait_ms()) < 0)
            err(1, "cannot wait");
        if (watched.revents)
            receive(planned, number);
        release(false);
    }
}
