/* life.h - one life of a server under mixed load, from its ready line to its clean leave.
 *
 * A life is a row of rounds. In each of them several kinds of clients load the server for some
 * seconds, all of them leave, and then it has to be as it was before the first came: that is
 * when its memory is read. In a calm life all clients behave, and the server's counters have to
 * be theirs to the last byte. In a rough one some never read, say nothing, send a byte a second
 * or reset, and in the middle of each round the server runs out of descriptors. A cut life is
 * one round, and SIGTERM comes while everybody is talking. */
#ifndef ECHOLAB_SOAK_LIFE_H
#define ECHOLAB_SOAK_LIFE_H

#include "load.h"
#include "slope.h"

#include <stdbool.h>
#include <stdint.h>

enum mood { CALM, ROUGH, CUT };

struct manner_of_life {
    unsigned transport;
    enum mood mood;
    unsigned round_s;
    uint64_t end_ns; /* the last round has begun by then */
};

/* What is remembered of all lives of a model. */
struct memories {
    unsigned lives, rounds, pulses, shed;
    struct tally tally;
    struct slope slope;                      /* of the memory at rest, in KiB */
    double rest_first_kib, rest_last_kib;    /* of the latest life */
    uint64_t peak_kib;                       /* the children's included */
    unsigned descriptors, threads, children; /* the most that were seen */
};

/* Fails the trial when a promise is broken. */
void life_live(struct trial *trial, const struct manner_of_life *manner,
               struct memories *memories);

#endif
