/* cases_network.c - sections B, D and N: what the network, and not the client, does to a
 * conversation. */
#include "cases.h"
#include "clock.h"
#include "tool.h"
#include "verbs.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
    IDLE_MS = 400,
    IDLE_FULL_MS = 2000,
    BACKLOG = 8,
    LATECOMERS = 6,
    ARRIVING_MS = 100,
    RETRY_MS = 4000,
    LOSS_PERCENT = 3,
    LOSERS = 6,
    TEXT = 128
};

static unsigned local_port(const struct peer *peer)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } name = { 0 };
    socklen_t length = sizeof name;

    check(getsockname(peer->fd, &name.any, &length) == 0, "expected a name, saw: %s",
          strerror(errno));
    return ntohs(name.any.sa_family == AF_INET ? name.v4.sin_port : name.v6.sin6_port);
}

/* An administrator ends a connection at the server's side: its recv() says ECONNABORTED. */
void case_b5(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *victim = connect_client(server);
    struct peer *bystander = connect_client(server);
    char command[TEXT];
    char killed[SERVER_TEXT];
    char port[TEXT / 4];

    if (!trial->private_network)
        skip("connections are ended only on a network of one's own");
    say(victim, 10);
    expect(victim, 10);
    (void)snprintf(port, sizeof port, ":%u", local_port(victim));
    (void)snprintf(command, sizeof command, "ss -K -t sport = :%u and dport = %s",
                   server_port(server), port);
    use_tool(command, killed);
    if (!strstr(killed, port))
        skip("this kernel ends no connections for ss -K");
    expect_cut_off(victim, CAST_OUT, 1000);
    say(bystander, 10);
    leave(bystander);
}

static unsigned descriptors_of_clients(const struct server *server)
{
    struct census now = observe_census(server->pid);

    return now.descriptors + now.children - server->baseline.descriptors;
}

static struct peer *connect_and_be_lost(struct server *server)
{
    struct peer *peer = connect_client(server);

    say(peer, 10);
    expect(peer, 10);
    lose_packets(server->trial, 100);
    return peer;
}

/* Nothing tells a server that its client's machine is off, but the client's silence. A server
 * that was told to have endless patience has it. */
void case_b6(struct trial *trial)
{
    const uint64_t idle_ms = trial->full ? IDLE_FULL_MS : IDLE_MS;
    char options[TEXT];

    (void)snprintf(options, sizeof options, "--idle-timeout=%g", (double)idle_ms / 1000);

    struct server *impatient = start_server(trial, options);
    struct server *patient = start_server(trial, "");
    struct peer *stayer = connect_client(patient);

    say(stayer, 10);
    expect(stayer, 10);

    struct peer *vanished = connect_and_be_lost(impatient);
    uint64_t deadline = deadline_after_ms(2 * idle_ms);

    peer_close(vanished, KICKED);
    peer_close(stayer, LEFT);
    while (descriptors_of_clients(impatient) > 0) {
        check(remaining_ms(deadline) > 0, "expected a vanished client to be given up");
        pause_us(1000);
    }
    check_equal("clients who are still waited for", 1, descriptors_of_clients(patient));
    find_packets();
}

static uint64_t listen_overflows(void)
{
    FILE *file = fopen("/proc/self/net/netstat", "re");
    char names[SERVER_TEXT];
    char numbers[SERVER_TEXT];
    uint64_t count = 0;

    check(file, "expected the network's counters, saw: %s", strerror(errno));
    while (fgets(names, sizeof names, file) && fgets(numbers, sizeof numbers, file)) {
        char *rest_of_names = NULL;
        char *rest_of_numbers = NULL;
        char *name = strtok_r(names, " ", &rest_of_names);
        char *number = strtok_r(numbers, " ", &rest_of_numbers);

        while (name && number && strcmp(name, "ListenOverflows") != 0) {
            name = strtok_r(NULL, " \n", &rest_of_names);
            number = strtok_r(NULL, " \n", &rest_of_numbers);
        }
        if (name && number)
            count = strtoull(number, NULL, 10);
    }
    (void)fclose(file);
    return count;
}

/* A connection that is being made; the kernel may take its time. */
static struct peer *begin_to_connect(struct server *server)
{
    int fd = socket(server->name.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    check(fd >= 0, "expected a socket, saw: %s", strerror(errno));
    check(connect(fd, &server->name.any, server->name_length) == 0 || errno == EINPROGRESS,
          "expected to begin to connect, saw: %s", strerror(errno));
    return peer_add(server, fd);
}

static bool is_connected(const struct peer *peer, uint64_t ms)
{
    return peer_wait(peer, POLLOUT, ms);
}

/* A backlog of N holds N + 1, one of whom has gone again, but keeps its place. Those beyond are
 * not refused but ignored, and their kernels try again after a second. */
void case_d2(struct trial *trial)
{
    struct peer *peers[BACKLOG + 1 + LATECOMERS];
    struct server *server = start_server(trial, "--backlog=8");
    uint64_t before = listen_overflows();
    unsigned queued = 1;

    suspend_server(server);
    reset(connect_client(server));
    for (size_t i = 0; i < BACKLOG + LATECOMERS; i++)
        peers[i] = begin_to_connect(server);
    pause_us(ARRIVING_MS * 1000ULL);
    for (size_t i = 0; i < BACKLOG + LATECOMERS; i++)
        queued += is_connected(peers[i], 0);
    check_equal("connections in a backlog of 8", BACKLOG + 1, queued);
    if (trial->private_network)
        check_between("ListenOverflows, as the kernel reports them", LATECOMERS, UINT64_MAX,
                      listen_overflows() - before);
    send_signal(server, SIGCONT);
    for (size_t i = 0; i < BACKLOG + LATECOMERS; i++) {
        check(is_connected(peers[i], RETRY_MS), "client %zu: expected a connection", i + 1);
        say(peers[i], 10);
        half_close(peers[i]);
    }
    for (size_t i = 0; i < BACKLOG + LATECOMERS; i++)
        leave(peers[i]);
}

/* What the kernel makes of the wish is not what was wished: so it says. */
void case_d2_warning(struct trial *trial)
{
    struct server *server = start_server(trial, "--backlog=1000000");

    expect_complaint(server, "somaxconn");
}

static const struct manner hasty = { .count = 500000,
                                     .say_min = 1,
                                     .say_max = 16384,
                                     .hear_min = 1,
                                     .hear_max = 16384,
                                     .finishes = true };

/* One after the other where the model serves one at a time. All connect while nothing is lost:
 * a kernel that has lost a greeting waits for seconds before it says anything again. */
void case_n12(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    const size_t at_once = trial_is_of(trial, "I") ? 1 : LOSERS;
    struct peer *peers[LOSERS];

    for (size_t i = 0; i < LOSERS; i++)
        peers[i] = connect_client(server);
    lose_packets(trial, LOSS_PERCENT);
    for (size_t first = 0; first < LOSERS; first += at_once) {
        converse(peers + first, at_once, &hasty);
        for (size_t i = 0; i < at_once; i++)
            leave(peers[first + i]);
    }
    find_packets();
}
