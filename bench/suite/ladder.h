/* ladder.h - who stands above whom, as far as the runs can carry it. */
#ifndef ECHOLAB_LADDER_H
#define ECHOLAB_LADDER_H

#include "digest.h"

struct rung {
    const struct model *model;
    size_t runs;
    double median;
    double ratio; /* to the best one's */
};

/* The best one first; those that tie with it follow; the others by their medians. */
struct ladder {
    size_t count, ties; /* the first `ties` are not to be told apart from the best */
    size_t suspects;    /* left out, since all their runs are suspect */
    bool too_few;       /* runs for any verdict */
    struct rung rungs[MOST_MODELS];
};

/* By the first main figure that is known there. Returns that figure; NULL if none is known of
 * anybody, or none has a better and a worse. Suspect figures do not take part: if all are, the
 * ladder is empty. */
const struct figure *ladder_climb(const struct digest *digest, const struct scenario *scenario,
                                  const struct point *point, struct ladder *ladder);

/* What became of each model from one point to another, by the first figure. */
struct from_first {
    size_t worse_count, same_count;
    const struct model *worse[MOST_MODELS]; /* a difference that the runs carry */
    double ratios[MOST_MODELS];             /* of these, to the first point */
    const struct model *same[MOST_MODELS];  /* no such difference */
};

/* All models together are one family. `without` are left out. */
void ladder_from_first(const struct digest *digest, const struct scenario *scenario,
                       const struct point *first, const struct point *point,
                       const struct model *const *without, size_t without_count,
                       struct from_first *from_first);

#endif
