/* loop.c - the event loop of a worker: connects, sends what is due, and attends to replies. */
#include "loop.h"

#include "clock.h"
#include "phase.h"
#include "worker.h"

#include <err.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
    EVENTS = 64,         /* taken from the kernel at once, and appointments kept in a row */
    CONNECTING_MAX = 512 /* under way at once, in all threads together */
};

static void go_on_connecting(struct worker *worker, struct connection *connection)
{
    (void)connection;
    worker->ramping = false;
}

/* With --connect-rate: may the next connection begin now? If not, the loop is woken in time. */
static bool may_connect(struct worker *worker)
{
    const struct options *options = worker->run->options;

    if (options->connect_rate == 0)
        return true;
    worker->now_ns = clock_now_ns();
    if (worker->next_connect_ns == 0)
        worker->next_connect_ns =
            worker->now_ns + worker->number * (uint64_t)NS_PER_S / options->connect_rate;
    if (worker->now_ns >= worker->next_connect_ns) {
        worker->next_connect_ns =
            worker->now_ns + NS_PER_S * (uint64_t)options->threads / options->connect_rate;
        return true;
    }
    if (!worker->ramping)
        agenda_add(&worker->agenda, worker->next_connect_ns, go_on_connecting, NULL);
    worker->ramping = true;
    return false;
}

/* The bad ones come first: the good ones shall find them there. */
static struct connection *next_to_begin(struct worker *worker)
{
    return &worker->connections[(worker->good + worker->begun++) % worker->count];
}

/* Begins to connect the next one, if fewer than a bounded number are under way: more would only
 * fill the server's backlog, and whoever finds it full waits a whole second. One between two
 * looks at the others: or their connect times would be those of a whole burst. True if there is
 * another one to begin at once. */
static bool connect_next(struct worker *worker)
{
    const unsigned share = CONNECTING_MAX / worker->run->options->threads;

    if (worker->begun < worker->count && worker->connecting < share && may_connect(worker)) {
        connection_begin(worker, next_to_begin(worker));
        return worker->begun < worker->count;
    }
    if (worker->begun == worker->count && worker->connecting == 0 && !worker->ready) {
        worker->ready = true;
        run_report(worker->run, &worker->run->connected);
    }
    return false;
}

static void look_for_timeouts(struct worker *worker)
{
    const uint64_t timeout_ns = worker->run->options->timeout_ns;

    worker->now_ns = clock_now_ns();
    for (size_t i = 0; i < worker->count; i++) {
        struct connection *connection = &worker->connections[i];

        if (connection->state == CONNECTION_OPEN)
            connection->conduct->check(worker, connection);
        else if (connection->state < CONNECTION_OPEN && connection->state > CONNECTION_NEW &&
                 worker->now_ns - connection->since_ns > timeout_ns)
            connection_lose(worker, connection, CAUSE_TIMEOUT);
    }
}

/* An event may be left over from before its connection was hung up, in the same batch. */
static void attend(struct worker *worker, struct connection *connection, uint32_t events)
{
    if (connection->state == CONNECTION_CONNECTING)
        connection_answered(worker, connection);
    else if (connection->state == CONNECTION_OPEN && (events & ~(uint32_t)EPOLLOUT) != 0)
        connection->conduct->readable(worker, connection);
    if ((events & EPOLLOUT) != 0 && connection->state == CONNECTION_OPEN && connection->blocked)
        connection->conduct->writable(worker, connection);
}

static void take_event(struct worker *worker, const struct epoll_event *event)
{
    uint64_t count;

    if (!event->data.ptr) {
        while (read(worker->wake, &count, sizeof count) > 0)
            ;
    } else if (event->data.ptr == &worker->alarm) {
        return; /* edge-triggered: it need not be read, and setting it again resets it */
    } else if (event->data.ptr == worker) {
        if (read(worker->tick, &count, sizeof count) > 0)
            look_for_timeouts(worker);
    } else {
        attend(worker, event->data.ptr, event->events);
    }
}

