/* statistics.h - what several runs of the same thing say together.
 *
 *     struct spread spread = statistics_describe(values, count, seed);
 *     printf("%.1f (95 %% CI %.1f to %.1f)\n", spread.median, spread.low, spread.high);
 *
 * The unit is a run, never a request. No distribution is assumed: a median, not a mean, and an
 * interval from resampling (Efron and Tibshirani: An Introduction to the Bootstrap, chapter 13,
 * the percentile interval). With fewer than 5 runs the interval is hardly more than min to max.
 */
#ifndef ECHOLAB_STATISTICS_H
#define ECHOLAB_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

struct spread {
    size_t count;
    double min, low_quartile, median, high_quartile, max;
    double low, high; /* the 95 % confidence interval of the median */
};

/* Sorts `values`, of which there is at least one and none is NaN. The same values, in any
 * order, with the same seed give the same spread. */
struct spread statistics_describe(double *values, size_t count, uint64_t seed);

/* Into ascending order; none is NaN. */
void statistics_sort(double *values, size_t count);

/* The value below which `share` (0 to 1) of the sorted values lies, interpolated between
 * neighbours: type 7 of Hyndman and Fan (The American Statistician, 1996), as R and NumPy do.
 */
double statistics_quantile(const double *sorted, size_t count, double share);

#endif
