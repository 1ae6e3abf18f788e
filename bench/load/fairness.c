/* fairness.c - how equally a server has served its connections. */
#include "fairness.h"

#include <stdlib.h>

static int by_number(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/* Of two in the middle their mean. */
static double median(const uint64_t *sorted, size_t count)
{
    const size_t upper = count / 2;
    const size_t lower = (count - 1) / 2;

    return ((double)sorted[lower] + (double)sorted[upper]) / 2;
}

struct fairness fairness_of(uint64_t *answered, size_t count)
{
    struct fairness fairness = { 0 };
    double sum = 0, squares = 0;

    for (size_t i = 0; i < count; i++) {
        sum += (double)answered[i];
        squares += (double)answered[i] * (double)answered[i];
        fairness.starved += answered[i] == 0;
    }
    if (sum == 0)
        return fairness;
    qsort(answered, count, sizeof *answered, by_number);

    const double mean = sum / (double)count;

    fairness.jain = sum * sum / ((double)count * squares);
    fairness.min_share = (double)answered[0] / mean;
    fairness.median_share = median(answered, count) / mean;
    fairness.max_share = (double)answered[count - 1] / mean;
    return fairness;
}