/* Each appointment has a stamp of its own: one shared by all would be as old as they take. The
 * last stamp tells how long to wait. Once one is kept, so are all that are due; but replies get
 * their turn after so many, even if more is due than can be done. */
static void keep_appointments(struct worker *worker)
{
    const uint64_t due_ns = agenda_next_ns(&worker->agenda);
    struct appointment appointment;

    if (due_ns == UINT64_MAX)
        return;
    worker->now_ns = clock_now_ns();
    if (worker->now_ns < pacer_wake_ns(&worker->pacer, due_ns))
        return;
    for (int i = 0; i < EVENTS && agenda_due(&worker->agenda, worker->now_ns, &appointment);
         i++) {
        appointment.action(worker, appointment.connection);
        worker->now_ns = clock_now_ns();
    }
}

static void set_alarm(struct worker *worker, uint64_t wake_ns)
{
    const struct itimerspec at = { .it_value = { (time_t)(wake_ns / NS_PER_S),
                                                 (long)(wake_ns % NS_PER_S) } };

    worker->alarm_ns = wake_ns;
    if (timerfd_settime(worker->alarm, TFD_TIMER_ABSTIME, &at, NULL) < 0)
        err(1, "cannot set a timer");
}

/* An alarm outlives the sleeps that replies end, and is not set when replies are there already:
 * each setting of a timer is a system call. */
static int wait_for_events(struct worker *worker, struct epoll_event *events)
{
    const struct pacer *pacer = &worker->pacer;
    const uint64_t due_ns = agenda_next_ns(&worker->agenda);
    uint64_t wake_ns;

    if (due_ns == UINT64_MAX)
        return epoll_wait(worker->epoll, events, EVENTS, -1);
    wake_ns = pacer_wake_ns(pacer, due_ns);
    if (!pacer_sleeps(pacer, worker->now_ns, wake_ns) || wake_ns != worker->alarm_ns) {
        const int count = epoll_wait(worker->epoll, events, EVENTS, 0);

        if (count != 0 || !pacer_sleeps(pacer, worker->now_ns, wake_ns))
            return count;
        set_alarm(worker, wake_ns);
    }
    return epoll_wait(worker->epoll, events, EVENTS, -1);
}

/* The conductor empties an interval before it asks for the next change. */
static void change_interval(struct worker *worker)
{
    const unsigned wanted = atomic_load(&worker->run->changes);
    const unsigned changes = atomic_load_explicit(&worker->changes, memory_order_relaxed);

    if (changes == wanted)
        return;
    worker_finish_interval(worker);
    worker->current = &worker->intervals[wanted % 2];
    atomic_store(&worker->changes, wanted);
    run_tell_conductor(worker->run);
}

/* An appointment may have ended the last connection: then there is nothing to wait for. */
static bool is_over(const struct worker *worker)
{
    return worker->phase >= PHASE_DRAIN && worker->remaining == 0;
}

void *loop_run(void *argument)
{
    struct worker *worker = argument;
    const struct options *options = worker->run->options;
    struct epoll_event events[EVENTS];

    cpus_use_one(&options->cpus, worker->number);
    worker->pacer = pacer_prepare(options->pacing, options->rate / options->threads);
    while (!is_over(worker)) {
        const bool connecting = connect_next(worker);

        keep_appointments(worker);

        const int count = connecting || is_over(worker)
                              ? epoll_wait(worker->epoll, events, EVENTS, 0)
                              : wait_for_events(worker, events);

        for (int i = 0; i < count; i++) {
            phase_follow(worker);
            take_event(worker, &events[i]);
        }
        change_interval(worker);
        atomic_store_explicit(&worker->progress, worker->requests, memory_order_relaxed);
    }
    run_report(worker->run, &worker->run->finished);
    return NULL;
}
