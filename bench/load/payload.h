/* payload.h - the bytes a connection sends, and what a right echo of them looks like.
 *
 * All connections of a run read from one endless stream: a table of PAYLOAD_PERIOD
 * pseudo-random bytes, over and over. Each connection begins at a place of its own, drawn from
 * (seed, connection), so byte `offset` of its stream follows from (seed, connection, offset)
 * alone:
 *
 *     uint32_t start = payload_start(seed, connection);
 *     send(fd, payload_at(payload.sent, start + offset), size, 0);
 *     memcmp(arrived, payload_at(payload.expected, start + offset), count) == 0
 *
 * The table goes on beyond its period, so that every message and every piece of an echo is
 * contiguous: sending copies nothing, checking is one memcmp(). The period is prime, so that no
 * lost or doubled message or buffer can hide: no size is a multiple of it. */
#ifndef ECHOLAB_PAYLOAD_H
#define ECHOLAB_PAYLOAD_H

#include "session.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PAYLOAD_PERIOD = 262139 };

struct payload {
    size_t longest;          /* every slice of so many bytes is contiguous */
    unsigned char *sent;     /* the table a client sends from */
    unsigned char *expected; /* the table its echo is checked against; may be the same one */
};

/* Fills the tables for a service. Task frames come back unchanged; of them the tables hold all
 * but the headers (frames.h). False when there is no memory. */
bool payload_create(struct payload *payload, uint64_t seed, enum service service,
                    size_t longest);
void payload_destroy(struct payload *payload);

/* Where in the stream a connection begins. */
uint32_t payload_start(uint64_t seed, uint64_t connection);

/* The bytes of a table from a position of the endless stream on. */
static inline const unsigned char *payload_at(const unsigned char *table, uint64_t position)
{
    return table + position % PAYLOAD_PERIOD;
}

#endif
