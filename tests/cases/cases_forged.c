/* cases_forged.c - section F: datagrams whose sender is a lie, and more of them than one can
 * answer. */
#include "cases.h"
#include "clock.h"
#include "verbs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WATCH_MS = 100,
    LOOP_MS = 2000,
    FORGED_BYTES = 100,
    ANSWERS = 20,
    ASK_AGAIN_MS = 20,
    FLOOD = 100000,
    FLOOD_QUICK = 20000,
    FLOOD_BYTES = 64,
    TEXT = 128
};

/* Datagrams that any socket of this network has received: a loop between servers is a flood. */
static uint64_t datagrams_delivered(const struct trial *trial)
{
    const bool v6 = trial->transport == UDP6;
    FILE *file = fopen(v6 ? "/proc/self/net/snmp6" : "/proc/self/net/snmp", "re");
    char line[SERVER_TEXT];
    uint64_t count = UINT64_MAX;

    check(file, "expected the network's counters, saw: %s", strerror(errno));
    while (fgets(line, sizeof line, file)) {
        const char *name = v6 ? "Udp6InDatagrams" : "Udp: ";
        char *number = line + strlen(name);

        /* The line of names comes before that of numbers, which it is told from by these. */
        if (strncmp(line, name, strlen(name)) == 0 && strpbrk(number, "0123456789") &&
            !strstr(number, "InDatagrams"))
            count = strtoull(number, NULL, 10);
    }
    (void)fclose(file);
    check(count != UINT64_MAX, "expected the counter of datagrams");
    return count;
}

/* The kernel writes the header of the loopback network, so that only the port has to be forged;
 * for IPv6 it also has to be asked for the checksum, which IPv4 can do without. */
static int open_forge(const struct server *server)
{
    const int family = server->name.any.sa_family;
    const int offset = offsetof(struct udphdr, uh_sum);
    int fd = socket(family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_UDP);

    if (fd < 0)
        skip("raw sockets are not allowed: %s", strerror(errno));
    if (family == AF_INET6)
        check(setsockopt(fd, IPPROTO_IPV6, IPV6_CHECKSUM, &offset, sizeof offset) == 0,
              "expected checksums, saw: %s", strerror(errno));
    return fd;
}

/* A datagram to the server that claims to come from `port` of this machine. */
static void forge_datagram(struct server *server, unsigned port)
{
    struct peer *forger = peer_add(server, open_forge(server));
    struct udphdr header = { .uh_sport = htons((in_port_t)port),
                             .uh_dport = htons((in_port_t)server_port(server)),
                             .uh_ulen = htons(sizeof header + FORGED_BYTES) };
    char packet[sizeof header + FORGED_BYTES];
    union {
        struct sockaddr any;
        struct sockaddr_in6 v6;
        struct sockaddr_storage storage;
    } to;

    memcpy(&to, &server->name, sizeof to);
    if (to.any.sa_family == AF_INET6)
        to.v6.sin6_port = 0; /* of a raw socket it would be the protocol */
    memcpy(packet, &header, sizeof header);
    payload_fill(forger->key, 0, packet + sizeof header, FORGED_BYTES);
    check(sendto(forger->fd, packet, sizeof packet, 0, &to.any, server->name_length) ==
              (ssize_t)sizeof packet,
          "expected to send, saw: %s", strerror(errno));
    forger->datagrams_sent = 1;
    peer_close(forger, LEFT);
}

/* The forged one is delivered, to the server; what is delivered beyond it is an answer. */
static void expect_no_answer(struct server *server, unsigned port)
{
    struct trial *trial = server->trial;
    uint64_t before = datagrams_delivered(trial);

    forge_datagram(server, port);
    pause_us((trial->full ? LOOP_MS : WATCH_MS) * 1000ULL);
    check_between("datagrams delivered after one that claims to be another server's", 1, 1,
                  datagrams_delivered(trial) - before);
}

static void need_own_network(const struct trial *trial)
{
    if (!trial->private_network)
        skip("datagrams can be forged and counted only on a network of one's own");
}

void case_f3(struct trial *trial)
{
    need_own_network(trial);

    struct server *server = start_server(trial, "");

    expect_no_answer(server, server_port(server));
}

static struct server *start_at(struct trial *trial, unsigned port)
{
    char address[TEXT];

    (void)snprintf(address, sizeof address,
                   trial->transport == UDP6 ? "udp://[::1]:%u" : "udp://127.0.0.1:%u", port);
    return start_server_in(trial, &(struct setting){ .address = address });
}

/* Two of them, at ports of the suite; whichever is addressed does not answer, so that it does
 * not matter which models the two are. Then the ports of services that answer whatever they
 * hear: echo, daytime, chargen, and NFS. */
