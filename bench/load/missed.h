/* missed.h - which messages of a connection have been given up, so that an answer which comes
 * after all can be told from one that comes twice.
 *
 * A sequence number is under way, answered or given up. The first are in their slots; these
 * here are the last; so all others have been answered. Only the latest are kept one by one. Of
 * the older ones their number is known, and an answer too old to tell is taken for late while
 * there are any: nobody doubles a datagram so long after. */
#ifndef ECHOLAB_MISSED_H
#define ECHOLAB_MISSED_H

#include <stdbool.h>
#include <stdint.h>

struct missed {
    uint32_t *sequences; /* a ring of `room` places, of the caller; 0: an empty place */
    uint32_t room;
    uint32_t place;     /* where the next one goes */
    uint32_t latest;    /* of those that are only counted, */
    uint64_t forgotten; /* which are so many */
};

/* Adds a sequence number, which is not 0. */
void missed_add(struct missed *missed, uint32_t sequence);

/* Takes it out again; false if it has not been given up. */
bool missed_take(struct missed *missed, uint32_t sequence);

/* Does a number come before another? They may have wrapped around. */
static inline bool missed_precedes(uint32_t sequence, uint32_t other)
{
    return (int32_t)(sequence - other) < 0;
}

#endif
