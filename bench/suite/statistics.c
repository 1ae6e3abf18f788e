/* statistics.c - what several runs of the same thing say together. */
#include "statistics.h"

#include "chance.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* Enough for the second digit of the interval; it takes some milliseconds. */
enum { RESAMPLES = 10000 };

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

/* The median of as many values as there are, each drawn from all of them. */
static double resampled_median(const double *values, size_t count, struct chance *chance,
                               double *drawn)
{
    for (size_t i = 0; i < count; i++)
        drawn[i] = values[chance_below(chance, count)];
    statistics_sort(drawn, count);
    return statistics_quantile(drawn, count, 0.5);
}

static void bootstrap(const double *values, size_t count, uint64_t seed, struct spread *spread)
{
    struct chance chance = chance_from(seed);
    double medians[RESAMPLES];
    double *drawn = calloc(count, sizeof *drawn);

    assert(drawn);
    for (size_t i = 0; i < RESAMPLES; i++)
        medians[i] = resampled_median(values, count, &chance, drawn);
    free(drawn);
    statistics_sort(medians, RESAMPLES);
    spread->low = statistics_quantile(medians, RESAMPLES, 0.025);
    spread->high = statistics_quantile(medians, RESAMPLES, 0.975);
}

struct spread statistics_describe(double *values, size_t count, uint64_t seed)
{
    assert(count > 0);
    for (size_t i = 0; i < count; i++)
        assert(!isnan(values[i]));
    statistics_sort(values, count);

    struct spread spread = {
        .count = count,
        .min = values[0],
        .low_quartile = statistics_quantile(values, count, 0.25),
        .median = statistics_quantile(values, count, 0.5),
        .high_quartile = statistics_quantile(values, count, 0.75),
        .max = values[count - 1],
    };

    bootstrap(values, count, seed, &spread);
    return spread;
}