void case_f4(struct trial *trial)
{
    static const unsigned talkative[] = { 7, 13, 19, 2049 };

    need_own_network(trial);

    struct server *one = start_at(trial, 7007);
    struct server *other = start_at(trial, 7099);

    expect_no_answer(one, server_port(other));
    expect_no_answer(other, server_port(one));
    for (size_t i = 0; i < sizeof talkative / sizeof *talkative; i++)
        expect_no_answer(one, talkative[i]);
}

/* Sends as fast as it can, until it has sent all or is killed. Never returns. */
static _Noreturn void flood(const struct server *server, unsigned count, pid_t parent)
{
    char bytes[FLOOD_BYTES] = "flood";
    int fd = socket(server->name.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    for (unsigned i = 0; i < count; i++)
        (void)sendto(fd, bytes, sizeof bytes, 0, &server->name.any, server->name_length);
    _exit(0);
}

static pid_t start_flood(const struct server *server, unsigned count)
{
    const pid_t self = getpid();

    (void)fflush(NULL);

    const pid_t child = fork();

    check(child >= 0, "expected a process, saw: %s", strerror(errno));
    if (child == 0)
        flood(server, count, self);
    return child;
}

static void end_flood(pid_t flooder)
{
    (void)kill(flooder, SIGKILL);
    (void)waitpid(flooder, NULL, 0);
}

/* A question may get lost where there is no room for it, and is asked again. */
static void ask_until_answered(struct peer *peer)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    char answer[FORGED_BYTES];

    do {
        check(remaining_ms(deadline) > 0, "expected an answer beside a flood, saw silence");
        say_datagram(peer, FORGED_BYTES);
    } while (!peer_wait(peer, POLLIN, ASK_AGAIN_MS));
    while (recv(peer->fd, answer, sizeof answer, MSG_DONTWAIT) == FORGED_BYTES)
        peer->datagrams_answered++;
    peer->received = peer->sent;
}

/* What the kernel has delivered to the server, says the kernel: what has come in all, without
 * what came to us. Who has asked is not told by it, so one of our peers takes it all. */
static void settle_the_books(struct server *server, struct peer *asking, uint64_t before)
{
    uint64_t delivered = datagrams_delivered(server->trial) - before;
    struct peer *flooding = peer_add(server, -1);

    asking->datagrams_sent = asking->datagrams_answered;
    flooding->ending = LEFT;
    flooding->datagrams_sent = (unsigned)(delivered - 2ULL * asking->datagrams_answered);
    flooding->datagrams_lost = flooding->datagrams_sent;
}

/* Where a server had other clients besides its datagrams, these would have to be served, too;
 * ours serve one address each. So it is another datagram client who must get his answers, and a
 * stop that must be noticed. */
void case_f6(struct trial *trial)
{
    need_own_network(trial);

    struct server *server = start_server(trial, "");
    struct peer *asking = connect_client(server);
    uint64_t before = datagrams_delivered(trial);
    pid_t flooder = start_flood(server, trial->full ? FLOOD : FLOOD_QUICK);

    for (unsigned i = 0; i < ANSWERS; i++)
        ask_until_answered(asking);
    end_flood(flooder);
    flooder = start_flood(server, UINT32_MAX);
    ask_until_answered(asking);
    send_signal(server, SIGTERM);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
    end_flood(flooder);
    while (recv(asking->fd, &(char){ 0 }, 1, MSG_DONTWAIT) == 1)
        asking->datagrams_answered++;
    settle_the_books(server, asking, before);
}

/* It takes the name of a server, whose file it has put aside, asks there, and puts it back. */
static void ask_as_its_namesake(struct server *server)
{
    const char *path = server_path(server);
    struct sockaddr_un aside = { .sun_family = AF_UNIX };
    union {
        const struct sockaddr_un *local;
        const struct sockaddr *any;
    } name = { .local = &aside };
    struct peer *namesake = peer_add(server, socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));

    (void)snprintf(aside.sun_path, sizeof aside.sun_path, "%s/aside", server->trial->directory);
    check(rename(path, aside.sun_path) == 0 &&
              bind(namesake->fd, &server->name.any, server->name_length) == 0 &&
              sendto(namesake->fd, "who am I?", 9, 0, name.any, sizeof aside) == 9 &&
              unlink(path) == 0 && rename(aside.sun_path, path) == 0,
          "expected to ask under the name of %s, saw: %s", path, strerror(errno));
    namesake->datagrams_sent = 1;
    peer_close(namesake, LEFT);
}

/* Names are relative to whoever hears them, and files can be moved. A loop shows in the
 * counters: more datagrams have come in than anybody has sent. */
void case_f11(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    send_signal(server, SIGSTOP);
    ask_as_its_namesake(server);
    send_signal(server, SIGCONT);
    ping(server);
}
