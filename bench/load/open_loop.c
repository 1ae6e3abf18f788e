/* open_loop.c - messages begin when they are due, whatever the server does. */
#include "open_loop.h"

#include "clock.h"
#include "phase.h"

static uint64_t due_at(const struct worker *worker, const struct arrivals *arrivals)
{
    return worker->run->load_begun_ns + (uint64_t)arrivals->after_ns;
}

/* When the message is due that has been noticed and not yet sent for the longest time. */
static uint64_t take_waiting(struct worker *worker, struct connection *connection)
{
    const uint64_t due_ns = due_at(worker, &connection->sending);

    arrivals_next(&worker->run->process, &connection->sending);
    connection->waiting--;
    return due_ns;
}

static bool has_room(const struct worker *worker, const struct connection *connection)
{
    return connection->state == CONNECTION_OPEN && connection->left > 0 &&
           connection->under_way < worker->run->options->pipeline;
}

/* worker->now_ns is the stamp of the first message; each further one has its own. */
static void send_waiting(struct worker *worker, struct connection *connection)
{
    bool begun = false;

    while (connection->waiting > 0 && has_room(worker, connection)) {
        const uint64_t due_ns = take_waiting(worker, connection);

        if (begun)
            worker->now_ns = clock_now_ns();
        connection->conduct->begin(worker, connection, due_ns, worker->now_ns);
        if (worker_counts(worker, due_ns))
            sends_add(&worker->sends, due_ns, worker->now_ns);
        begun = true;
    }
    if (begun)
        connection->conduct->flush(worker, connection);
}

static void count_due(struct worker *worker, struct connection *connection, uint64_t due_ns)
{
    if (!worker_counts(worker, due_ns))
        return;
    worker->due++;
    connection->due++;
    histogram_record(worker->current->lateness, worker->now_ns - due_ns);
}

static void on_due(struct worker *worker, struct connection *connection)
{
    const uint64_t due_ns = due_at(worker, &connection->noticing);

    if (connection->state == CONNECTION_ENDED || !worker->loading ||
        due_ns >= worker_closes_ns(worker))
        return;
    if (worker->quota == 0) {
        if (connection->state == CONNECTION_OPEN && connection->waiting == 0)
            connection->conduct->leave(worker, connection);
        return;
    }
    worker->quota--;
    count_due(worker, connection, due_ns);
    arrivals_next(&worker->run->process, &connection->noticing);
    agenda_add(&worker->agenda, due_at(worker, &connection->noticing), on_due, connection);
    connection->waiting++;
    if (connection->state == CONNECTION_LOST) {
        worker->failed++;
        phase_take_stock(worker);
    }
    send_waiting(worker, connection);
    if (connection->waiting > 0 && worker_counts(worker, due_ns))
        worker->delayed++;
}

/* The first byte cannot be waited for before the first message is due. */
static void time_first_byte(const struct worker *worker, struct connection *connection)
{
    const uint64_t due_ns = due_at(worker, &connection->sending);

    if (connection->since_ns < due_ns)
        connection->since_ns = due_ns;
}

/* Load begins, or the connection has been replaced and goes on. Whose connection is lost still
 * wants to send: who is left out would not be missed in the rate or in the latency. */
static void on_started(struct worker *worker, struct connection *connection)
{
    if (connection->arriving) {
        time_first_byte(worker, connection);
        send_waiting(worker, connection);
        return;
    }
    connection->arriving = true;
    connection->noticing =
        arrivals_begin(&worker->run->process, worker->run->options->seed, connection->number);
    connection->sending = connection->noticing;
    time_first_byte(worker, connection);
    agenda_add(&worker->agenda, due_at(worker, &connection->noticing), on_due, connection);
}

static void on_replied(struct worker *worker, struct connection *connection, uint32_t replies)
{
    (void)replies;
    if (connection->waiting > 0) {
        worker->now_ns = clock_now_ns();
        send_waiting(worker, connection);
    }
}

static bool is_over(const struct worker *worker, const struct connection *connection)
{
    return worker->quota == 0 && connection->waiting == 0;
}

/* What was due and has not been noticed, which takes a generator that is late itself. */
static void notice_the_rest(struct worker *worker, struct connection *connection,
                            uint64_t closes_ns)
{
    for (uint64_t due_ns = due_at(worker, &connection->noticing);
         due_ns < closes_ns && worker->quota > 0;
         due_ns = due_at(worker, &connection->noticing)) {
        worker->quota--;
        worker->now_ns = closes_ns;
        count_due(worker, connection, due_ns);
        connection->waiting++;
        arrivals_next(&worker->run->process, &connection->noticing);
    }
}

/* What was under way when the connection was lost. */
static void record_abandoned(struct worker *worker, struct connection *connection)
{
    for (; connection->abandoned > 0; connection->abandoned--) {
        worker_record(worker, &connection->messages[connection->oldest]);
        if (++connection->oldest == worker->run->options->pipeline)
            connection->oldest = 0;
    }
}

/* The window is closed: what was due in it and has no answer counts with its age. */
static void on_closed(struct worker *worker, struct connection *connection)
{
    const uint64_t closes_ns = worker_closes_ns(worker);

    if (!connection->arriving || connection->state == CONNECTION_ENDED)
        return;
    notice_the_rest(worker, connection, closes_ns);
    worker->now_ns = closes_ns;
    record_abandoned(worker, connection);
    while (connection->waiting > 0) {
        const uint64_t due_ns = take_waiting(worker, connection);

        if (!worker_counts(worker, due_ns))
            continue;
        histogram_record(worker->current->latency, closes_ns - due_ns);
        worker->unsent++;
    }
}

const struct pace open_loop = {
    .started = on_started,
    .replied = on_replied,
    .over = is_over,
    .closed = on_closed,
};
