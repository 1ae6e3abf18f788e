/* cases_limits.c - section D: how many at the same time, and what the next one is told. */
#include "cases.h"
#include "patience.h"
#include "verbs.h"

#include <poll.h>
#include <signal.h>

enum {
    SERVED = 10,
    TURNED_AWAY = 40,
    CAP = 8,
    LOOKS = 20,
    CROWD = 100,
    CHURN = 20000,
    CHURN_QUICK = 1000,
    AT_ONCE = 8,
    TASKS = 60,
    TASK_MS = 100
};

void case_d1(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *holder = connect_client(server);

    say(holder, 10);
    expect(holder, 10);

    struct peer *waiting = connect_client(server);

    say(waiting, 1000);
    expect_silence(waiting, 200);
    say(holder, 10);
    expect(holder, 10);
    leave(holder);
    expect(waiting, 1000);
    leave(waiting);
}

static void connect_and_be_served(struct server *server, struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 10);
        expect(peers[i], 10);
    }
}

void case_d6(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=10");
    struct peer *served[SERVED];
    struct peer *refused[TURNED_AWAY];

    connect_and_be_served(server, served, SERVED);
    for (size_t i = 0; i < TURNED_AWAY; i++) {
        /* What half of them say is there before they are refused. */
        if (i == TURNED_AWAY / 2)
            send_signal(server, SIGSTOP);
        refused[i] = connect_client(server);
        say(refused[i], 20000);
    }
    send_signal(server, SIGCONT);
    for (size_t i = 0; i < TURNED_AWAY; i++)
        expect_refusal(refused[i]);
    for (size_t i = 0; i < SERVED; i++) {
        say(served[i], 10);
        leave(served[i]);
    }
    /* Whoever has left counts until the server has noticed: it would refuse the next. */
    invariants_settle(server);
    ping(server);
}

static unsigned count_family(const struct server *server)
{
    struct census now = observe_census(server->pid);

    return now.children + now.threads - server->baseline.threads;
}

/* Whoever has done its work takes a moment to be gone, and the next one is let in already. */
static void check_family(const struct server *server)
{
    unsigned family = count_family(server);

    for (int look = 0; look < LOOKS && family > CAP; look++) {
        pause_us(1000);
        family = count_family(server);
    }
    check_between("children and further threads at a cap of 8", 0, CAP, family);
}

void case_d8(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=8");
    struct peer *served[CAP];

    connect_and_be_served(server, served, CAP);
    for (size_t i = 0; i < CROWD; i++) {
        struct peer *refused = connect_client(server);

        check_family(server);
        expect_refusal(refused);
    }
    for (size_t i = 0; i < CAP; i++)
        leave(served[i]);
}

static void come_and_go(struct server *server, size_t count)
{
    struct peer *peers[AT_ONCE];

    for (size_t done = 0; done < count; done += AT_ONCE) {
        for (size_t i = 0; i < AT_ONCE; i++) {
            peers[i] = connect_client(server);
            say(peers[i], 10);
        }
        for (size_t i = 0; i < AT_ONCE; i++)
            leave(peers[i]);
    }
}

/* The first ones may make it grow; the later ones may not. */
void case_d10(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    unsigned churn = trial->full ? CHURN : CHURN_QUICK;

    come_and_go(server, churn / 4);
    invariants_settle(server);

    uint64_t before_kib = observe_memory_kib(server->pid);

    come_and_go(server, churn);
    invariants_settle(server);
    if (server_is_weighed(server))
        check_between("memory in KiB after many clients", 0, before_kib + 64,
                      observe_memory_kib(server->pid));
}

/* Hears the answers that have come; returns how many tasks are still unanswered. */
static unsigned hear_answers(struct peer *peers[TASKS])
{
    unsigned missing = 0;

    for (size_t i = 0; i < TASKS; i++) {
        if (peers[i]->datagrams_answered > 0)
            continue;
        if (peer_wait(peers[i], POLLIN, 0))
            expect_task_datagram(peers[i], TASK_BLOCK, TASK_MS * 1000);
        else
            missing++;
    }
    return missing;
}

/* A datagram costs a child or a thread for as long as it is worked on. Those that are not
 * begun wait in the socket's queue, which has room for all of them, or keeps the sender
 * waiting; so none is lost. */
void case_d11(struct trial *trial)
{
    struct server *server =
        start_server(trial, "--service=task --max-task=1000000 --max-clients=8");
    struct peer *peers[TASKS];
    uint64_t deadline = deadline_after_ms(OPERATION_MS + TASKS / CAP * TASK_MS);

    for (size_t i = 0; i < TASKS; i++) {
        peers[i] = connect_client(server);
        say_task_datagram(peers[i], TASK_BLOCK, TASK_MS * 1000);
        check_family(server);
    }
    for (unsigned missing; (missing = hear_answers(peers)) > 0;) {
        check(remaining_ms(deadline) > 0, "expected all answers, saw %u missing", missing);
        check_family(server);
        pause_us(1000);
    }
}

static void wait_for_family(const struct server *server)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);

    while (count_family(server) < CAP) {
        check(remaining_ms(deadline) > 0, "expected %d children or threads, saw fewer", CAP);
        pause_us(1000);
    }
}

/* Whoever waits for a place is woken by the stop, and has still none. */
void case_d11_stop(struct trial *trial)
{
    const uint32_t work_us = (uint32_t)(patience_ms(UINT64_C(2) * TASK_MS) * 1000);
    const size_t count = CAP + 2;
    struct peer *peers[CAP + 2];
    struct server *server =
        start_server(trial, "--service=task --max-task=60000000 --grace=60 --max-clients=8");

    for (size_t i = 0; i < count; i++) {
        peers[i] = connect_client(server);
        say_task_datagram(peers[i], TASK_BLOCK, work_us);
    }
    wait_for_family(server);
    pause_us(10000); /* until it has come to wait itself */
    send_signal(server, SIGTERM);

    uint64_t deadline = deadline_after_ms(OPERATION_MS);

    while (!peer_wait(peers[0], POLLIN, 0)) {
        check(remaining_ms(deadline) > 0, "expected an answer while it stops, saw silence");
        check_family(server);
        pause_us(1000);
    }
    for (size_t i = 0; i < count; i++)
        expect_task_datagram(peers[i], TASK_BLOCK, work_us);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
}
