/* converse.h - many clients that talk and listen at the same time, each in a given manner. */
#ifndef ECHOLAB_CONVERSE_H
#define ECHOLAB_CONVERSE_H

#include "peer.h"

struct manner {
    uint64_t count;            /* what each says in all, and has to hear */
    size_t say_min, say_max;   /* bytes said at a time */
    size_t hear_min, hear_max; /* bytes heard at a time */
    uint64_t pause_us;         /* after each hearing */
    bool reluctant;            /* listens only when it cannot say any more */
    bool finishes;             /* half-closes with the last byte said */
};

/* Returns when each of them has heard all of it. Two seconds without any progress are a
 * failure. */
void converse(struct peer *peers[], size_t count, const struct manner *manner);

#endif
