/* cases_errors.c - section N, our own: errors of the kernel's, put into single calls of a
 * running server; and signals that mean nothing to it. */
#include "cases.h"
#include "clock.h"
#include "tool.h"
#include "verbs.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    TEXT = 128,
    TIMES = 3,
    SIGNAL_US = 300,
    NAP_US = 2000,
    NEWCOMERS = 30,
    MIB_ALL = 4 * 1024 * 1024
};

/* Calls by which models wait, and move datagrams. */
static const char waiting[] = "poll,ppoll,select,pselect6,epoll_wait,epoll_pwait";
static const char receiving_datagrams[] = "recvmsg";
static const char sending_datagrams[] = "sendmsg,sendto";

/* Calls by which a model reads and writes. */
static const char *receiving(const struct trial *trial)
{
    return trial_is_of(trial, "U") ? "read" : "recvfrom";
}

static const char *sending(const struct trial *trial)
{
    return trial_is_of(trial, "U") ? "write" : "sendto";
}

static struct process inject_error(const struct server *server, const char *calls,
                                   const char *name, const char *when)
{
    char faults[TEXT];

    (void)snprintf(faults, sizeof faults, "%s:error=%s:when=%s", calls, name, when);
    return inject(server, faults);
}

/* He may be hung up on before he has said anything. */
static void say_if_heard(struct peer *peer)
{
    char bytes[10];

    payload_fill(peer->key, 0, bytes, sizeof bytes);
    if (send(peer->fd, bytes, sizeof bytes, MSG_NOSIGNAL) > 0)
        peer->sent = sizeof bytes;
}

/* It hits the one who comes now, and nobody else. */
static void expect_to_lose_one(struct server *server, const char *calls, const char *name)
{
    struct process injector = inject_error(server, calls, name, "1");
    struct peer *victim = connect_client(server);

    say_if_heard(victim);
    expect_cut_off(victim, CAST_OUT, OPERATION_MS);
    end_injection(server, injector);
    ping(server);
}

/* The client does not notice. */
static void expect_to_lose_none(struct server *server, const char *calls, const char *name)
{
    struct process injector = inject_error(server, calls, name, "1..2");
    struct peer *peer = connect_client(server);

    say(peer, 10);
    leave(peer);
    end_injection(server, injector);
}

/* Nothing has been begun with him yet. */
static void expect_to_refuse_one(struct server *server, const char *calls, const char *name)
{
    struct process injector = inject_error(server, calls, name, "1");
    struct peer *victim = connect_client(server);

    say_if_heard(victim);
    expect_refusal(victim);
    end_injection(server, injector);
    ping(server);
}

void case_n13(struct trial *trial)
{
    static const char *const fatal[] = { "ECONNRESET", "ETIMEDOUT", "EHOSTUNREACH" };
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        expect_to_lose_one(server, receiving(trial), fatal[i]);
    expect_to_refuse_one(server, receiving(trial), "ENOMEM");
    expect_to_refuse_one(server, receiving(trial), "ENOBUFS");
    expect_to_lose_none(server, receiving(trial), "EINTR");
    /* A blocking socket says "not now" only when its time is over. */
    if (trial_is_of(trial, "SPEU"))
        expect_to_lose_none(server, receiving(trial), "EAGAIN");
}

void case_n14(struct trial *trial)
{
    static const char *const fatal[] = { "EPIPE", "ECONNRESET", "ENOMEM" };
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        expect_to_lose_one(server, sending(trial), fatal[i]);
    /* libuv takes this one for a full send buffer. */
    if (trial_is_of(trial, "U"))
        expect_to_lose_none(server, sending(trial), "ENOBUFS");
    else
        expect_to_lose_one(server, sending(trial), "ENOBUFS");
    expect_to_lose_none(server, sending(trial), "EINTR");
    if (trial_is_of(trial, "SPEU"))
        expect_to_lose_none(server, sending(trial), "EAGAIN");
}

void case_n15(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    expect_to_lose_none(server, waiting, "EINTR");
    if (!trial_is_of(trial, "U"))
        expect_to_lose_none(server, waiting, "ENOMEM");
}

/* Whom the kernel does not watch would never be heard. */
void case_n22(struct trial *trial)
{
    static const char *const reasons[] = { "ENOSPC", "ENOMEM" };
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        expect_to_refuse_one(server, "epoll_ctl", reasons[i]);
}

static void answer_with(struct server *server, const char *calls, const char *name, bool lossy)
{
    struct process injector = inject_error(server, calls, name, "1");
    struct peer *peer = connect_client(server);

    if (lossy) {
        say_datagram(peer, 100);
        expect_no_datagram(peer, 50);
    }
    /* The call in which strace has found a server may be over before the fault comes. */
    for (int i = 0; i < 2 && !lossy; i++) {
        say_datagram(peer, 100);
        expect_datagram(peer, 100);
    }
    end_injection(server, injector);
    ping(server);
}

void case_n16(struct trial *trial)
{
    static const char *const passing[] = { "ENOMEM", "ENOBUFS", "EINTR", "EAGAIN",
                                           "ECONNREFUSED" };
    static const char *const fatal[] = { "ENOBUFS", "EPERM", "EHOSTUNREACH", "ECONNREFUSED" };
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        answer_with(server, receiving_datagrams, passing[i], false);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        answer_with(server, sending_datagrams, fatal[i], true);
}

/* Sends it signals that are no wish of anybody's, until killed. */
static _Noreturn void disturb(const struct trial *trial, pid_t server, pid_t parent)
{
    static const int signals[] = { SIGCHLD, SIGPIPE, SIGUSR1, SIGWINCH, SIGURG, SIGSTOP };
    struct dice dice = trial->dice;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
    for (;;) {
        int number = signals[dice_between(&dice, 0, sizeof signals / sizeof *signals - 1)];

        (void)kill(server, number);
        if (number == SIGSTOP) {
            pause_us(dice_between(&dice, 1, NAP_US));
            (void)kill(server, SIGCONT);
        }
        pause_us(dice_between(&dice, 1, SIGNAL_US));
    }
}

static pid_t begin_to_disturb(const struct server *server)
{
    const pid_t self = getpid();

    (void)fflush(NULL);

    const pid_t child = fork();

    check(child >= 0, "expected a process, saw: %s", strerror(errno));
    if (child == 0)
        disturb(server->trial, server->pid, self);
    return child;
}

static void end_disturbing(const struct server *server, pid_t disturber)
{
    (void)kill(disturber, SIGKILL);
    (void)waitpid(disturber, NULL, 0);
    send_signal(server, SIGCONT);
}

/* Data, half-closes, and a stop, while signals rain. */
void case_n17(struct trial *trial)
{
    static const struct manner manner = { .count = MIB_ALL,
                                          .say_min = 1,
                                          .say_max = 131072,
                                          .hear_min = 1,
                                          .hear_max = 65536,
                                          .finishes = true };

    for (int i = 0; i < TIMES; i++) {
        struct server *server = start_server(trial, "");
        pid_t disturber = begin_to_disturb(server);
        struct peer *peer = connect_client(server);

        converse(&peer, 1, &manner);
        leave(peer);
        for (int client = 0; client < NEWCOMERS; client++)
            ping(server);
        end_disturbing(server, disturber);
        invariants_check(trial);
        server_forget_all(trial);
    }
}
