/* closed_loop.c - the next message begins when a reply is back, or a pause after it. */
#include "closed_loop.h"

#include "clock.h"

static bool may_begin(const struct worker *worker, const struct connection *connection)
{
    return connection->state == CONNECTION_OPEN && worker->loading && worker->quota > 0 &&
           connection->left > 0 &&
           connection->under_way + connection->thinking < worker->run->options->pipeline;
}

/* Without a pause the stamp of the reply is also the stamp of the next message: it is sent at
 * once, and so a message costs one look at the clock. */
static void fill(struct worker *worker, struct connection *connection)
{
    while (may_begin(worker, connection)) {
        worker->quota--;
        connection->conduct->begin(worker, connection, worker->now_ns, worker->now_ns);
    }
    connection->conduct->flush(worker, connection);
}

static void on_pause_over(struct worker *worker, struct connection *connection)
{
    connection->thinking--;
    worker->now_ns = clock_now_ns();
    if (connection->state == CONNECTION_OPEN)
        fill(worker, connection);
}

static void on_replied(struct worker *worker, struct connection *connection, uint32_t replies)
{
    const uint64_t think_ns = worker->run->options->think_ns;

    if (think_ns == 0) {
        fill(worker, connection);
        return;
    }
    for (uint32_t i = 0; i < replies; i++)
        agenda_add(&worker->agenda, worker->now_ns + think_ns, on_pause_over, connection);
    connection->thinking += replies;
}

static bool is_over(const struct worker *worker, const struct connection *connection)
{
    (void)connection;
    return worker->quota == 0;
}

/* A closed loop has no message that ought to have begun. */
static void on_closed(struct worker *worker, struct connection *connection)
{
    (void)worker, (void)connection;
}

const struct pace closed_loop = {
    .started = fill,
    .replied = on_replied,
    .over = is_over,
    .closed = on_closed,
};
