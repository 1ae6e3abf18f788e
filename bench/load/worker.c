/* worker.c - one thread of the generator: an event loop and its share of the connections. */
#include "worker.h"

#include "bad_clients.h"
#include "clock.h"
#include "closed_loop.h"
#include "idle.h"
#include "loop.h"
#include "open_loop.h"
#include "random.h"
#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum {
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

static size_t share_of_bad(const struct worker *worker, int kind)
{
    const struct options *options = worker->run->options;

    return share_of(options->stall.clients[kind], options->threads, worker->number);
}

static size_t count_bad(const struct worker *worker)
{
    size_t count = 0;

    for (int kind = 0; kind < STALL_KINDS; kind++)
        count += share_of_bad(worker, kind);
    return count;
}

static void set_up_bad_clients(struct worker *worker)
{
    const struct options *options = worker->run->options;
    struct connection *next = worker->connections + worker->good;
    uint64_t others = (uint64_t)options->connections + options->idle;

    for (int kind = 0; kind < STALL_KINDS; kind++) {
        const uint64_t clients = options->stall.clients[kind];
        const size_t before = first_of(clients, options->threads, worker->number);

        for (size_t i = 0; i < share_of_bad(worker, kind); i++)
            *next++ = (struct connection){ .fd = -1,
                                           .conduct = &bad_conducts[kind],
                                           .number = (uint32_t)(others + before + i) };
        others += clients;
    }
}

static void set_up_connections(struct worker *worker)
{
    const struct options *options = worker->run->options;
    const struct conduct *conduct =
        address_is_datagram(&options->address) ? &datagram_conduct : &stream_conduct;
    const size_t senders_before =
        first_of(options->connections, options->threads, worker->number);
    const size_t idle_before = first_of(options->idle, options->threads, worker->number);

    for (size_t i = 0; i < worker->good; i++) {
        const bool sender = i < worker->senders;
        const size_t number = sender ? senders_before + i
                                     : options->connections + idle_before + i - worker->senders;

        worker->connections[i] = (struct connection){
            .fd = -1,
            .conduct = sender ? conduct : &idle_conduct,
            .messages = worker->messages + (sender ? i * options->pipeline : 0),
            .start = payload_start(options->seed, number),
            .random = random_seeded(~options->seed, number),
            .number = (uint32_t)number,
        };
    }
    set_up_bad_clients(worker);
}

/* Every connection has at most one appointment, and one more for each pause, for its next
 * message in an open loop, or for a datagram that the kernel had no memory for; a bad one has
 * up to three: its next byte, its next attempt, and one of a full backlog that it has given up.
 */
static size_t appointments(const struct worker *worker)
{
    const struct options *options = worker->run->options;

    return worker->count + 1 + 2 * (worker->count - worker->good) +
           (options->think_ns > 0 ? worker->senders * options->pipeline : 0) +
           (options->rate > 0 ? worker->senders : 0) +
           (address_is_datagram(&options->address) ? worker->senders : 0);
}

static bool allocate(struct worker *worker)
{
    const struct options *options = worker->run->options;

    worker->buffer = malloc(RECEIVE_SIZE);
    if (options->service == SERVICE_TASK && !(worker->frames = malloc(RECEIVE_SIZE)))
        return false;
    worker->connections = calloc(worker->count, sizeof *worker->connections);
    worker->messages =
        calloc(worker->senders * options->pipeline + 1, sizeof *worker->messages);
    worker->held = calloc(worker->senders + 1, sizeof *worker->held);
    worker->connect = histogram_create();
    worker->first_byte = histogram_create();
    worker->current = &worker->intervals[0];
    return worker->buffer && worker->connections && worker->messages && worker->held &&
           worker->connect && worker->first_byte &&
           interval_create(&worker->intervals[0], options) &&
           interval_create(&worker->intervals[1], options) &&
           sends_create(&worker->sends, options->sends ? SENDS_MOST / options->threads : 0) &&
           agenda_create(&worker->agenda, appointments(worker));
}

