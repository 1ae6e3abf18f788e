/* conductor.c - leads the workers through the phases of a run. */
#include "conductor.h"

#include "clock.h"
#include "progress.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const char *const phase_names[] = { "connect", "warm-up", "window",
                                           "closed",  "drain",   "over" };

struct conductor {
    struct run *run;
    struct worker **workers;
    struct progress *progress;
    struct recorder *recorder;
    int signals;    /* signalfd */
    bool permitted; /* the runner has answered */
    struct course course;
};

static sigset_t ending_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void conductor_prepare(struct run *run)
{
    const sigset_t set = ending_signals();

    sigprocmask(SIG_BLOCK, &set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    run->news = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (run->news < 0)
        err(1, "cannot make an eventfd");
}

static bool all(const struct conductor *conductor, const atomic_uint *number)
{
    return atomic_load(number) == conductor->run->options->threads;
}

static void move_to(struct conductor *conductor, enum phase phase)
{
    struct run *run = conductor->run;

    atomic_store(&run->phase, phase);
    for (unsigned i = 0; i < run->options->threads; i++)
        worker_wake(conductor->workers[i]);
}

static void show_progress(struct conductor *conductor)
{
    uint64_t requests = 0;

    for (unsigned i = 0; i < conductor->run->options->threads; i++)
        requests +=
            atomic_load_explicit(&conductor->workers[i]->progress, memory_order_relaxed);
    progress_show(conductor->progress, phase_names[atomic_load(&conductor->run->phase)],
                  requests);
}

static void take_note(struct conductor *conductor, const struct pollfd watched[3])
{
    struct signalfd_siginfo signal;
    uint64_t count;
    char byte;

    if (watched[0].revents != 0 && read(watched[0].fd, &signal, sizeof signal) > 0)
        conductor->course.interrupted = true;
    if (watched[1].revents != 0 && read(watched[1].fd, &count, sizeof count) < 0)
        warn("cannot read what the threads report");
    if (watched[2].revents != 0)
        conductor->permitted = read(watched[2].fd, &byte, 1) >= 0 || errno != EAGAIN;
}

static uint64_t earliest(uint64_t first_ns, uint64_t second_ns, uint64_t third_ns)
{
    const uint64_t earlier_ns = first_ns < second_ns ? first_ns : second_ns;

    return earlier_ns < third_ns ? earlier_ns : third_ns;
}

/* Waits for a signal, for news from a worker, for the runner's byte if it is awaited, or until
 * `deadline_ns`, and takes note of what has come. */
static void pause_until(struct conductor *conductor, uint64_t deadline_ns, bool for_runner)
{
    struct pollfd watched[] = {
        { .fd = conductor->signals, .events = POLLIN },
        { .fd = conductor->run->news, .events = POLLIN },
        { .fd = for_runner ? conductor->run->options->control : -1, .events = POLLIN },
    };
    const uint64_t until_ns =
        earliest(deadline_ns, conductor->progress->next_ns,
                 conductor->recorder->asked ? UINT64_MAX : conductor->recorder->next_ns);
    const uint64_t now_ns = clock_now_ns();
    const uint64_t wait_ns = until_ns > now_ns ? until_ns - now_ns : 0;
    const struct timespec wait = { (time_t)(wait_ns / NS_PER_S), (long)(wait_ns % NS_PER_S) };

    if (ppoll(watched, 3, until_ns == UINT64_MAX ? NULL : &wait, NULL) > 0)
        take_note(conductor, watched);
    recorder_attend(conductor->recorder);
    show_progress(conductor);
}

/* Tells the runner, if there is one. A runner that has gone is noticed when it is read from. */
static void tell_runner(const struct conductor *conductor, const char *line)
{
    const int control = conductor->run->options->control;

    if (control >= 0 && write(control, line, strlen(line)) < 0 && errno != EPIPE)
        warn("cannot tell the runner about the phases");
}

static void await_runner(struct conductor *conductor, const char *line)
{
    tell_runner(conductor, line);
    conductor->permitted = conductor->run->options->control < 0;
    while (!conductor->permitted && !conductor->course.interrupted)
        pause_until(conductor, UINT64_MAX, true);
}

static void connect_all(struct conductor *conductor)
{
    while (!all(conductor, &conductor->run->connected) && !conductor->course.interrupted)
        pause_until(conductor, UINT64_MAX, false);
    if (!all(conductor, &conductor->run->done) && !conductor->course.interrupted)
        await_runner(conductor, "connected\n");
}

/* True if there is reason to go on. */
static bool going_on(const struct conductor *conductor)
{
    return !conductor->course.interrupted && !all(conductor, &conductor->run->done);
}

static void wait_out(struct conductor *conductor, uint64_t deadline_ns)
{
    while (going_on(conductor) && clock_now_ns() < deadline_ns)
        pause_until(conductor, deadline_ns, false);
}

/* The window is known before the load begins: whether a message is due in it does not depend on
 * when a thread gets to hear of it. */
static void plan_window(struct run *run)
{
    const uint64_t duration_ns = run->options->duration_ns;

    run->load_begun_ns = clock_now_ns();
    run->opened_ns = run->load_begun_ns + run->options->warmup_ns;
    atomic_store(&run->closes_ns, duration_ns > 0 ? run->opened_ns + duration_ns : UINT64_MAX);
}

static void warm_up(struct conductor *conductor)
{
    struct run *run = conductor->run;

    if (!going_on(conductor))
        return;
    plan_window(run);
    if (run->options->warmup_ns == 0)
        return;
    move_to(conductor, PHASE_WARMUP);
    wait_out(conductor, run->opened_ns);
}

static void measure(struct conductor *conductor)
{
    struct run *run = conductor->run;
    const uint64_t closes_ns = atomic_load(&run->closes_ns);
    struct course *course = &conductor->course;

    if (!going_on(conductor)) {
        atomic_store(&run->closes_ns, 0); /* it never opens, and no message is due in it */
        return;
    }
    course->opened_ns = run->opened_ns;
    recorder_open(conductor->recorder, run->opened_ns, closes_ns);
    move_to(conductor, PHASE_WINDOW);
    tell_runner(conductor, "open\n");
    wait_out(conductor, closes_ns);
    course->closed_ns = clock_now_ns();
    if (closes_ns > course->closed_ns)
        atomic_store(&run->closes_ns, course->closed_ns);
    recorder_close(conductor->recorder);
    move_to(conductor, PHASE_CLOSED);
    if (!course->interrupted)
        await_runner(conductor, "closed\n");
}

static void drain(struct conductor *conductor)
{
    const bool failed = conductor->course.opened_ns == 0;

    move_to(conductor, failed || conductor->course.interrupted ? PHASE_OVER : PHASE_DRAIN);
    while (!all(conductor, &conductor->run->finished)) {
        pause_until(conductor, UINT64_MAX, false);
        if (conductor->course.interrupted)
            move_to(conductor, PHASE_OVER);
    }
}

static void start_workers(struct conductor *conductor)
{
    const unsigned threads = conductor->run->options->threads;

    for (unsigned i = 0; i < threads; i++) {
        errno = worker_start(conductor->workers[i]);
        if (errno != 0)
            err(1, "cannot start thread %u of %u", i + 1, threads);
    }
}

/* From here on they end the program as usual: nobody waits for a file that cannot be written.
 */
static void release_signals(int signals)
{
    const sigset_t set = ending_signals();
    struct signalfd_siginfo signal;

    while (read(signals, &signal, sizeof signal) > 0)
        ; /* whoever presses Ctrl-C twice wants the partial result all the same */
    close(signals);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

struct course conductor_lead(struct run *run, struct worker **workers,
                             struct recorder *recorder, struct progress *progress)
{
    const sigset_t set = ending_signals();
    struct conductor conductor = {
        .run = run, .workers = workers, .recorder = recorder, .progress = progress
    };

    conductor.signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (conductor.signals < 0)
        err(1, "cannot watch for signals");
    progress_begin(progress, run->options);
    start_workers(&conductor);
    connect_all(&conductor);
    warm_up(&conductor);
    measure(&conductor);
    drain(&conductor);
    progress_end(progress);
    for (unsigned i = 0; i < run->options->threads; i++)
        worker_join(workers[i]);
    recorder_finish(recorder, conductor.course.closed_ns);
    release_signals(conductor.signals);
    return conductor.course;
}
