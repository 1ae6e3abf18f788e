/* interrupt.c - Ctrl-C as something to wait for. */
#include "interrupt.h"

#include <err.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Signals belong to the process, so what is known of them does too. */
static int watch = -1;
static bool asked;
static sigset_t held_before;

void interrupt_watch(void)
{
    sigset_t signals;

    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, &held_before);
    signal(SIGPIPE, SIG_IGN); // NOLINT(cert-err33-c): SIGPIPE can be ignored
    watch = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    if (watch < 0)
        err(1, "cannot watch for signals");
}

int interrupt_fd(void)
{
    return watch;
}

bool interrupt_asked(void)
{
    struct signalfd_siginfo signal_received;

    while (watch >= 0 &&
           read(watch, &signal_received, sizeof signal_received) == sizeof signal_received)
        asked = true;
    return asked;
}

void interrupt_release(void)
{
    if (watch < 0)
        return;
    signal(SIGPIPE, SIG_DFL); // NOLINT(cert-err33-c): as above
    sigprocmask(SIG_SETMASK, &held_before, NULL);
}
