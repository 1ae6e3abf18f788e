/* cases_idle.c - section D: who is hung up on because of --idle-timeout, and who is not. */
#include "cases.h"
#include "clock.h"
#include "patience.h"
#include "verbs.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>

enum {
    IDLE_MS = 1000, /* longer than a busy machine stands still, or takes to fill buffers */
    LATEST_MS = 2 * IDLE_MS,
    TURNS = 8,
    OFTEN_US = 10000,
    LATE_IN_A_ROUND_US = 110000, /* which lasts an eighth of the timeout */
    SILENCE_MS = 300,
    BLOCKED_MS = 20,
    WORKERS = 3
};

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
