/* crooked-server.c - an echo server that does one thing wrong, so that tests can see who
 * notices.
 *
 *     crooked-server WRONG BYTE [MS [NAME [PORT]]]
 *
 * It echoes over TCP, and says where by a ready line like those of the true servers. The first
 * connection whose echo comes to byte number BYTE (from 0) suffers the WRONG, once; all else is
 * right. A second line on stdout says that it has happened, which tells a test how far things
 * have come. MS is how late an answer comes that is `late`; NAME is the model to pass for; PORT
 * is where it listens, instead of on a free one. Two wrongs are for good, whatever BYTE is:
 * `mortal` dies when a client resets, and `mix` answers one client with what another has said.
 */
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CLIENTS = 128, PIECE = 65536 };

struct client {
    uint64_t echoed; /* bytes, those that were left out included */
    int fd;
    bool mute;
};

struct wrong {
    const char *name;
    void (*commit)(struct client *client, unsigned char *bytes, size_t count);
};

static struct client clients[CLIENTS];
static const struct wrong *planned;
static uint64_t planned_byte;
static int late_ms;
static bool mortal, mixing;

/* A client that has gone is noticed when it is read from. */
static void say(const struct client *client, const void *bytes, size_t count, int flags)
{
    const char *next = bytes;

    while (count > 0) {
        const ssize_t sent = send(client->fd, next, count, MSG_NOSIGNAL | flags);

        if (sent < 0)
            return;
        next += sent;
        count -= (size_t)sent;
    }
}

static void hang_up(struct client *client)
{
    close(client->fd);
    client->fd = -1;
}

/* What can go wrong: `bytes`, which are at least one, are what ought to be said. */

static void be_honest(struct client *client, unsigned char *bytes, size_t count)
{
    say(client, bytes, count, 0);
}

static void flip_a_bit(struct client *client, unsigned char *bytes, size_t count)
{
    bytes[0] ^= 1;
    say(client, bytes, count, 0);
}

static void drop_a_byte(struct client *client, unsigned char *bytes, size_t count)
{
    say(client, bytes + 1, count - 1, 0);
}

static void double_a_byte(struct client *client, unsigned char *bytes, size_t count)
{
    say(client, bytes, 1, MSG_MORE);
    say(client, bytes, count, 0);
}

/* Two neighbours that are alike would not be missed. */
static void swap_two_bytes(struct client *client, unsigned char *bytes, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (bytes[i - 1] != bytes[i]) {
            const unsigned char first = bytes[i - 1];

            bytes[i - 1] = bytes[i];
            bytes[i] = first;
            break;
        }
    say(client, bytes, count, 0);
}

static void insert_seven_bytes(struct client *client, unsigned char *bytes, size_t count)
{
    say(client, "crooked", 7, MSG_MORE);
    say(client, bytes, count, 0);
}

static void truncate_the_answer(struct client *client, unsigned char *bytes, size_t count)
{
    (void)bytes, (void)count;
    hang_up(client);
}

static void reset_the_connection(struct client *client, unsigned char *bytes, size_t count)
{
    const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

    (void)bytes, (void)count;
    setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    hang_up(client);
}

static void fall_silent(struct client *client, unsigned char *bytes, size_t count)
{
    (void)bytes, (void)count;
    client->mute = true;
}

static void answer_late(struct client *client, unsigned char *bytes, size_t count)
{
    poll(NULL, 0, late_ms);
    say(client, bytes, count, 0);
}

static void vanish(struct client *client, unsigned char *bytes, size_t count)
{
    (void)client, (void)bytes, (void)count;
    exit(0);
}

static const struct wrong wrongs[] = {
    { "nothing", be_honest },
    { "flip", flip_a_bit },
    { "drop", drop_a_byte },
    { "double", double_a_byte },
    { "swap", swap_two_bytes },
    { "insert", insert_seven_bytes },
    { "truncate", truncate_the_answer },
    { "reset", reset_the_connection },
    { "silent", fall_silent },
    { "late", answer_late },
    { "vanish", vanish },
    { "mortal", be_honest },
    { "mix", be_honest },
};

