/* cases_life.c - section E: starting, stopping, and starting again in the same place. */
#include "cases.h"
#include "clock.h"
#include "fault_shim.h"
#include "verbs.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum {
    SOON_MS = 200,
    GRACE_MS = 400,
    LATE_MS = 500,
    RACES = 2000,
    RACES_QUICK = 20,
    RACE_US = 20000,
    RACE_LONG_US = 200000,
    RESTARTS = 20,
    RESTARTS_QUICK = 5,
    WORK_US = 300000,
    NAP_US = 100000,
    ENDING_US = 400000,
    REPLY = 30000,
    NEWCOMERS = 3
};

void case_e1(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    stop_server(server, SOON_MS);
}

/* All that the peer has said has arrived in the server's kernel, though not in the server. On a
 * UNIX socket it has at once, and the queue counts what the server has not read. */
static void wait_until_delivered(const struct peer *peer)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    int on_the_way = 1;

    if (peer->server->trial->transport & UNIX)
        return;
    while (ioctl(peer->fd, SIOCOUTQ, &on_the_way) == 0 && on_the_way > 0) {
        check(remaining_ms(deadline) > 0, "expected all bytes to be delivered, saw %d missing",
              on_the_way);
        pause_us(1000);
    }
}

/* The signal has been sent and takes its time to arrive: who gets in before is turned away. */
static void expect_the_door_to_shut(struct server *server)
{
    uint64_t deadline = deadline_after_ms(SOON_MS);
    struct peer *late;

    while ((late = knock(server))) {
        check(remaining_ms(deadline) > 0, "expected the door to shut within %d ms", SOON_MS);
        vanish(late);
    }
}

static void stop_and_hear_the_rest(struct server *server, struct peer *peer)
{
    send_signal(server, SIGTERM);
    expect_the_door_to_shut(server);
    leave(peer);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
}

/* The server has answered everything, and half of that has still to be heard. */
static void stop_with_answers_on_their_way(struct trial *trial)
{
    uint64_t size = trial->transport & UNIX ? 64 * KIB : MIB;
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    say(peer, size);
    expect(peer, size / 2);
    wait_until_delivered(peer);
    stop_and_hear_the_rest(server, peer);
}

/* The server can send no more, and has received more than it could answer: one buffer full that
 * it holds, and what its kernel holds. */
static struct peer *hold_answers_back(struct server *server)
{
    struct peer *peer = connect_narrow_client(server);

    if (server->trial->transport & UNIX) {
        fill_up(peer, 64 * MIB, 50);
    } else {
        say(peer, 100 * KIB);
        wait_until_delivered(peer);
    }
    return peer;
}

static void stop_with_answers_held_back(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=16384");

    stop_and_hear_the_rest(server, hold_answers_back(server));
}

void case_e2(struct trial *trial)
{
    stop_with_answers_on_their_way(trial);
    stop_with_answers_held_back(trial);
}

/* A terminal that closes says it more than once: its shell does, and the kernel. */
static void hang_up_twice(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=16384");
    struct peer *peer = hold_answers_back(server);

    send_signal(server, SIGHUP);
    expect_the_door_to_shut(server);
    send_signal(server, SIGHUP);
    leave(peer);
    check_equal("exit status after two SIGHUPs", 0, await_exit(server, OPERATION_MS));
}

/* As when a terminal is closed; who was started by nohup does not mind. */
void case_e16(struct trial *trial)
{
    /* We may have been started by nohup ourselves. */
    (void)signal(SIGHUP, SIG_DFL);
    hang_up_twice(trial);

    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    say(peer, 10);
    expect(peer, 10);
    send_signal(server, SIGHUP);
    expect_the_door_to_shut(server);
    leave(peer);
    check_equal("exit status after SIGHUP", 0, await_exit(server, OPERATION_MS));

    (void)signal(SIGHUP, SIG_IGN);

    struct server *steadfast = start_server(trial, "");

    send_signal(steadfast, SIGHUP);
    ping(steadfast);
}

static struct peer *get_stuck(struct server *server)
{
    struct peer *stuck = connect_client(server);

    fill_up(stuck, 96 * MIB, 50);
    return stuck;
}

