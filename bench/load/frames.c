/* frames.c - the bytes of a stream whose messages are task frames. */
#include "frames.h"

#include "task.h"
#include "worker.h"

#include <string.h>

/* Lays the part of the message's header that is within [offset, offset + count) over `bytes`.
 */
static void lay_header(const struct options *options, const struct message *message,
                       uint64_t offset, size_t count, unsigned char *bytes)
{
    const uint64_t begin = message->end - message->size;
    const uint64_t first = begin > offset ? begin : offset;
    const uint64_t header_end = begin + TASK_HEADER_SIZE;
    const uint64_t end = header_end < offset + count ? header_end : offset + count;
    unsigned char header[TASK_HEADER_SIZE];

    if (first >= end)
        return;
    task_write_header(&options->task, message->size, message->work_us, header);
    memcpy(bytes + (first - offset), header + (first - begin), (size_t)(end - first));
}

const unsigned char *frames_at(struct worker *worker, const struct connection *connection,
                               uint64_t offset, size_t count)
{
    const struct options *options = worker->run->options;
    const unsigned char *table =
        payload_at(worker->run->payload.sent, connection->start + offset);
    uint32_t place = connection->oldest;

    memcpy(worker->frames, table, count);
    for (uint32_t i = 0; i < connection->under_way; i++) {
        const struct message *message = &connection->messages[place];

        if (message->end - message->size >= offset + count)
            break;
        lay_header(options, message, offset, count, worker->frames);
        if (++place == options->pipeline)
            place = 0;
    }
    return worker->frames;
}
