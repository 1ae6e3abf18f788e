/* slope.h - whether something grows with time: least squares over several lives of a server.
 *
 *     struct slope slope = { 0 };
 *     slope_add_life(&slope, samples, count);      each server that was started
 *     struct trend trend = slope_trend(&slope);
 *     if (trend.per_minute - trend.error > 1) ... it grows, and not by chance
 *
 * Every life has a level of its own, and all have one slope: the lives' deviations from their
 * own means are pooled. The interval is the usual one of a regression (Student's t, 95 %),
 * which takes samples for independent. Memory moves in steps and stays, so the truth may lie
 * somewhat further away than the interval says; it is never told without its width. */
#ifndef ECHOLAB_SLOPE_H
#define ECHOLAB_SLOPE_H

#include <stddef.h>

struct sample {
    double minutes;
    double value;
};

struct slope {
    size_t lives, samples;
    double xx, xy, yy; /* sums over the deviations from each life's means */
};

struct trend {
    double per_minute;
    double error; /* half of the 95 % interval; INFINITY if there are too few samples */
};

void slope_add_life(struct slope *slope, const struct sample samples[], size_t count);

/* Per minute 0 and an infinite error before there is anything to tell. */
struct trend slope_trend(const struct slope *slope);

#endif