void case_e3(struct trial *trial)
{
    struct server *server = start_server(trial, "--grace=0.4");
    struct peer *stuck = get_stuck(server);
    uint64_t start_ns = clock_now_ns();

    stop_server(server, GRACE_MS + LATE_MS);
    check_between("milliseconds that a stuck client was waited for", GRACE_MS - 10,
                  patience_ms(GRACE_MS + LATE_MS), elapsed_ms(start_ns));
    expect_cut_off(stuck, ABORTED, OPERATION_MS);
}

void case_e4(struct trial *trial)
{
    static const int signals[] = { SIGTERM, SIGINT };

    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct server *server = start_server(trial, "");
        struct peer *stuck = get_stuck(server);

        send_signal(server, SIGTERM);
        pause_us(100000);
        send_signal(server, signals[i]);
        check_equal("exit status after a second signal", 1, await_exit(server, SOON_MS));
        expect_cut_off(stuck, ABORTED, OPERATION_MS);
    }
}

/* Who has started it may have blocked signals, and not known that this is handed on. The grace
 * ends all the same, and so does it at a second signal: at once, not when the parent has lost
 * patience with its children. */
void case_e20(struct trial *trial)
{
    const struct setting deaf = { .without_signals = true, .options = "--grace=0.4" };
    const struct setting patient = { .without_signals = true, .options = "--grace=60" };
    struct server *server = start_server_in(trial, &deaf);
    struct peer *stuck = get_stuck(server);

    stop_server(server, GRACE_MS + OPERATION_MS);
    expect_cut_off(stuck, ABORTED, OPERATION_MS);

    server = start_server_in(trial, &patient);
    stuck = get_stuck(server);
    send_signal(server, SIGTERM);
    pause_us(NAP_US);
    send_signal(server, SIGTERM);
    check_equal("exit status after a second signal", 1, await_exit(server, SOON_MS));
    expect_cut_off(stuck, ABORTED, OPERATION_MS);
}

/* When its client has gone a thread has still to end. The program must not end before it does,
 * however long that takes, and whether the client has left early or at the stop. */
void case_e21(struct trial *trial)
{
    struct faults *faults = faults_begin(trial);

    faults->ending_us = ENDING_US;

    struct server *server = start_server(trial, "");
    struct peer *early = connect_client(server);
    struct peer *late = connect_client(server);

    say(early, 10);
    expect(early, 10);
    leave(early);
    say(late, 10);
    expect(late, 10);
    stop_server(server, OPERATION_MS);
    expect_hang_up(late);
    check_between("threads whose end is delayed", 2, UINT64_MAX, faults->delayed);
    check_equal("threads that had ended when the program did", (int64_t)faults->delayed,
                (int64_t)faults->ended);
}

/* The signal may hit at any moment while clients connect and speak. What becomes of one who
 * meets it is open: served, reset in the backlog, or never noticed. */
static void race_once(struct trial *trial, uint64_t latest_us)
{
    struct server *server = start_server(trial, "");
    uint64_t at_ns = clock_now_ns() + dice_between(&trial->dice, 0, latest_us) * NS_PER_US;

    while (clock_now_ns() < at_ns) {
        if (trial->transport & STREAMS)
            (void)say_some(connect_client(server), 100);
        pause_us(RACE_US / 10);
    }
    stop_server(server, OPERATION_MS);
    for (struct peer *peer = server->first; peer; peer = peer->next)
        if (peer->ending == STILL_HERE)
            expect_cut_off(peer, ABANDONED, OPERATION_MS);
}

void case_e5(struct trial *trial)
{
    unsigned races = trial->full ? RACES : RACES_QUICK;

    for (unsigned i = 0; i < races; i++) {
        race_once(trial, trial->full && i % 10 == 0 ? RACE_LONG_US : RACE_US);
        invariants_check(trial);
        server_forget_all(trial);
    }
}

/* The server ends the connection, so it is its port that is left in FIN_WAIT. */
void case_e6(struct trial *trial)
{
    unsigned restarts = trial->full ? RESTARTS : RESTARTS_QUICK;
    struct server *server = start_server(trial, "");

    for (unsigned i = 0; i < restarts; i++) {
        struct peer *peer = connect_client(server);

        say(peer, 10);
        expect(peer, 10);
        stop_server(server, OPERATION_MS);

        uint64_t start_ns = clock_now_ns();

        server = start_server_in(trial, &(struct setting){ .address = server->address });
        check_between("milliseconds to start again", 0, patience_ms(LATE_MS),
                      elapsed_ms(start_ns));
        expect_hang_up(peer);
    }
}

