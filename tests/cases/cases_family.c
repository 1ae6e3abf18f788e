/* cases_family.c - section E: children, how they end, and what they inherit. */
#include "cases.h"
#include "verbs.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

enum {
    CONNECTIONS = 300,
    CONNECTIONS_QUICK = 100,
    CLIENTS = 3,
    TOGETHER = 20,
    MORE_THAN_LINES = 25,
    SOCKETS = 16,
    SOON_MS = 200
};

void case_e8(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    unsigned connections = trial->full ? CONNECTIONS : CONNECTIONS_QUICK;

    for (unsigned i = 0; i < connections; i++)
        ping(server);

    uint64_t deadline = deadline_after_ms(SOON_MS);
    struct census now;

    do
        now = observe_census(server->pid);
    while (now.children > 0 && remaining_ms(deadline) > 0);
    check_equal("children after the last client", 0, now.children);
}

static void wait_for_census(const struct server *server, unsigned descriptors, unsigned zombies)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    struct census now;

    do {
        now = observe_census(server->pid);
        check(remaining_ms(deadline) > 0,
              "expected %u descriptors and %u zombies, saw %u and %u", descriptors, zombies,
              now.descriptors, now.zombies);
    } while (now.descriptors > descriptors || now.zombies < zombies);
}

/* Signals do not queue: one may stand for the ends of many. The parent is not stopped before it
 * has closed its copy of the last connection. */
void case_e8_together(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peers[TOGETHER];

    for (size_t i = 0; i < TOGETHER; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 10);
        expect(peers[i], 10);
    }
    wait_for_census(server, server->baseline.descriptors, 0);
    send_signal(server, SIGSTOP);
    for (size_t i = 0; i < TOGETHER; i++)
        leave(peers[i]);
    wait_for_census(server, server->baseline.descriptors, TOGETHER);
    send_signal(server, SIGCONT);
    invariants_settle(server);
}

/* A client that is gone leaves its child's place in the list to another's. */
void case_e8_list(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=1");

    for (int i = 0; i < CLIENTS; i++) {
        ping(server);
        invariants_settle(server);
    }
}

static void connect_all(struct server *server, struct peer *peers[CLIENTS])
{
    for (size_t i = 0; i < CLIENTS; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 10);
        expect(peers[i], 10);
    }
}

/* Clients connect one after the other, so the children's order is the clients'. */
static void find_children(const struct server *server, pid_t found[CLIENTS])
{
    static pid_t children[OBSERVE_CHILDREN];

    check_equal("children", CLIENTS, observe_children(server->pid, children));
    memcpy(found, children, CLIENTS * sizeof *found);
}

void case_e9(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peers[CLIENTS];
    pid_t children[CLIENTS];

    connect_all(server, peers);
    find_children(server, children);
    check(kill(children[0], SIGKILL) == 0, "expected child %d to be there", children[0]);
    expect_cut_off(peers[0], UNCOUNTED, 1000);
    for (size_t i = 1; i < CLIENTS; i++) {
        say(peers[i], 10);
        leave(peers[i]);
    }
    ping(server);
    expect_complaint(server, "signal 9");
}

/* Each death is worth a line, but not many of them at once. */
void case_e9_many(struct trial *trial)
{
    static pid_t children[OBSERVE_CHILDREN];
    struct server *server = start_server(trial, "");
    struct peer *peers[MORE_THAN_LINES];

    for (size_t i = 0; i < MORE_THAN_LINES; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 10);
        expect(peers[i], 10);
    }
    check_equal("children", MORE_THAN_LINES, observe_children(server->pid, children));
    for (size_t i = 0; i < MORE_THAN_LINES; i++)
        check(kill(children[i], SIGKILL) == 0, "expected child %d to be there", children[i]);
    for (size_t i = 0; i < MORE_THAN_LINES; i++)
        expect_cut_off(peers[i], UNCOUNTED, OPERATION_MS);
    expect_complaint(server, "signal 9");
}

