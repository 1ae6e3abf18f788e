/* phase.c - what a worker does when the run enters its next phase. */
#include "phase.h"

#include "bad_clients.h"
#include "clock.h"

static struct edge edge_now(const struct worker *worker)
{
    return (struct edge){
        .time_ns = clock_now_ns(),
        .requests = worker->requests,
        .bytes_received = worker->bytes_received,
        .connections = worker->connections_made,
        .open = worker->open,
        .usage = usage_now(),
    };
}

/* What connections cost is measured where they are made: with churn in the window, and
 * otherwise before it. */
static void open_window(struct worker *worker)
{
    if (worker->done)
        return;
    if (worker->run->options->churn > 0) {
        histogram_clear(worker->connect);
        histogram_clear(worker->first_byte);
        for (size_t i = 0; i < worker->count; i++)
            worker->connections[i].fresh = false; /* made before, so it is not timed */
    }
    worker->measuring = worker->measured = true;
    worker->opened = edge_now(worker);
    worker->interval_requests = worker->requests;
    worker->interval_bytes = worker->bytes_received;
    worker->interval_errors = faults_total(&worker->faults);
}

static void close_window(struct worker *worker)
{
    if (worker->measuring)
        worker->closed = edge_now(worker);
    worker->measuring = false;
}

void phase_take_stock(struct worker *worker)
{
    const bool answered = worker->requests + worker->failed >= worker->promised;

    if (worker->done || (worker->alive > 0 && !answered))
        return;
    worker->done = true;
    close_window(worker);
    run_report(worker->run, &worker->run->done);
}

static void start_load(struct worker *worker)
{
    worker->loading = true;
    for (size_t i = 0; i < worker->count; i++)
        if (worker->connections[i].state == CONNECTION_OPEN)
            worker->connections[i].conduct->started(worker, &worker->connections[i]);
        else if (i < worker->senders)
            worker->pace->started(worker, &worker->connections[i]);
}

static void leave_everywhere(struct worker *worker)
{
    for (size_t i = 0; i < worker->count; i++) {
        struct connection *connection = &worker->connections[i];

        /* A server counts whoever has knocked: who is connecting comes in, and leaves then. */
        if (connection->state == CONNECTION_OPEN)
            connection->conduct->leave(worker, connection);
        else if (connection->state == CONNECTION_NEW || connection->state == CONNECTION_WAITING)
            connection_end(worker, connection);
    }
}

/* What is under way then was waited for in vain. */
static void hang_up_everywhere(struct worker *worker)
{
    worker->now_ns = clock_now_ns();
    for (size_t i = 0; i < worker->count; i++)
        if (worker->connections[i].state <= CONNECTION_OPEN) {
            connection_record_vain_waits(worker, &worker->connections[i]);
            connection_end(worker, &worker->connections[i]);
        }
}

static void enter(struct worker *worker, enum phase phase)
{
    worker->phase = phase;
    switch (phase) {
    case PHASE_CONNECT:
        break;
    case PHASE_WARMUP:
        start_load(worker);
        break;
    case PHASE_WINDOW:
        open_window(worker);
        break;
    case PHASE_CLOSED:
        worker->loading = false;
        close_window(worker);
        bad_clients_hear(worker);
        for (size_t i = 0; i < worker->senders; i++)
            worker->pace->closed(worker, &worker->connections[i]);
        break;
    case PHASE_DRAIN:
        leave_everywhere(worker);
        break;
    case PHASE_OVER:
        hang_up_everywhere(worker);
        break;
    }
}

/* No phase is left out; only the end may come at any time. */
void phase_follow(struct worker *worker)
{
    const enum phase present = atomic_load_explicit(&worker->run->phase, memory_order_acquire);

    while (worker->phase < present) {
        if (present == PHASE_OVER && worker->phase < PHASE_CLOSED)
            enter(worker, PHASE_CLOSED);
        enter(worker, present == PHASE_OVER ? PHASE_OVER : worker->phase + 1);
    }
}