static bool watch(const struct worker *worker, int fd, uint32_t events, void *name)
{
    struct epoll_event event = { .events = events, .data.ptr = name };

    return epoll_ctl(worker->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* In the loop's events a connection is known by its address, the tick by the worker's, the
 * alarm by its own, and the wake-up call by none. */
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
    worker->alarm = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    return worker->epoll >= 0 && worker->wake >= 0 && worker->tick >= 0 && worker->alarm >= 0 &&
           timerfd_settime(worker->tick, 0, &(struct itimerspec){ interval, interval }, NULL) ==
               0 &&
           watch(worker, worker->wake, EPOLLIN, NULL) &&
           watch(worker, worker->tick, EPOLLIN, worker) &&
           watch(worker, worker->alarm, EPOLLIN | EPOLLET, &worker->alarm);
}

struct worker *worker_create(struct run *run, unsigned number)
{
    const struct options *options = run->options;
    struct worker *worker = calloc(1, sizeof *worker);

    if (!worker)
        return NULL;
    worker->run = run;
    worker->pace = options->rate > 0 ? &open_loop : &closed_loop;
    worker->number = number;
    worker->epoll = worker->wake = worker->tick = worker->alarm = -1;
    worker->senders = share_of(options->connections, options->threads, number);
    worker->good = worker->senders + share_of(options->idle, options->threads, number);
    worker->count = worker->good + count_bad(worker);
    worker->alive = worker->senders > 0 ? worker->senders : worker->good;
    worker->remaining = worker->count;
    worker->quota = UINT64_MAX;
    if (options->requests > 0)
        worker->quota = share_of(options->requests, options->threads, number);
    worker->promised = worker->quota;
    if (allocate(worker) && open_descriptors(worker)) {
        set_up_connections(worker);
        if (!address_is_datagram(&options->address) || exchanges_create(worker))
            return worker;
    }

    const int reason = errno;

    worker_destroy(worker);
    errno = reason;
    return NULL;
}

void worker_destroy(struct worker *worker)
{
    close(worker->alarm);
    close(worker->tick);
    close(worker->wake);
    close(worker->epoll);
    agenda_destroy(&worker->agenda);
    histogram_destroy(worker->first_byte);
    histogram_destroy(worker->connect);
    sends_destroy(&worker->sends);
    interval_release(&worker->intervals[1]);
    interval_release(&worker->intervals[0]);
    free(worker->held);
    exchanges_destroy(&worker->exchanges);
    free(worker->messages);
    free(worker->connections);
    free(worker->frames);
    free(worker->buffer);
    free(worker);
}

static void record_class(struct worker *worker, const struct message *message)
{
    const unsigned class = task_class(&worker->run->options->task, message->work_us);

    histogram_record(worker->current->classes[class], worker->now_ns - message->due_ns);
}

void worker_record(struct worker *worker, const struct message *message)
{
    const bool paced = worker->run->options->rate > 0;

    if (paced ? !worker_counts(worker, message->due_ns)
              : !worker->measuring && (worker->phase < PHASE_CLOSED || !worker->measured))
        return;
    histogram_record(worker->current->latency, worker->now_ns - message->due_ns);
    if (paced)
        histogram_record(worker->current->uncorrected, worker->now_ns - message->sent_ns);
    if (worker->frames)
        record_class(worker, message);
}

void worker_record_answer(struct worker *worker, const struct message *message)
{
    if (worker->run->options->rate > 0 && worker_counts(worker, message->due_ns))
        worker->answered++;
    worker_record(worker, message);
}

void worker_finish_interval(struct worker *worker)
{
    const bool over = !worker->measuring;
    const uint64_t requests = over ? worker->closed.requests : worker->requests;
    const uint64_t bytes = over ? worker->closed.bytes_received : worker->bytes_received;
    const uint64_t errors = faults_total(&worker->faults);

    if (!worker->measured) /* it was done before the window opened */
        return;
    worker->current->requests = requests - worker->interval_requests;
    worker->current->bytes = bytes - worker->interval_bytes;
    worker->current->errors = errors - worker->interval_errors;
    worker->current->open = over ? worker->closed.open : worker->open;
    worker->interval_requests = requests;
    worker->interval_bytes = bytes;
    worker->interval_errors = errors;
}

int worker_start(struct worker *worker)
{
    return pthread_create(&worker->thread, NULL, loop_run, worker);
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
