/* scatter.c - how far apart equal things come out when many are compared. */
#include "scatter.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

/* The squared standard error of the median of normal values, as a multiple of the mean's. */
static const double of_a_median = 3.14159265358979323846 / 2;

static const double significant = 0.05;

/* The sample variance of the logarithms; NaN if one is not finite. */
static double variance_of(const double *logs, size_t count)
{
    double mean = 0;
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        mean += logs[i] / (double)count;
    for (size_t i = 0; i < count; i++)
        sum += (logs[i] - mean) * (logs[i] - mean);
    return count < 2 || !isfinite(sum) ? NAN : sum / (double)(count - 1);
}

static double error_of(const struct sample *sample)
{
    double *logs = calloc(sample->count + 1, sizeof *logs);

    assert(logs);
    for (size_t i = 0; i < sample->count; i++)
        logs[i] = sample->values[i] > 0 ? log(sample->values[i]) : NAN;

    double variance = variance_of(logs, sample->count);

    free(logs);
    return variance / (double)sample->count;
}

static double error_in_blocks(const struct sample *a, const struct sample *b)
{
    double *logs = calloc(a->count + 1, sizeof *logs);

    assert(logs);

    size_t pairs = ratio_pairs(a, b, logs);
    double variance = variance_of(logs, pairs);

    free(logs);
    return variance / (double)pairs;
}

double scatter_of(const struct sample *a, const struct sample *b, bool paired)
{
    if (a->count < 2 || b->count < 2)
        return NAN;
    return of_a_median * (paired ? error_in_blocks(a, b) : error_of(a) + error_of(b));
}

/* Beyond which normal values lie, on either side, with probability p: by halving, since the C
 * library has no inverse of erfc(). */
static double normal_beyond(double p)
{
    double below = 0;
    double above = 40;

    for (int i = 0; i < 64; i++) {
        double middle = (below + above) / 2;

        if (erfc(middle / sqrt(2)) > p)
            below = middle;
        else
            above = middle;
    }
    return below;
}

double scatter_reach(double variance, size_t comparisons)
{
    if (isnan(variance) || comparisons == 0)
        return 0;
    return exp(normal_beyond(significant / (double)comparisons) * sqrt(variance)) - 1;
}
