/* statistics.h - what several runs of the same thing say together.
 *
 *     struct spread spread = statistics_describe(values, count);
 *     printf("%.1f (95 %% CI %.1f to %.1f)\n", spread.median, spread.low, spread.high);
 *
 * The unit is a run, never a request. No distribution is assumed: a median, not a mean, and an
 * interval between two of the runs, as the sign test has it (Conover: Practical Nonparametric
 * Statistics, section 3.2; first Thompson 1936). It contains the median with a probability that
 * is known and never below 95 %, where resampling falls short of it: the percentile bootstrap
 * of 7 runs has 87.5 %. With fewer than STATISTICS_FEWEST runs not even min to max has 95 %.
 */
#ifndef ECHOLAB_STATISTICS_H
#define ECHOLAB_STATISTICS_H

#include <stddef.h>

enum { STATISTICS_FEWEST = 6 };

struct spread {
    size_t count;
    double min, low_quartile, median, high_quartile, max;
    double low, high; /* the 95 % confidence interval of the median */
};

/* Sorts `values`, of which there is at least one and none is NaN. */
struct spread statistics_describe(double *values, size_t count);

/* How many of so many values lie below the interval of their median, and as many above it. */
size_t statistics_outside(size_t count);

/* Into ascending order; none is NaN. */
void statistics_sort(double *values, size_t count);

/* The value below which `share` (0 to 1) of the sorted values lies, interpolated between
 * neighbours: type 7 of Hyndman and Fan (The American Statistician, 1996), as R and NumPy do.
 */
double statistics_quantile(const double *sorted, size_t count, double share);

#endif
