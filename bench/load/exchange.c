/* exchange.c - a client that sends datagrams, and checks each one that comes back. */
#include "exchange.h"

#include "clock.h"
#include "parcel.h"
#include "posting.h"
#include "sender.h"
#include "verdict.h"
#include "worker.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum {
    BATCH = 16,        /* received before others get their turn */
    MISSED_LEAST = 64, /* remembered of a connection, and of a */
    MISSED_TIMES = 4   /* deeper pipeline so many times its depth */
};

struct exchange *exchange_of(const struct worker *worker, const struct connection *connection)
{
    return &worker->exchanges.all[connection - worker->connections];
}

bool exchanges_create(struct worker *worker)
{
    const struct options *options = worker->run->options;
    const size_t places = worker->senders * options->pipeline + 1;
    const uint32_t most = options->pipeline * MISSED_TIMES;
    const uint32_t room = most > MISSED_LEAST ? most : MISSED_LEAST;
    struct exchanges *exchanges = &worker->exchanges;

    exchanges->all = calloc(worker->senders + 1, sizeof *exchanges->all);
    exchanges->links = calloc(places, sizeof *exchanges->links);
    exchanges->sequences = calloc(worker->senders * room + 1, sizeof *exchanges->sequences);
    exchanges->datagram = malloc(options->size_max);
    if (!exchanges->all || !exchanges->links || !exchanges->sequences || !exchanges->datagram)
        return false;
    for (size_t i = 0; i < worker->senders; i++) {
        const struct connection *connection = &worker->connections[i];
        struct exchange *exchange = &exchanges->all[i];

        exchange->key = parcel_key(options->seed, connection->number);
        exchange->next = 1;
        exchange->missed.sequences = exchanges->sequences + i * room;
        exchange->missed.room = room;
        slots_begin(&exchange->slots, connection->messages,
                    exchanges->links + i * options->pipeline, (uint16_t)options->pipeline);
    }
    return true;
}

void exchanges_destroy(struct exchanges *exchanges)
{
    free(exchanges->datagram);
    free(exchanges->sequences);
    free(exchanges->links);
    free(exchanges->all);
}

bool exchange_heard(const struct worker *worker, const struct connection *connection)
{
    return exchange_of(worker, connection)->heard;
}

void exchange_record_vain_waits(struct worker *worker, const struct connection *connection)
{
    const struct slots *slots = &exchange_of(worker, connection)->slots;

    for (uint16_t slot = 0; connection->under_way > 0 && slot < slots->count; slot++)
        if (slots->messages[slot].size > 0)
            worker_record(worker, &slots->messages[slot]);
}

/* So many messages are done with: others may begin. */
static void go_on(struct worker *worker, struct connection *connection, uint32_t messages)
{
    worker->pace->replied(worker, connection, messages);
    if (connection->under_way == 0 && connection->state == CONNECTION_OPEN)
        sender_rest(worker, connection);
}

static void finish(struct worker *worker, struct connection *connection, uint16_t slot)
{
    slots_free(&exchange_of(worker, connection)->slots, slot);
    connection->under_way--;
}

/* No right answer will come, or none in time. */
static void give_up(struct worker *worker, struct connection *connection, uint16_t slot)
{
    worker_record(worker, &exchange_of(worker, connection)->slots.messages[slot]);
    finish(worker, connection, slot);
}

/* Tells the first datagram of the run that came back changed; after that, only counts. */
static void complain(struct worker *worker, const struct connection *connection, uint16_t slot,
                     size_t count, size_t kept)
{
    const struct exchange *exchange = exchange_of(worker, connection);

    if (atomic_exchange(&worker->run->complained, true))
        return;
    fprintf(stderr, "echo-load: connection %" PRIu32 ": ", connection->number);
    if (slot == SLOTS_NONE) {
        fprintf(stderr, "a datagram of %zu bytes came that answers nothing", count);
    } else {
        const struct message *message = &exchange->slots.messages[slot];
        const size_t place = verdict_place(&worker->run->payload, connection, exchange, slot,
                                           worker->buffer, kept);

        fprintf(stderr, "datagram %" PRIu32 " of %" PRIu32 " bytes came back ",
                message->sequence, message->size);
        if (place < kept && place < message->size)
            fprintf(stderr, "changed at byte %zu", place);
        else
            fprintf(stderr, "with a length of %zu", count);
    }
    fprintf(stderr, "; further ones are counted only\n");
}

static void take_right(struct worker *worker, struct connection *connection, uint16_t slot)
{
    struct exchange *exchange = exchange_of(worker, connection);
    const uint32_t sequence = exchange->slots.messages[slot].sequence;

    if (missed_precedes(sequence, exchange->highest))
        worker->faults.reordered++;
    else
        exchange->highest = sequence;
    if (worker->measuring)
        connection->answered++;
    worker->requests++;
    worker_record_answer(worker, &exchange->slots.messages[slot]);
    finish(worker, connection, slot);
    go_on(worker, connection, 1);
}

