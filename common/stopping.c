/* stopping.c - signals become three stages: serving, draining, aborting. */
#include "stopping.h"

#include "clock.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* Global because a signal handler has no other way to reach them; atomic because the handler
 * may run in any thread. */
static atomic_int stage = STAGE_SERVING;
static atomic_bool forced;
static atomic_int door = -1;
static atomic_int guarded = -1;
static atomic_int owner;
static struct itimerval grace;

static void cut(int fd)
{
    if (fd >= 0 && stage != STAGE_SERVING)
        shutdown(fd, stage == STAGE_ABORTING ? SHUT_RDWR : SHUT_RD);
}

static void drain(void)
{
    stage = STAGE_DRAINING;
    setitimer(ITIMER_REAL, &grace, NULL);
}

static void stop_parent(int signal)
{
    if (signal == SIGUSR1)
        return;
    if (stage == STAGE_SERVING) {
        /* The stage first: who waits at the door looks at it as soon as the door is shut. */
        drain();
        shutdown(door, SHUT_RD);
    } else if (signal != SIGHUP) {
        /* A terminal that closes says so twice: its shell does, and the kernel. */
        if (signal != SIGALRM)
            forced = true;
        stage = STAGE_ABORTING;
    }
}

static void stop_child(int signal)
{
    if (signal == SIGUSR1 || signal == SIGALRM)
        stage = STAGE_ABORTING;
    else if (signal == SIGTERM && stage == STAGE_SERVING)
        drain();
}

static void on_stop(int signal)
{
    int reason = errno;

    /* A forked child inherits this handler, and the door, which is not its to shut. */
    if (getpid() == owner)
        stop_parent(signal);
    else
        stop_child(signal);
    cut(guarded);
    errno = reason;
}

static void handle(int signal, void (*handler)(int))
{
    struct sigaction action = { .sa_handler = handler };

    /* No SA_RESTART: a blocking accept() must notice. No handler interrupts another. */
    sigfillset(&action.sa_mask);
    if (sigaction(signal, &action, NULL) < 0)
        err(1, "cannot handle signal %d", signal);
}

/* A terminal that closes stops its servers; those that nohup has started are told to stay. */
static void handle_hang_up(void)
{
    struct sigaction before;

    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        handle(SIGHUP, on_stop);
}

static sigset_t stops(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

/* A signal that is held counts as soon as it is let through. */
void stopping_hold(void)
{
    sigset_t set = stops();

    sigprocmask(SIG_BLOCK, &set, NULL);
}

/* Also what we have not held: whoever has started us may have, and the grace would not end. */
static void let_through(void)
{
    sigset_t set = stops();

    sigaddset(&set, SIGALRM);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void stopping_watch(int listener, uint64_t grace_ns)
{
    /* A timer of zero would never fire: no grace is the shortest one. */
    if (grace_ns < NS_PER_US)
        grace_ns = NS_PER_US;
    grace.it_value.tv_sec = (time_t)(grace_ns / NS_PER_S);
    grace.it_value.tv_usec = (suseconds_t)(grace_ns % NS_PER_S / NS_PER_US);
    door = listener;
    owner = getpid();
    handle(SIGPIPE, SIG_IGN);
    handle(SIGXFSZ, SIG_IGN);
    handle(SIGTERM, on_stop);
    handle(SIGINT, on_stop);
    handle_hang_up();
    handle(SIGALRM, on_stop);
    handle(SIGUSR1, on_stop);
    let_through();
}

enum stage stopping_stage(void)
{
    return (enum stage)stage;
}

bool stopping_was_forced(void)
{
    return forced;
}

void stopping_guard(int conversation)
{
    guarded = conversation;
    cut(conversation); /* a signal that came before has not seen it */
}
