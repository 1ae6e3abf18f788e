/* twins.h - the same server measured as if it were two: what differs is noise.
 *
 * Pairs of runs of one model at the same point, one right after the other, are what a block of
 * a comparison is, but for the difference between models, which is not there. The noise of a
 * figure is how far from 1 a comparison of TWINS_BLOCKS such blocks (the median of the ratios
 * inside the blocks: ratio.h) comes out in 95 of 100 cases: the 95th percentile of 10,000 draws
 * of so many pairs, each either way round. A smaller difference between two models is nothing
 * that can be told on this machine. Of several points a figure keeps the noisiest. */
#ifndef ECHOLAB_TWINS_H
#define ECHOLAB_TWINS_H

#include "lab.h"
#include "model.h"
#include "progress.h"
#include "scenario.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* As many blocks as --quick makes; more blocks make less noise. */
enum { TWINS_BLOCKS = 6, MOST_PAIRS = 100, MOST_TWINS = 96 };

/* One figure at one point. */
struct twin {
    const struct scenario *scenario;
    const struct point *point;
    const struct figure *figure;
    size_t count;            /* of the pairs that have the figure */
    double logs[MOST_PAIRS]; /* of the ratio of each */
    bool doubted[MOST_PAIRS];
    bool suspect;    /* too few pairs are beyond doubt, so all were taken */
    double relative; /* the noise; 0.02 is 2 % */
};

struct twins {
    const struct model *model;
    unsigned pairs; /* of runs, at each point */
    size_t count;
    struct twin *list;
    double per_s;                   /* requests a second, flat out */
    double generator_us;            /* of the generator's CPU for a message, flat out */
    char failure[REASON_TEXT + 64]; /* of a run; "" if all went well */
};

/* How long it will take. */
double twins_estimate_s(unsigned pairs);

/* Makes the runs, and says so if `progress` is not NULL; false with `failure` if one failed, or
 * if it was interrupted. The caller releases it either way. */
bool twins_measure(const struct lab *lab, const struct model *model, unsigned pairs,
                   uint64_t seed, struct progress *progress, struct twins *twins);
void twins_release(struct twins *twins);

/* The noisiest place of a figure, of those that are not suspect while there are any; NULL if it
 * was not measured, or was 0 somewhere. */
const struct twin *twins_worst(const struct twins *twins, const char *figure);

json_t *twins_json(const struct twins *twins);

#endif