static void take_corrupt(struct worker *worker, struct connection *connection, uint16_t slot,
                         size_t count, size_t kept)
{
    worker->faults.corrupt++;
    complain(worker, connection, slot, count, kept);
    if (slot == SLOTS_NONE)
        return;
    worker->failed++;
    give_up(worker, connection, slot);
    go_on(worker, connection, 1);
}

/* Takes a datagram of `count` bytes, of which the buffer holds as many as fit. */
static void take(struct worker *worker, struct connection *connection, size_t count)
{
    const size_t kept = count < RECEIVE_SIZE ? count : RECEIVE_SIZE;
    struct exchange *exchange = exchange_of(worker, connection);
    const struct verdict verdict =
        verdict_on(&worker->run->payload, connection, exchange, worker->buffer, count, kept);

    worker->datagrams_received++;
    worker->bytes_received += count;
    exchange->heard = true;
    if (connection->fresh)
        histogram_record(worker->first_byte, worker->now_ns - connection->since_ns);
    connection->fresh = false;
    switch (verdict.kind) {
    case VERDICT_RIGHT:
        take_right(worker, connection, verdict.slot);
        break;
    case VERDICT_CORRUPT:
        take_corrupt(worker, connection, verdict.slot, count, kept);
        break;
    case VERDICT_DUPLICATE:
        worker->faults.duplicate++;
        break;
    case VERDICT_LATE:
        worker->faults.lost--;
        worker->faults.late++;
        break;
    }
}

/* Takes what has come, at most so many datagrams and at least one. */
static void receive(struct worker *worker, struct connection *connection, uint32_t most)
{
    do {
        const ssize_t count = recv(connection->fd, worker->buffer, RECEIVE_SIZE, MSG_TRUNC);

        if (count < 0) {
            if (errno == ECONNREFUSED)
                posting_be_refused(worker, connection);
            else if (errno != EAGAIN && errno != EINTR)
                connection_lose(worker, connection, errno);
            return;
        }
        worker->now_ns = clock_now_ns();
        take(worker, connection, (size_t)count);
    } while (most-- > 1 && connection->state == CONNECTION_OPEN);
}

/* One recv() for each answer that is awaited. With a single one under way a second call would
 * find nothing; with many a call that does so costs less than another round of the loop. */
static void on_readable(struct worker *worker, struct connection *connection)
{
    receive(worker, connection, connection->under_way < BATCH ? connection->under_way : BATCH);
}

static bool is_overdue(const struct worker *worker, const struct message *message)
{
    return worker->now_ns - message->sent_ns > worker->run->options->timeout_ns;
}

/* What the kernel has not taken in this time will not be sent. */
static uint32_t give_up_queued(struct worker *worker, struct connection *connection)
{
    struct slots *slots = &exchange_of(worker, connection)->slots;
    uint32_t count = 0;

    while (slots->first != SLOTS_NONE && is_overdue(worker, &slots->messages[slots->first])) {
        const uint16_t slot = slots->first;

        slots_shift(slots);
        give_up(worker, connection, slot);
        count++;
    }
    return count;
}

static uint32_t give_up_sent(struct worker *worker, struct connection *connection)
{
    struct exchange *exchange = exchange_of(worker, connection);
    const uint32_t under_way = connection->under_way;
    uint32_t seen = 0, count = 0;

    for (uint16_t slot = 0; seen < under_way && slot < exchange->slots.count; slot++) {
        const struct message *message = &exchange->slots.messages[slot];

        seen += message->size > 0;
        if (!slots_sent(&exchange->slots, slot) || !is_overdue(worker, message))
            continue;
        missed_add(&exchange->missed, message->sequence);
        give_up(worker, connection, slot);
        count++;
    }
    return count;
}

static bool any_overdue(const struct worker *worker, const struct connection *connection)
{
    const struct slots *slots = &exchange_of(worker, connection)->slots;
    uint32_t seen = 0;

    for (uint16_t slot = 0; seen < connection->under_way && slot < slots->count; slot++) {
        if (slots->messages[slot].size == 0)
            continue;
        if (is_overdue(worker, &slots->messages[slot]))
            return true;
        seen++;
    }
    return false;
}

/* What has come and not been looked at is not lost: it may be the generator that is late. */
static void on_check(struct worker *worker, struct connection *connection)
{
    uint32_t lost;

    if (!any_overdue(worker, connection))
        return;
    receive(worker, connection, connection->under_way);
    if (connection->state != CONNECTION_OPEN)
        return;
    lost = give_up_sent(worker, connection) + give_up_queued(worker, connection);
    worker->faults.lost += lost;
    worker->failed += lost;
    if (lost > 0)
        go_on(worker, connection, lost);
}

const struct conduct datagram_conduct = {
    .opened = sender_opened,
    .started = sender_started,
    .readable = on_readable,
    .writable = posting_resume,
    .check = on_check,
    .leave = sender_leave,
    .begin = posting_begin,
    .flush = posting_flush,
};
