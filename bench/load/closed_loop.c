/* closed_loop.c - the next message begins when a reply is back, or a pause after it. */
#include "closed_loop.h"

#include "clock.h"
#include "stream.h"

static bool may_begin(const struct worker *worker, const struct connection *connection)
{
    return worker->loading && worker->quota > 0 && connection->left > 0 &&
           connection->under_way + connection->thinking < worker->run->options->pipeline;
}

/* Without a pause the stamp of the reply is also the stamp of the next message: it is sent at
 * once, and so a message costs one look at the clock. */
static void fill(struct worker *worker, struct connection *connection)
{
    while (may_begin(worker, connection))
        stream_begin_message(worker, connection, worker->now_ns);
    stream_flush(worker, connection);
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

const struct pace closed_loop = { .started = fill, .replied = on_replied };