static pid_t await_child(const struct server *server)
{
    static pid_t children[OBSERVE_CHILDREN];
    uint64_t deadline = deadline_after_ms(OPERATION_MS);

    while (observe_children(server->pid, children) == 0) {
        check(remaining_ms(deadline) > 0, "expected a child, saw none");
        pause_us(1000);
    }
    return children[0];
}

void case_e9_datagram(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task --max-task=10000000");
    struct peer *peer = connect_client(server);

    say_task_datagram(peer, TASK_BLOCK, 10000000);
    check(kill(await_child(server), SIGKILL) == 0, "expected the child to be there");
    expect_complaint(server, "signal 9");
    invariants_settle(server);
}

static bool holds(const uint64_t inodes[], size_t count, uint64_t inode)
{
    for (size_t i = 0; i < count; i++)
        if (inodes[i] == inode)
            return true;
    return false;
}

/* Neither the listener, which would keep the port taken, nor a sibling's connection, which
 * would then never see its end. */
void case_e10(struct trial *trial)
{
    struct server *server = start_server_in(trial, &(struct setting){ .inherited = 38 });
    uint64_t parents[SOCKETS];
    uint64_t own[CLIENTS][SOCKETS];
    struct peer *peers[CLIENTS];
    pid_t children[CLIENTS];
    size_t listeners = observe_sockets(server->pid, parents, SOCKETS);

    connect_all(server, peers);
    find_children(server, children);
    for (size_t i = 0; i < CLIENTS; i++) {
        check_equal("sockets of a child", 1, observe_sockets(children[i], own[i], SOCKETS));
        check(!holds(parents, listeners, own[i][0]), "expected no listener in a child");
        for (size_t sibling = 0; sibling < i; sibling++)
            check(own[sibling][0] != own[i][0], "expected a child to have its own connection");
    }
}

/* We are the subreaper: orphans become our children, and we see them end. */
void case_e11(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peers[CLIENTS];
    uint64_t deadline;

    connect_all(server, peers);
    send_signal(server, SIGKILL);
    check_equal("signal that ended the parent", SIGKILL, -await_exit(server, OPERATION_MS));
    deadline = deadline_after_ms(1000);
    while (waitpid(-1, NULL, WNOHANG) >= 0) {
        check(remaining_ms(deadline) > 0, "expected the children to end with their parent");
        pause_us(1000);
    }
    for (size_t i = 0; i < CLIENTS; i++)
        expect_cut_off(peers[i], ABANDONED, OPERATION_MS);
}

/* The end of a child that is none of its own was reaped with that of its first. */
void case_e18(struct trial *trial)
{
    struct server *server = start_server_in(trial, &(struct setting){ .with_child = true });

    ping(server);
}

/* A client whose child has been stopped, as by a debugger: it can neither serve nor leave. */
static struct peer *connect_to_a_statue(struct server *server)
{
    struct peer *peer = connect_client(server);

    check(kill(await_child(server), SIGSTOP) == 0, "expected the child to be there");
    return peer;
}

/* Neither the end of the grace nor a second signal is waited for in vain. */
void case_e19(struct trial *trial)
{
    struct server *patient = start_server(trial, "--grace=0.1");
    struct server *hurried = start_server(trial, "");
    struct peer *first = connect_to_a_statue(patient);
    struct peer *second = connect_to_a_statue(hurried);

    send_signal(patient, SIGTERM);
    send_signal(hurried, SIGTERM);
    send_signal(hurried, SIGINT); /* two of the same could become one */
    check_equal("exit status after the grace", 0, await_exit(patient, OPERATION_MS));
    check_equal("exit status after a second signal", 1, await_exit(hurried, OPERATION_MS));
    expect_cut_off(first, ABORTED, OPERATION_MS);
    expect_cut_off(second, ABORTED, OPERATION_MS);
}