void case_e7(struct trial *trial)
{
    struct server *first = start_server(trial, "");
    struct peer *peer = connect_client(first);
    const char *const words[] = { strchr(first->address, '/') + 2, "Address already in use",
                                  NULL };

    expect_no_start(trial, &(struct setting){ .address = first->address }, 1, words);
    if (trial->transport & DATAGRAMS) {
        say_datagram(peer, 10);
        expect_datagram(peer, 10);
    } else {
        say(peer, 10);
        leave(peer);
    }
}

/* Whether the server still listens is open: whoever breaks the protocol has no claim to it. */
static void say_to_whom_it_may_concern(struct peer *peer)
{
    char bytes[100];

    payload_fill(peer->key, 0, bytes, sizeof bytes);
    if (send(peer->fd, bytes, sizeof bytes, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
        peer->sent += sizeof bytes;
}

/* The server is at work when the signal comes, and in the next round it knows of it. Then its
 * kernel takes all of the second answer, of which the client has room for little, and the next
 * frame breaks the protocol: the client is over, but his socket may be kept for what he has
 * still to take. A watch must not outlive its client: more bytes would wake it. */
void case_e14(struct trial *trial)
{
    struct server *server =
        start_server(trial, "--service=task --max-task=1000000 --sndbuf=200000");
    struct peer *peer = connect_narrow_client(server);
    char frames[2 * TASK_FRAME_MOST];
    size_t size = task_frame(frames, TASK_HEADER, TASK_BLOCK, WORK_US, peer->key);

    size += task_frame(frames + size, REPLY, TASK_BLOCK, 1, peer->key);
    size += task_frame(frames + size, TASK_HEADER, TASK_UNKNOWN, 0, peer->key);
    say_bytes(peer, frames, size);
    pause_us(NAP_US);
    send_signal(server, SIGTERM);
    check(peer_wait(peer, POLLIN, OPERATION_MS), "expected an answer, saw silence");
    for (int i = 0; i < 5; i++) {
        pause_us(NAP_US / 5);
        say_to_whom_it_may_concern(peer);
    }
    expect_cut_off(peer, CAST_OUT, OPERATION_MS);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
}

/* They have come before the signal and are let in after it, if at all. The grace is long, so
 * that nobody can be mistaken for being quick who has only waited for its end. */
void case_e15(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task --max-task=1000000 --grace=60");
    struct peer *worker = connect_client(server);
    struct peer *newcomers[NEWCOMERS];

    say_task(worker, TASK_BLOCK, WORK_US);
    pause_us(NAP_US);
    for (size_t i = 0; i < NEWCOMERS; i++)
        newcomers[i] = connect_client(server);
    say_task(newcomers[0], TASK_NONE, 0);
    send_signal(server, SIGTERM);
    expect_task(worker, TASK_BLOCK, WORK_US);
    expect_hang_up(worker);
    for (size_t i = 0; i < NEWCOMERS; i++)
        expect_cut_off(newcomers[i], ABANDONED, OPERATION_MS);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
}

/* Its kernel has all the answers, and the client room for few of them. */
static struct peer *leave_answers_on_their_way(struct server *server, uint64_t size)
{
    struct peer *peer = connect_narrow_client(server);

    say(peer, size);
    wait_until_delivered(peer);
    pause_us(NAP_US);
    send_signal(server, SIGTERM);
    expect_the_door_to_shut(server);
    pause_us(NAP_US);
    return peer;
}

/* To who has reset nothing is owed, though the kernel would go on counting the bytes. The grace
 * is longer than anybody waits here. */
static void reset_while_seen_off(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=200000 --grace=60");

    reset(leave_answers_on_their_way(server, 60 * KIB));
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
}

/* Who closed now would meet the client's next bytes with a reset, and the rest would be gone.
 */
void case_e2_seen_off(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=200000");
    uint64_t answered = 60 * KIB;
    struct peer *peer = leave_answers_on_their_way(server, answered);

    say_to_whom_it_may_concern(peer);
    expect(peer, answered);
    expect_cut_off(peer, ABANDONED, OPERATION_MS);
    check_equal("exit status after SIGTERM", 0, await_exit(server, OPERATION_MS));
    reset_while_seen_off(trial);
}
