/* frames.h - the bytes of a stream whose messages are task frames.
 *
 * A frame is a slice of the connection's stream like any message, but for its first twelve
 * bytes: there its header lies over the bytes of the table. */
#ifndef ECHOLAB_FRAMES_H
#define ECHOLAB_FRAMES_H

#include "connection.h"

#include <stddef.h>
#include <stdint.h>

/* The `count` bytes, at most RECEIVE_SIZE, from an offset of the connection's stream on, as far
 * as its messages are under way. They live in worker->frames until the next call. */
const unsigned char *frames_at(struct worker *worker, const struct connection *connection,
                               uint64_t offset, size_t count);

#endif
