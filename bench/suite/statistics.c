/* statistics.c - what several runs of the same thing say together. */
#include "statistics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static const double miss = 0.05;

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

void statistics_sort(double *values, size_t count)
{
    qsort(values, count, sizeof *values, compare);
}

double statistics_quantile(const double *sorted, size_t count, double share)
{
    double position = share * (double)(count - 1);
    size_t below = (size_t)position;
    size_t above = below + 1 < count ? below + 1 : below;

    return sorted[below] + (position - (double)below) * (sorted[above] - sorted[below]);
}

/* Each value lies below the true median with probability 1/2. So the interval lies above the
 * median as often as no more than `outside` values lie below it, Binomial(count, 1/2); and
 * below it as often. By logarithms, since 2^-count may be no number. */
size_t statistics_outside(size_t count)
{
    double log_exactly = -(double)count * log(2);
    double at_most = exp(log_exactly);
    size_t outside = 0;

    for (size_t below = 0; at_most <= miss / 2 && below < count / 2; below++) {
        outside = below;
        log_exactly += log((double)(count - below)) - log((double)(below + 1));
        at_most += exp(log_exactly);
    }
    return outside;
}

struct spread statistics_describe(double *values, size_t count)
{
    assert(count > 0);
    for (size_t i = 0; i < count; i++)
        assert(!isnan(values[i]));
    statistics_sort(values, count);

    const size_t outside = statistics_outside(count);
    const struct spread spread = {
        .count = count,
        .min = values[0],
        .low_quartile = statistics_quantile(values, count, 0.25),
        .median = statistics_quantile(values, count, 0.5),
        .high_quartile = statistics_quantile(values, count, 0.75),
        .max = values[count - 1],
        .low = values[outside],
        .high = values[count - 1 - outside],
    };

    return spread;
}
