/* worker.c - one thread of the generator: an event loop and its share of the connections. */
#include "worker.h"

#include "clock.h"
#include "closed_loop.h"
#include "idle.h"
#include "phase.h"
#include "random.h"
#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
    EVENTS = 64,           /* taken from the kernel at once */
    CONNECTING_MAX = 512,  /* under way at once, in all threads together */
    LOOKS_PER_TIMEOUT = 8, /* so a timeout is noticed at most an eighth late */
    LONGEST_LOOK_MS = 500
};

/* Threads and connections are numbered from 0; each thread gets its share of both kinds. */
static size_t first_of(uint64_t total, unsigned threads, unsigned thread)
{
    return (size_t)(total * thread / threads);
}

static uint64_t share_of(uint64_t total, unsigned threads, unsigned thread)
{
    return first_of(total, threads, thread + 1) - first_of(total, threads, thread);
}

static void set_up_connections(struct worker *worker)
{
    const struct options *options = worker->run->options;
    const size_t senders_before =
        first_of(options->connections, options->threads, worker->number);
    const size_t idle_before = first_of(options->idle, options->threads, worker->number);

    for (size_t i = 0; i < worker->count; i++) {
        const bool sender = i < worker->senders;
        const size_t number = sender ? senders_before + i
                                     : options->connections + idle_before + i - worker->senders;

        worker->connections[i] = (struct connection){
            .fd = -1,
            .conduct = sender ? &stream_conduct : &idle_conduct,
            .messages = worker->messages + (sender ? i * options->pipeline : 0),
            .start = payload_start(options->seed, number),
            .random = random_seeded(~options->seed, number),
            .number = (uint32_t)number,
        };
    }
}

/* Every connection has at most one appointment, and one more for each pause. */
static size_t appointments(const struct worker *worker)
{
    const struct options *options = worker->run->options;

    return worker->count + 1 +
           (options->think_ns > 0 ? worker->senders * options->pipeline : 0);
}

static bool allocate(struct worker *worker)
{
    const struct options *options = worker->run->options;

    worker->buffer = malloc(RECEIVE_SIZE);
    worker->connections = calloc(worker->count, sizeof *worker->connections);
    worker->messages =
        calloc(worker->senders * options->pipeline + 1, sizeof *worker->messages);
    worker->held = calloc(worker->senders + 1, sizeof *worker->held);
    worker->latency = histogram_create();
    worker->connect = histogram_create();
    worker->first_byte = histogram_create();
    return worker->buffer && worker->connections && worker->messages && worker->held &&
           worker->latency && worker->connect && worker->first_byte &&
           agenda_create(&worker->agenda, appointments(worker));
}

