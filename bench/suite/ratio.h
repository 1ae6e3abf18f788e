/* ratio.h - how many times as much as the other: a ratio of medians and its 95 % interval.
 *
 * Pairs beat length. What is measured in the same block is measured within seconds, so a ratio
 * formed inside a block does not suffer from a machine that drifts from block to block. Where
 * there are at least RATIO_FEWEST_PAIRS such ratios, theirs is the median, and its interval as
 * statistics.h has it. Otherwise it is the ratio of the two medians, and both samples are
 * resampled, each for itself: the percentile bootstrap (Efron and Tibshirani: An Introduction
 * to the Bootstrap, chapter 13), which covers 95 to 97 % for two medians of 5 to 11 runs. */
#ifndef ECHOLAB_RATIO_H
#define ECHOLAB_RATIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RATIO_FEWEST_PAIRS = 5 };

/* The runs of one side. None is NaN. Borrowed during a call. */
struct sample {
    size_t count;
    const double *values;
    const unsigned *blocks; /* of each value, each number once; NULL: not measured in blocks */
};

struct ratio {
    /* Infinite or 0 where one side is 0, and 1 where both are. NaN where there is no ratio: a
     * side has no runs, or values below zero. */
    double value, low, high;
    bool paired;
};

/* a / b. `paired`: equal block numbers mean that both were measured side by side. The same
 * samples with the same seed, which is the resampling's, give the same ratio. */
struct ratio ratio_of(const struct sample *a, const struct sample *b, bool paired,
                      uint64_t seed);

/* Writes the logarithm of the ratio inside each block in which both were measured, and returns
 * how many there are; `logs` has room for a->count. Both samples have blocks. */
size_t ratio_pairs(const struct sample *a, const struct sample *b, double *logs);

/* How far a ratio is from 1, in either direction alike: 0.25 for 1.25 and for 0.8. */
double ratio_distance(double ratio);

#endif
