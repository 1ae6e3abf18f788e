/* stream.c - a client that sends messages, and checks every byte that comes back. */
#include "stream.h"

#include "clock.h"
#include "difference.h"
#include "frames.h"
#include "sender.h"
#include "worker.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* The bytes of the stream from an offset on, contiguous for `count` bytes: straight from a
 * table of the payload, or composed, if they are task frames. */
static const unsigned char *bytes_at(struct worker *worker, const unsigned char *table,
                                     const struct connection *connection, uint64_t offset,
                                     size_t count)
{
    if (worker->frames)
        return frames_at(worker, connection, offset, count);
    return payload_at(table, connection->start + offset);
}

static void begin(struct worker *worker, struct connection *connection, uint64_t due_ns,
                  uint64_t sent_ns)
{
    const struct options *options = worker->run->options;
    uint32_t place = connection->oldest + connection->under_way;

    if (place >= options->pipeline)
        place -= options->pipeline;

    struct message *message = &connection->messages[place];

    message->due_ns = due_ns;
    message->sent_ns = sent_ns;
    message->size = sender_draw_size(options, connection);
    message->work_us = 0;
    message->end = connection->begun += message->size;
    connection->under_way++;
    connection->left--;
    if (worker->frames)
        message->work_us = task_draw(&options->task, &connection->random);
}

/* Sends until all is sent or the kernel takes no more. Bytes it did not take are announced by
 * EPOLLOUT, which is armed for that time only. */
static void push(struct worker *worker, struct connection *connection)
{
    const struct payload *payload = &worker->run->payload;

    while (connection->sent < connection->begun) {
        const uint64_t rest = connection->begun - connection->sent;
        const size_t size = rest < payload->longest ? (size_t)rest : payload->longest;
        const unsigned char *bytes =
            bytes_at(worker, payload->sent, connection, connection->sent, size);
        const ssize_t count = send(connection->fd, bytes, size, MSG_NOSIGNAL);

        if (count < 0 && errno != EAGAIN && errno != EINTR) {
            connection_lose(worker, connection, errno);
            return;
        }
        connection->sent += count > 0 ? (uint64_t)count : 0;
        worker->bytes_sent += count > 0 ? (uint64_t)count : 0;
        if (count < (ssize_t)size) {
            if (!connection->blocked)
                connection_watch(worker, connection, true);
            return;
        }
    }
    if (connection->blocked)
        connection_watch(worker, connection, false);
}

static void flush(struct worker *worker, struct connection *connection)
{
    if (!connection->blocked)
        push(worker, connection);
}

/* Tells the first difference of the run; after that, only counts. */
static void complain(struct worker *worker, const struct connection *connection,
                     const struct difference *difference, const unsigned char *arrived,
                     const unsigned char *expected)
{
    static const char *const kinds[] = { "is wrong", "is missing", "was never sent" };

    if (atomic_exchange(&worker->run->complained, true))
        return;
    fprintf(stderr,
            "echo-load: connection %" PRIu32 ": byte %" PRIu64 " of what came back %s "
            "(0x%02x came",
            connection->number, connection->received, kinds[difference->kind], arrived[0]);
    if (difference->kind == DIFFERENCE_EXTRA)
        fprintf(stderr, "); further differences are counted only\n");
    else
        fprintf(stderr, ", 0x%02x was expected); further differences are counted only\n",
                expected[0]);
}

static void count_difference(struct faults *faults, const struct difference *difference)
{
    switch (difference->kind) {
    case DIFFERENCE_WRONG:
        faults->wrong += difference->bytes;
        break;
    case DIFFERENCE_MISSING:
        faults->missing += difference->bytes;
        break;
    case DIFFERENCE_EXTRA:
        faults->extra += difference->bytes;
        break;
    }
}

static void hold(struct worker *worker, struct connection *connection,
                 const unsigned char *bytes, size_t count)
{
    struct held *held = &worker->held[connection - worker->connections];

    held->count = (unsigned char)count;
    memcpy(held->bytes, bytes, count);
    connection->holding = true;
}

/* Puts what is held in front of what will be received, and returns how much that is. */
static size_t recall(struct worker *worker, const struct connection *connection)
{
    const struct held *held = &worker->held[connection - worker->connections];

    memcpy(worker->buffer, held->bytes, held->count);
    return held->count;
}

