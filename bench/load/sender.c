/* sender.c - what all clients that send have in common. */
#include "sender.h"

#include "clock.h"
#include "phase.h"
#include "random.h"

/* An extra byte may come just after the last reply: nobody hangs up before this has passed. */
enum { SETTLE_NS = NS_PER_MS };

uint32_t sender_draw_size(const struct options *options, struct connection *connection)
{
    const uint32_t spread = options->size_max - options->size_min;

    if (spread == 0)
        return options->size_min;
    return options->size_min + (uint32_t)random_up_to(&connection->random, spread);
}

static void on_settled(struct worker *worker, struct connection *connection)
{
    if (connection->state == CONNECTION_OPEN)
        connection_end(worker, connection);
}

void sender_leave(struct worker *worker, struct connection *connection)
{
    if (connection->under_way > 0 || connection->leaving)
        return;
    connection->leaving = true;
    agenda_add(&worker->agenda, clock_now_ns() + SETTLE_NS, on_settled, connection);
}

/* If nothing is left to send either, it does not wait for the others: a server that serves one
 * client at a time gets to them only when this one is gone. */
void sender_rest(struct worker *worker, struct connection *connection)
{
    if (worker->phase == PHASE_DRAIN || worker->pace->over(worker, connection))
        sender_leave(worker, connection);
    else if (connection->left == 0 && worker->loading)
        connection_replace(worker, connection);
    phase_take_stock(worker);
}

static void start(struct worker *worker, struct connection *connection)
{
    worker->pace->started(worker, connection);
    if (connection->under_way == 0 && connection->state == CONNECTION_OPEN)
        sender_rest(worker, connection);
}

void sender_opened(struct worker *worker, struct connection *connection)
{
    const uint64_t churn = worker->run->options->churn;

    connection->left = churn > 0 ? churn : UINT64_MAX;
    if (worker->loading)
        start(worker, connection);
    else if (worker->phase == PHASE_DRAIN)
        sender_leave(worker, connection);
}

void sender_started(struct worker *worker, struct connection *connection)
{
    connection->since_ns = worker->now_ns = clock_now_ns();
    start(worker, connection);
}