static bool watch(const struct worker *worker, int fd, void *name)
{
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = name };

    return epoll_ctl(worker->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* In the loop's events a connection is known by its address, the tick by the worker's, and the
 * wake-up call by none. */
static bool open_descriptors(struct worker *worker)
{
    uint64_t look_ms = worker->run->options->timeout_ns / LOOKS_PER_TIMEOUT / NS_PER_MS;
    struct timespec interval;

    if (look_ms > LONGEST_LOOK_MS)
        look_ms = LONGEST_LOOK_MS;
    interval = (struct timespec){ 0, (long)(look_ms > 0 ? look_ms : 1) * NS_PER_MS };
    worker->epoll = epoll_create1(EPOLL_CLOEXEC);
    worker->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    worker->tick = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return worker->epoll >= 0 && worker->wake >= 0 && worker->tick >= 0 &&
           timerfd_settime(worker->tick, 0, &(struct itimerspec){ interval, interval }, NULL) ==
               0 &&
           watch(worker, worker->wake, NULL) && watch(worker, worker->tick, worker);
}

struct worker *worker_create(struct run *run, unsigned number)
{
    const struct options *options = run->options;
    struct worker *worker = calloc(1, sizeof *worker);

    if (!worker)
        return NULL;
    worker->run = run;
    worker->pace = &closed_loop;
    worker->number = number;
    worker->epoll = worker->wake = worker->tick = -1;
    worker->senders = share_of(options->connections, options->threads, number);
    worker->count = worker->senders + share_of(options->idle, options->threads, number);
    worker->alive = worker->senders > 0 ? worker->senders : worker->count;
    worker->remaining = worker->count;
    worker->quota = UINT64_MAX;
    if (options->requests > 0)
        worker->quota = share_of(options->requests, options->threads, number);
    worker->promised = worker->quota;
    if (!allocate(worker) || !open_descriptors(worker)) {
        const int reason = errno;

        worker_destroy(worker);
        errno = reason;
        return NULL;
    }
    set_up_connections(worker);
    return worker;
}

void worker_destroy(struct worker *worker)
{
    close(worker->tick);
    close(worker->wake);
    close(worker->epoll);
    agenda_destroy(&worker->agenda);
    histogram_destroy(worker->first_byte);
    histogram_destroy(worker->connect);
    histogram_destroy(worker->latency);
    free(worker->held);
    free(worker->messages);
    free(worker->connections);
    free(worker->buffer);
    free(worker);
}

/* Begins to connect what has not yet begun, a bounded number at a time: more would only fill
 * the server's backlog, and whoever finds it full waits a whole second. */
static void connect_some(struct worker *worker)
{
    const unsigned share = CONNECTING_MAX / worker->run->options->threads;

    while (worker->begun < worker->count && worker->connecting < share)
        connection_begin(worker, &worker->connections[worker->begun++]);
    if (worker->begun == worker->count && worker->connecting == 0 && !worker->ready) {
        worker->ready = true;
        run_report(worker->run, &worker->run->connected);
    }
}

static void look_for_timeouts(struct worker *worker)
{
    const uint64_t timeout_ns = worker->run->options->timeout_ns;

    worker->now_ns = clock_now_ns();
    for (size_t i = 0; i < worker->begun; i++) {
        struct connection *connection = &worker->connections[i];

        if (connection->state == CONNECTION_OPEN)
            connection->conduct->check(worker, connection);
        else if (connection->state < CONNECTION_OPEN &&
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
    } else if (event->data.ptr == worker) {
        if (read(worker->tick, &count, sizeof count) > 0)
            look_for_timeouts(worker);
    } else {
        attend(worker, event->data.ptr, event->events);
    }
}

static int wait_for_events(struct worker *worker, struct epoll_event *events)
{
    const uint64_t due_ns = agenda_next_ns(&worker->agenda);
    const uint64_t now_ns = due_ns < UINT64_MAX ? clock_now_ns() : 0;
    const uint64_t wait_ns = due_ns > now_ns ? due_ns - now_ns : 0;
    const struct timespec wait = { (time_t)(wait_ns / NS_PER_S), (long)(wait_ns % NS_PER_S) };

    return epoll_pwait2(worker->epoll, events, EVENTS, due_ns < UINT64_MAX ? &wait : NULL,
                        NULL);
}

static void keep_appointments(struct worker *worker)
{
    struct appointment appointment;

    if (worker->agenda.count == 0)
        return;
    worker->now_ns = clock_now_ns();
    while (agenda_due(&worker->agenda, worker->now_ns, &appointment))
        appointment.action(worker, appointment.connection);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    struct epoll_event events[EVENTS];

    cpus_use_one(&worker->run->options->cpus, worker->number);
    while (worker->phase < PHASE_DRAIN || worker->remaining > 0) {
        connect_some(worker);

        const int count = wait_for_events(worker, events);

        for (int i = 0; i < count; i++) {
            phase_follow(worker);
            take_event(worker, &events[i]);
        }
        keep_appointments(worker);
        atomic_store_explicit(&worker->progress, worker->requests, memory_order_relaxed);
    }
    run_report(worker->run, &worker->run->finished);
    return NULL;
}

int worker_start(struct worker *worker)
{
    return pthread_create(&worker->thread, NULL, work, worker);
}

void worker_join(struct worker *worker)
{
    pthread_join(worker->thread, NULL);
}

void worker_wake(struct worker *worker)
{
    const uint64_t one = 1;

    /* The counter cannot be full, and a wake-up call that is already there will do. */
    if (write(worker->wake, &one, sizeof one) < 0)
        return;
}