/* Setting TCP_NODELAY also sends what is still held back, where nothing has come after it. */
static void say_at_once(const struct client *client)
{
    const int on = 1;

    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void commit_the_wrong(struct client *client, unsigned char *bytes, size_t count)
{
    const struct wrong *wrong = planned;

    planned = NULL;
    printf("crooked: %s at byte %ju\n", wrong->name, (uintmax_t)planned_byte);
    wrong->commit(client, bytes, count);
    say_at_once(client);
}

/* As from one buffer for all clients: each gets the first byte of who spoke before. */
static void mix_up(const struct client *client, unsigned char *bytes)
{
    static const struct client *before;
    static unsigned char kept;
    const unsigned char own = bytes[0];

    if (before && before != client && before->fd >= 0)
        bytes[0] = kept;
    before = client;
    kept = own;
}

/* What is right is held back (MSG_MORE) for the wrong, so that they come in one piece. */
static void echo(struct client *client)
{
    static unsigned char bytes[PIECE];
    const ssize_t count = recv(client->fd, bytes, sizeof bytes, 0);
    size_t right = count > 0 ? (size_t)count : 0;

    if (count < 0 && errno == ECONNRESET && mortal)
        exit(3);
    if (count <= 0) {
        hang_up(client);
        return;
    }
    if (client->mute)
        return;
    if (mixing)
        mix_up(client, bytes);

    const bool now = planned && planned_byte < client->echoed + right;

    if (now)
        right = planned_byte > client->echoed ? (size_t)(planned_byte - client->echoed) : 0;
    client->echoed += (uint64_t)count;
    say(client, bytes, right, now ? MSG_MORE : 0);
    if (now)
        commit_the_wrong(client, bytes + right, (size_t)count - right);
}

static void welcome(int listener)
{
    const int fd = accept(listener, NULL, NULL);

    for (size_t i = 0; fd >= 0 && i < CLIENTS; i++)
        if (clients[i].fd < 0) {
            clients[i] = (struct client){ .fd = fd };
            say_at_once(&clients[i]);
            return;
        }
    errx(1, "more than %d clients", CLIENTS);
}

static int listen_somewhere(const char *model, in_port_t port)
{
    struct sockaddr_in name = { .sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof name;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&name, length) < 0 || listen(fd, CLIENTS) < 0 ||
        getsockname(fd, (struct sockaddr *)&name, &length) < 0)
        err(1, "cannot listen");
    printf("echolab %s pid %d listening on tcp://127.0.0.1:%u\n", model, getpid(),
           (unsigned)ntohs(name.sin_port));
    return fd;
}

static void serve(int listener)
{
    struct pollfd watched[CLIENTS + 1];

    for (;;) {
        for (size_t i = 0; i < CLIENTS; i++)
            watched[i] = (struct pollfd){ .fd = clients[i].fd, .events = POLLIN };
        watched[CLIENTS] = (struct pollfd){ .fd = listener, .events = POLLIN };
        if (poll(watched, CLIENTS + 1, -1) < 0)
            err(1, "cannot wait");
        for (size_t i = 0; i < CLIENTS; i++)
            if (watched[i].revents)
                echo(&clients[i]);
        if (watched[CLIENTS].revents)
            welcome(listener);
    }
}

static const struct wrong *find(const char *name)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++)
        if (strcmp(wrongs[i].name, name) == 0)
            return &wrongs[i];
    errx(2, "'%s' is no wrong that I can do", name);
}

int main(int argc, char **argv)
{
    if (argc < 3 || argc > 6)
        errx(2, "wrong use: crooked-server WRONG BYTE [MS [NAME [PORT]]]");
    planned = find(argv[1]);
    planned_byte = strtoull(argv[2], NULL, 10);
    mortal = strcmp(argv[1], "mortal") == 0;
    mixing = strcmp(argv[1], "mix") == 0;
    late_ms = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
    for (size_t i = 0; i < CLIENTS; i++)
        clients[i].fd = -1;
    /* Whoever has heard the ready line may stop listening to us. */
    if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
        err(1, "cannot ignore SIGPIPE");
    if (setvbuf(stdout, NULL, _IOLBF, 0) != 0)
        err(1, "cannot speak line by line");
    serve(listen_somewhere(argc > 4 ? argv[4] : "crooked",
                           argc > 5 ? (in_port_t)strtoul(argv[5], NULL, 10) : 0));
}
