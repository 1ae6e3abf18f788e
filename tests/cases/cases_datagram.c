/* cases_datagram.c - sections F and H: messages without a connection, and two families at once.
 */
#include "cases.h"
#include "network.h"
#include "verbs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MOST_V4 = 65507,
    MOST_V6 = 65527,
    VANISHED = 1000,
    VANISHED_QUICK = 300,
    AT_ONCE = 20,
    WAITING = 5,
    QUIET_MS = 100,
    SMALL = 10,
    LARGE = 60000,
    QUESTIONS = 10,
    ANSWERED_MS = 500,
    TEXT = 64
};

/* A name in any family, as the socket calls want it. */
union name {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static socklen_t length_of(const union name *name)
{
    return name->any.sa_family == AF_INET ? sizeof name->v4 : sizeof name->v6;
}

static union name loopback(int family, unsigned port)
{
    union name name = { .any.sa_family = (sa_family_t)family };

    if (family == AF_INET) {
        name.v4.sin_port = htons((in_port_t)port);
        name.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else {
        name.v6.sin6_port = htons((in_port_t)port);
        name.v6.sin6_addr = in6addr_loopback;
    }
    return name;
}

static size_t largest(const struct trial *trial)
{
    return trial->transport == UDP6 ? MOST_V6 : MOST_V4;
}

/* What is measured with: nothing that an Ethernet would cut into pieces. */
static void exchange_usual_sizes(struct trial *trial)
{
    static const size_t sizes[] = { 1, 64, 512, 1472 };
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        say_datagram(peer, sizes[i]);
        expect_datagram(peer, sizes[i]);
    }
}

/* What has lost its end is no echo. */
static void have_one_dropped(struct peer *peer)
{
    say_datagram(peer, DATAGRAM_MOST);
    expect_no_datagram(peer, 1);
    say_datagram(peer, 5);
    expect_datagram(peer, 5);
}

void case_f1(struct trial *trial)
{
    if (trial->brief) {
        exchange_usual_sizes(trial);
        return;
    }

    const size_t sizes[] = { 0, 1, 1472, 1473, 9000, 65507, largest(trial), 0, 5 };
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        say_datagram(peer, sizes[i]);
        expect_datagram(peer, sizes[i]);
    }
    if (trial->transport & (UDP | UDP6))
        check(refuses_to_send(peer, largest(trial) + 1), "expected EMSGSIZE above %zu bytes",
              largest(trial));
    else if (trial_is_ours(trial))
        have_one_dropped(peer);
    expect_silence(peer, 1);
}

