/* ladder.h - who stands above whom, as far as the runs can carry it. */
#ifndef ECHOLAB_LADDER_H
#define ECHOLAB_LADDER_H

#include "digest.h"

struct rung {
    const struct model *model;
    size_t runs;
    const char *note; /* what has to be said about them, "" if nothing; the digest's */
    double median;
    double ratio; /* to the best one's */
};

/* The best one first, then those that are the same by test, those that the runs cannot tell
 * from it, and the others by their medians. */
struct ladder {
    size_t count;
    size_t same, unclear; /* how many of each, behind the best */
    size_t fewest, most;  /* runs */
    struct rung poorest;  /* who has the fewest */
    bool too_few;         /* runs for any verdict in this family */
    struct rung rungs[MOST_MODELS];
    size_t suspect_count; /* left out, since all their runs are suspect */
    const struct model *suspects[MOST_MODELS];
    bool
        contested; /* a suspect one has the better median, or there is nobody to compare with */
};

/* By the first main figure that is known there. Returns that figure; NULL if none is known of
 * anybody, or none has a better and a worse. Suspect figures do not take part: if all are, the
 * ladder is empty. */
const struct figure *ladder_climb(const struct digest *digest, const struct scenario *scenario,
                                  const struct point *point, struct ladder *ladder);

/* What became of each model from one point to another, by the first figure. */
struct from_first {
    size_t worse_count, better_count, same_count, unclear_count;
    const struct model *worse[MOST_MODELS], *better[MOST_MODELS]; /* the runs carry it */
    double ratios[MOST_MODELS];                                   /* of the worse, to then */
    const struct model *same[MOST_MODELS];                        /* within 5 %, by test */
    const struct model *unclear[MOST_MODELS]; /* nothing beyond their own scatter */
    bool too_few;                             /* runs for any verdict */
};

/* All models together are one family. `without` are left out. */
void ladder_from_first(const struct digest *digest, const struct scenario *scenario,
                       const struct point *first, const struct point *point,
                       const struct model *const *without, size_t without_count,
                       struct from_first *from_first);

/* How the first figure grows from the first point of the axis, for each model as far as it
 * goes. */
struct grown {
    const struct model *model;
    const struct point *to; /* the last at which the model is there */
    double ratio;
};

struct growth {
    size_t grown_count, same_count, unclear_count;
    struct grown grown[MOST_MODELS];          /* the runs carry it, and it is above 5 % */
    const struct model *same[MOST_MODELS];    /* its interval ends below 10 % */
    const struct model *unclear[MOST_MODELS]; /* anything else */
};

/* All models together are one family. Suspect figures do not take part. */
void ladder_grow(const struct digest *digest, const struct scenario *scenario,
                 const struct point *last, struct growth *growth);

#endif
