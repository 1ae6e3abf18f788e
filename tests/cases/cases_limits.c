/* cases_limits.c - section D: how many at the same time, and what the next one is told. */
#include "cases.h"
#include "clock.h"
#include "patience.h"
#include "verbs.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>

enum {
    SERVED = 10,
    TURNED_AWAY = 40,
    CAP = 8,
    LOOKS = 20,
    CROWD = 100,
    IDLE_MS = 1000, /* longer than a busy machine stands still, or takes to fill buffers */
    LATEST_MS = 2 * IDLE_MS,
    TURNS = 8,
    OFTEN_US = 10000,
    LATE_IN_A_ROUND_US = 110000, /* which lasts an eighth of the timeout */
    CHURN = 20000,
    CHURN_QUICK = 1000,
    AT_ONCE = 8,
    TASKS = 60,
    TASK_MS = 100,
    SILENCE_MS = 300,
    BLOCKED_MS = 20,
    WORKERS = 3
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

/* Talks for longer than a silent client may be here, counted from its own beginning. */
static void keep_talking(struct peer *peer)
{
    for (int i = 0; i < TURNS; i++) {
        say(peer, 1);
        expect(peer, 1);
        pause_us(IDLE_MS * 1000ULL / TURNS);
    }
}

/* An iterative server gets to know its second client only when the silent one is gone. The
 * silent one says its word late in the round that has begun when it came: it is not hung up on
 * before its own clock has passed the timeout, whatever the machine does. */
void case_d9(struct trial *trial)
{
    struct server *server = start_server(trial, "--idle-timeout=1");
    struct peer *silent = connect_client(server);

    pause_us(LATE_IN_A_ROUND_US);

    uint64_t start_ns = clock_now_ns();

    say(silent, 1);
    expect(silent, 1);

    struct peer *busy = connect_client(server);
    bool alone = trial_is_of(trial, "I");

    while (!peer_wait(silent, POLLIN, 0)) {
        check(elapsed_ms(start_ns) < patience_ms((uint64_t)LATEST_MS),
              "expected the silent client to be gone after %d ms", LATEST_MS);
        if (!alone) {
            say(busy, 1);
            expect(busy, 1);
        }
        pause_us(OFTEN_US);
    }
    check_between("milliseconds until the silent client was hung up on", IDLE_MS,
                  patience_ms((uint64_t)LATEST_MS), elapsed_ms(start_ns));
    expect_end_as(silent, KICKED, 0);
    keep_talking(busy);
    leave(busy);
}

/* Silent is also who does not read: his replies wait, and what he says then is not looked at.
 * A blocking send() that has got rid of a part waits for a second time. */
void case_d14(struct trial *trial)
{
    const uint64_t idle_ms = patience_ms(IDLE_MS);
    char options[100];

    (void)snprintf(options, sizeof options, "--idle-timeout=%g", (double)idle_ms / 1000);

    struct server *server = start_server(trial, options);
    struct peer *reader = connect_client(server);

    fill_up(reader, 96 * MIB, 50);
    pause_us(2 * idle_ms * 1000);
    /* Who reads now would make room for a send() that waits for ever. */
    invariants_settle(server);
    expect_cut_off(reader, KICKED, OPERATION_MS);
    ping(server);
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
    const uint32_t work_us = (uint32_t)(patience_ms(2 * TASK_MS) * 1000);
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

static void exchange_nothing(struct peer *peer)
{
    say_task(peer, TASK_NONE, 0);
    expect_task(peer, TASK_NONE, 0);
}

/* For the idle a loop looks eight times in its timeout; the first look finds who has moved. */
static void await_a_look(uint64_t silence_ms)
{
    pause_us(silence_ms * 1000 / 4);
}

/* A loop that works has no time to listen: neither the one whom it works for nor the one who
 * speaks meanwhile is silent. Everything is slowed down by T_MULT, or a slow machine would look
 * like silence. */
void case_d12(struct trial *trial)
{
    uint64_t silence_ms = patience_ms(SILENCE_MS);
    uint32_t work_us = (uint32_t)(2 * silence_ms * 1000);
    char options[100];

    (void)snprintf(options, sizeof options, "--service=task --max-task=%u --idle-timeout=%g",
                   work_us, (double)silence_ms / 1000);

    struct server *server = start_server(trial, options);
    struct peer *worker = connect_client(server);
    struct peer *bystander = connect_client(server);

    exchange_nothing(worker);
    exchange_nothing(bystander);
    await_a_look(silence_ms);
    say_task(worker, TASK_BLOCK, work_us);
    pause_us(silence_ms * 1000 / 6);
    say_task(bystander, TASK_NONE, 0);
    expect_task(bystander, TASK_NONE, 0);
    exchange_nothing(bystander);
    leave(bystander);
    expect_task(worker, TASK_BLOCK, work_us);
    exchange_nothing(worker);
    leave(worker);
}

/* The server and its children, all of them. */
static void signal_family(const struct server *server, int number)
{
    static pid_t children[OBSERVE_CHILDREN];
    unsigned count = observe_children(server->pid, children);

    send_signal(server, number);
    for (unsigned i = 0; i < count; i++)
        (void)kill(children[i], number);
}

/* The server stands still for longer than the timeout. Nobody is silent who has heard his
 * answers meanwhile, and leaves room for more. A signal that means nothing ends the wait, so
 * that a loop looks at its clock first. Afterwards a part of the answer has moved: that counts,
 * also while there is more to send. */
void case_d18(struct trial *trial)
{
    uint64_t silence_ms = patience_ms(SILENCE_MS);
    char options[100];

    (void)snprintf(options, sizeof options, "--idle-timeout=%g --sndbuf=16384 --rcvbuf=16384",
                   (double)silence_ms / 1000);

    struct server *server = start_server(trial, options);
    struct peer *reader = connect_client(server);

    fill_up(reader, 96 * MIB, BLOCKED_MS);
    await_a_look(silence_ms);
    signal_family(server, SIGSTOP);
    suspend_server(server);
    while (peer_wait(reader, POLLIN, BLOCKED_MS))
        (void)hear_some(reader, MIB);
    pause_us(silence_ms * 1250);
    send_signal(server, SIGUSR1);
    signal_family(server, SIGCONT);
    await_a_look(silence_ms);
    leave(reader);
}

/* Says all that there will be: who has been answered and goes on listening would be silent. */
static void say_tasks(struct peer *peer, unsigned count, uint32_t work_us)
{
    while (count-- > 0)
        say_task(peer, TASK_BLOCK, work_us);
    half_close(peer);
}

/* The first and the last have two tasks each, and the one between them works for longer than
 * the timeout: whichever way a loop goes through its list, somebody has had his first turn
 * before that, and waits for the second. */
void case_d18_turns(struct trial *trial)
{
    uint64_t silence_ms = patience_ms(SILENCE_MS);
    uint32_t work_us = (uint32_t)(silence_ms * 1250);
    uint32_t works_us[WORKERS] = { 1, work_us, 1 };
    struct peer *peers[WORKERS];
    char options[100];

    (void)snprintf(options, sizeof options, "--service=task --max-task=%u --idle-timeout=%g",
                   work_us, (double)silence_ms / 1000);

    struct server *server = start_server(trial, options);

    for (size_t i = 0; i < WORKERS; i++) {
        peers[i] = connect_client(server);
        exchange_nothing(peers[i]);
    }
    send_signal(server, SIGSTOP);
    for (size_t i = 0; i < WORKERS; i++)
        say_tasks(peers[i], works_us[i] > 1 ? 1 : 2, works_us[i]);
    send_signal(server, SIGCONT);
    for (size_t i = 0; i < WORKERS; i++) {
        while (peers[i]->received < peers[i]->sent)
            expect_task(peers[i], TASK_BLOCK, works_us[i]);
        leave(peers[i]);
    }
}