static struct difference find_difference(const struct worker *worker,
                                         const struct connection *connection,
                                         const unsigned char *expected,
                                         const unsigned char *arrived, size_t count)
{
    const uint64_t outstanding = connection->sent - connection->received;

    if (worker->frames)
        return difference_in_place(expected, arrived, count, outstanding);
    return difference_find(&worker->run->payload, connection->start + connection->received,
                           arrived, count, outstanding);
}

/* Checks what has arrived when it is not simply right: byte by byte, and in step again after
 * each difference. */
static void examine(struct worker *worker, struct connection *connection,
                    const unsigned char *arrived, size_t count)
{
    const struct payload *payload = &worker->run->payload;

    while (count > 0) {
        const uint64_t outstanding = connection->sent - connection->received;
        const size_t common = count < outstanding ? count : (size_t)outstanding;
        const unsigned char *expected =
            bytes_at(worker, payload->expected, connection, connection->received, common);
        size_t agreeing = difference_agreeing(expected, arrived, common);

        connection->received += agreeing;
        if (agreeing < count) {
            const struct difference difference = find_difference(
                worker, connection, expected + agreeing, arrived + agreeing, count - agreeing);

            if (difference.undecided) {
                hold(worker, connection, arrived + agreeing, count - agreeing);
                return;
            }
            complain(worker, connection, &difference, arrived + agreeing, expected + agreeing);
            count_difference(&worker->faults, &difference);
            connection->received += difference.expected;
            agreeing += difference.arrived;
        }
        arrived += agreeing;
        count -= agreeing;
    }
}

/* Records the messages whose last byte is back, and returns how many they are. */
static uint32_t finish_messages(struct worker *worker, struct connection *connection)
{
    uint32_t replies = 0;

    while (connection->under_way > 0) {
        const struct message *message = &connection->messages[connection->oldest];

        if (connection->received < message->end)
            break;
        if (worker->measuring)
            connection->answered++;
        worker_record_answer(worker, message);
        connection->under_way--;
        if (++connection->oldest == worker->run->options->pipeline)
            connection->oldest = 0;
        replies++;
    }
    worker->requests += replies;
    return replies;
}

/* Compares `count` bytes in the worker's buffer with what was sent. False if the connection is
 * lost by them. */
static bool check(struct worker *worker, struct connection *connection, size_t count)
{
    const unsigned char *expected = bytes_at(worker, worker->run->payload.expected, connection,
                                             connection->received, count);

    if (count <= connection->sent - connection->received &&
        memcmp(worker->buffer, expected, count) == 0) {
        connection->received += count;
    } else if (connection_refused(connection, worker->buffer, count)) {
        connection_lose(worker, connection, CAUSE_BUSY);
        return false;
    } else {
        examine(worker, connection, worker->buffer, count);
    }
    if (connection->fresh)
        histogram_record(worker->first_byte, worker->now_ns - connection->since_ns);
    connection->fresh = false;
    return true;
}

/* One recv() an event: the kernel says so if there is more, and a second call that finds
 * nothing would cost as much as the first. */
static void on_readable(struct worker *worker, struct connection *connection)
{
    const size_t held = connection->holding ? recall(worker, connection) : 0;
    const ssize_t count = recv(connection->fd, worker->buffer + held, RECEIVE_SIZE - held, 0);

    if (count <= 0) {
        if (count == 0)
            connection_lose(worker, connection, CAUSE_HUNG_UP);
        else if (errno != EAGAIN && errno != EINTR)
            connection_lose(worker, connection, errno);
        return;
    }
    worker->now_ns = clock_now_ns();
    worker->bytes_received += (uint64_t)count;
    connection->holding = false;
    if (!check(worker, connection, held + (size_t)count))
        return;

    const uint32_t replies = finish_messages(worker, connection);

    if (replies > 0)
        worker->pace->replied(worker, connection, replies);
    if (replies > 0 && connection->under_way == 0 && connection->state == CONNECTION_OPEN)
        sender_rest(worker, connection);
}

static void on_check(struct worker *worker, struct connection *connection)
{
    const struct message *oldest = &connection->messages[connection->oldest];

    if (connection->under_way > 0 &&
        worker->now_ns - oldest->sent_ns > worker->run->options->timeout_ns)
        connection_lose(worker, connection, CAUSE_TIMEOUT);
}

const struct conduct stream_conduct = {
    .opened = sender_opened,
    .started = sender_started,
    .readable = on_readable,
    .writable = push,
    .check = on_check,
    .leave = sender_leave,
    .begin = begin,
    .flush = flush,
};