/* A socket bound to a port of this machine's loopback, or -1 with errno set. */
static int bind_to(const struct server *server, unsigned port)
{
    union name name = loopback(server->name.any.sa_family, port);
    int fd = socket(name.any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (fd >= 0 && bind(fd, &name.any, length_of(&name)) == 0)
        return fd;

    int reason = errno;

    if (fd >= 0)
        close(fd);
    errno = reason;
    return -1;
}

/* An address of ours other than the one the routing would choose for an answer. */
static union name other_address(const struct server *server)
{
    union name name = loopback(server->name.any.sa_family, server_port(server));

    if (name.any.sa_family == AF_INET)
        name.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
    return name;
}

void case_f2(struct trial *trial)
{
    const char *wildcard = trial->transport == UDP ? "udp://0.0.0.0:0" : "udp://[::]:0";
    struct server *server = start_server_in(trial, &(struct setting){ .address = wildcard });
    struct peer *peer = peer_add(server, bind_to(server, 0));
    union name asked = other_address(server);
    union name answering;
    socklen_t length = sizeof answering;
    char question[TEXT];
    char answer[TEXT];

    payload_fill(peer->key, 0, question, sizeof question);
    check(sendto(peer->fd, question, sizeof question, 0, &asked.any, length_of(&asked)) == TEXT,
          "expected to send, saw: %s", strerror(errno));
    peer->datagrams_sent++;
    check(peer_wait(peer, POLLIN, OPERATION_MS), "expected an answer, saw silence");
    check(recvfrom(peer->fd, answer, sizeof answer, 0, &answering.any, &length) == TEXT,
          "expected an answer of %d bytes", TEXT);
    peer->datagrams_answered++;
    check(memcmp(question, answer, sizeof answer) == 0, "expected the same bytes");
    check(length == length_of(&asked) && memcmp(&answering, &asked, length) == 0,
          "expected the answer to come from the address that was asked");
}

/* A regular paces the others: a server that has no time to read loses datagrams, and is not
 * wrong. It keeps its port: a newcomer could get that of a vanished one, and its late answer.
 */
void case_f5(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *regular = connect_client(server);
    unsigned times = trial->full ? VANISHED : VANISHED_QUICK;

    for (unsigned i = 0; i < times; i++) {
        struct peer *peer = connect_client(server);

        say_datagram(peer, 100);
        peer->datagrams_lost = 1;
        vanish(peer);
        if (i % AT_ONCE == 0) {
            say_datagram(regular, 50);
            expect_datagram(regular, 50);
        }
    }
    invariants_settle(server);
    say_datagram(regular, 50);
    expect_datagram(regular, 50);
}

/* Says something from a port that a forger would choose. Returns false if it cannot be had. */
static bool speak_from(struct server *server, unsigned port)
{
    int fd = bind_to(server, port);

    if (fd < 0)
        return false;

    struct peer *suspect = peer_add(server, fd);

    check(connect(fd, &server->name.any, server->name_length) == 0,
          "expected to connect, saw: %s", strerror(errno));
    say_datagram(suspect, 100);
    expect_no_datagram(suspect, QUIET_MS / 2);
    return true;
}

void case_f7(struct trial *trial)
{
    static const unsigned ports[] = { 7000, 7050, 7099, 2049 };
    struct server *server = start_server(trial, "");

    if (!trial->private_network)
        skip("ports 7000 to 7099 may be taken, and a private network cannot be had");
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        check(speak_from(server, ports[i]), "expected to get port %u, saw: %s", ports[i],
              strerror(errno));
    /* In a network of one's own one may bind these, too. */
    check(speak_from(server, 1000) || errno == EACCES, "expected to get port 1000, saw: %s",
          strerror(errno));
}

/* Stopping with datagrams: what had arrived is answered. Whoever blocks takes the first one
 * before it knows of the signal, and has to look for the others. */
void case_f8(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peers[WAITING];

    send_signal(server, SIGSTOP);
    for (size_t i = 0; i < WAITING; i++) {
        peers[i] = connect_client(server);
        say_datagram(peers[i], 100);
    }
    send_signal(server, SIGTERM);
    send_signal(server, SIGCONT);
    for (size_t i = 0; i < WAITING; i++)
        expect_datagram(peers[i], 100);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
}

/* Where a datagram comes back to where none is lost: which of those asked has been answered? */
static void hear_any_answer(struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (peers[i]->datagrams_answered == 0 && peer_wait(peers[i], POLLIN, 0))
            expect_datagram(peers[i], LARGE);
}

static unsigned count_answered(struct peer *peers[], size_t count)
{
    unsigned answered = 0;

    for (size_t i = 0; i < count; i++)
        answered += peers[i]->datagrams_answered;
    return answered;
}

/* As many large datagrams as the server's queue holds are there at once, and their answers do
 * not fit the server's send buffer, until those who have asked read theirs: at once. Returns
 * how many get none. */
static unsigned ask_all_at_once(struct server *server)
{
    struct peer *peers[QUESTIONS];
    const size_t count = QUESTIONS;
    uint64_t deadline = deadline_after_ms(ANSWERED_MS);

    for (size_t i = 0; i < count; i++)
        peers[i] = connect_client(server);
    send_signal(server, SIGSTOP);
    for (size_t i = 0; i < count; i++)
        say_datagram(peers[i], LARGE);
    send_signal(server, SIGCONT);
    while (count_answered(peers, count) < count && remaining_ms(deadline) > 0)
        hear_any_answer(peers, count);
    for (size_t i = 0; i < count; i++)
        peer_close(peers[i], LEFT);
    return (unsigned)count - count_answered(peers, count);
}

/* On a busy machine we may be late, and then the server is right to give up; but not always. */
void case_f9(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    unsigned unanswered = 1;

    for (int times = 0; times < 5 && unanswered > 0; times++)
        unanswered = ask_all_at_once(server);
    check_equal("answers lost in the best of five rounds", 0, unanswered);
}

/* Whoever asks what has come beside a message becomes the owner of descriptors in it. */
static void say_with_descriptors(struct peer *peer, size_t size)
{
    const int given[] = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };
    _Alignas(struct cmsghdr) char beside[CMSG_SPACE(sizeof given)] = { 0 };
    char bytes[SMALL];
    struct iovec place = { .iov_base = bytes, .iov_len = size };
    struct msghdr message = { .msg_iov = &place,
                              .msg_iovlen = 1,
                              .msg_control = beside,
                              .msg_controllen = sizeof beside };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    *header = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof given),
                                .cmsg_level = SOL_SOCKET,
                                .cmsg_type = SCM_RIGHTS };
    memcpy(CMSG_DATA(header), given, sizeof given);
    payload_fill(peer->key, peer->sent, bytes, size);
    check(sendmsg(peer->fd, &message, MSG_NOSIGNAL) == (ssize_t)size,
          "expected a datagram with descriptors to go, saw: %s", strerror(errno));
    peer->sent += size;
    peer->datagrams_sent++;
}

static void expect_nothing_beside(struct peer *peer)
{
    _Alignas(struct cmsghdr) char beside[256];
    struct msghdr message = { .msg_control = beside, .msg_controllen = sizeof beside };

    check(peer_wait(peer, POLLIN, OPERATION_MS), "expected an answer, saw silence");
    check(recvmsg(peer->fd, &message, MSG_PEEK) >= 0, "expected an answer, saw: %s",
          strerror(errno));
    check_equal("bytes that came beside the answer", 0, (int64_t)message.msg_controllen);
}

void case_f10(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    for (int i = 0; i < QUESTIONS; i++) {
        say_with_descriptors(peer, SMALL);
        expect_nothing_beside(peer);
        expect_datagram(peer, SMALL);
    }
    invariants_settle(server);
}

static void talk_to(struct server *server)
{
    struct peer *peer = connect_client(server);

    if (server->trial->transport & DATAGRAMS) {
        say_datagram(peer, 100);
        expect_datagram(peer, 100);
    } else {
        say(peer, 100);
        leave(peer);
    }
}

/* Without IPV6_V6ONLY the first would take the port in both families. */
void case_h1(struct trial *trial)
{
    const char *scheme = trial->transport == TCP ? "tcp" : "udp";
    char address[TEXT];

    if (!network_has_ipv6())
        skip("this machine has no IPv6");
    (void)snprintf(address, sizeof address, "%s://[::]:0", scheme);

    struct server *six = start_server_in(trial, &(struct setting){ .address = address });

    (void)snprintf(address, sizeof address, "%s://0.0.0.0:%u", scheme, server_port(six));

    struct server *four = start_server_in(trial, &(struct setting){ .address = address });

    talk_to(six);
    talk_to(four);
    talk_to(six);
}
