/* slots.h - the places of the datagrams that a connection has under way.
 *
 * Answers come in any order or not at all, so a place is used again as soon as it is free, the
 * warmest first. Those that the kernel has not yet taken stand in a queue. */
#ifndef ECHOLAB_SLOTS_H
#define ECHOLAB_SLOTS_H

#include "connection.h"

#include <stdbool.h>
#include <stdint.h>

enum { SLOTS_NONE = UINT16_MAX };

struct slots {
    struct message *messages; /* `count` places of the caller's, as the following */
    uint16_t *links;          /* from a free place, or one in the queue, to the next one */
    uint16_t count;
    uint16_t free;        /* the first free place */
    uint16_t first, last; /* of the queue */
};

/* Makes all places free. */
void slots_begin(struct slots *slots, struct message *messages, uint16_t *links,
                 uint16_t count);

/* Puts a message into a free place, which there has to be, and at the queue's end. */
uint16_t slots_put(struct slots *slots, struct message message);

/* The kernel has taken the queue's first message, or nobody wants it sent any more. */
void slots_shift(struct slots *slots);

/* Makes a place free whose message is not in the queue. */
void slots_free(struct slots *slots, uint16_t slot);

/* Is there a message in this place, which the kernel has taken? */
bool slots_sent(const struct slots *slots, uint32_t slot);

/* Queues all messages again, in the order of their sequence numbers. */
void slots_requeue(struct slots *slots);

#endif
