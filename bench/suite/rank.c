/* rank.c - do two samples differ? The Mann-Whitney U test, and the effect size A12. */
#include "rank.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

struct ranked {
    double value;
    bool of_a;
    size_t twice; /* its rank, doubled: the mean rank of equal values may end in a half */
};

static int compare(const void *left, const void *right)
{
    double a = ((const struct ranked *)left)->value;
    double b = ((const struct ranked *)right)->value;

    return (a > b) - (a < b);
}

/* The caller frees what comes back. */
static struct ranked *pool(const double *a, size_t a_count, const double *b, size_t b_count)
{
    struct ranked *pooled = calloc(a_count + b_count, sizeof *pooled);

    assert(pooled);
    for (size_t i = 0; i < a_count; i++)
        pooled[i] = (struct ranked){ .value = a[i], .of_a = true };
    for (size_t i = 0; i < b_count; i++)
        pooled[a_count + i] = (struct ranked){ .value = b[i] };
    qsort(pooled, a_count + b_count, sizeof *pooled, compare);
    return pooled;
}

/* Gives equal values their mean rank. Returns the sum of t^3 - t over all groups of t equal
 * values, which is what ties take from the variance. */
static double assign_ranks(struct ranked *pooled, size_t count)
{
    double ties = 0;

    for (size_t from = 0, to; from < count; from = to) {
        for (to = from; to < count && pooled[to].value == pooled[from].value; to++)
            ;
        for (size_t i = from; i < to; i++)
            pooled[i].twice = from + 1 + to;

        double equal = (double)(to - from);

        ties += equal * equal * equal - equal;
    }
    return ties;
}

static size_t twice_the_rank_sum_of_a(const struct ranked *pooled, size_t count)
{
    size_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += pooled[i].of_a ? pooled[i].twice : 0;
    return sum;
}

/* How many ways there are to choose `chosen` of the ranks, by their doubled sum: the array ends
 * with the largest sum of all ranks. Each rank in turn is left out or taken. The numbers stay
 * whole: C(50, 25) is below 2^53. The caller frees what comes back. */
static double *count_ways(const struct ranked *pooled, size_t count, size_t chosen)
{
    size_t sums = count * (count + 1) + 1;
    double *ways = calloc((chosen + 1) * sums, sizeof *ways);

    assert(ways);
    ways[0] = 1;
    for (size_t i = 0; i < count; i++)
        /* Downwards, so that no rank is taken twice. */
        for (size_t size = i + 1 < chosen ? i + 1 : chosen; size > 0; size--)
            for (size_t sum = pooled[i].twice; sum < sums; sum++)
                ways[size * sums + sum] += ways[(size - 1) * sums + sum - pooled[i].twice];
    return ways;
}

static size_t distance(size_t one, size_t other)
{
    return one > other ? one - other : other - one;
}

static double exact_p(const struct ranked *pooled, size_t count, size_t chosen)
{
    size_t sums = count * (count + 1) + 1;
    size_t mean = chosen * (count + 1);
    size_t seen = distance(twice_the_rank_sum_of_a(pooled, count), mean);
    double *ways = count_ways(pooled, count, chosen);
    double all = 0;
    double as_far = 0;

    for (size_t sum = 0; sum < sums; sum++) {
        all += ways[chosen * sums + sum];
        as_far += distance(sum, mean) >= seen ? ways[chosen * sums + sum] : 0;
    }
    free(ways);
    return as_far / all;
}

/* `ties` is assign_ranks()'s. Lehmann: Nonparametrics, section 1.4. */
static double normal_p(double u, double a_count, double b_count, double ties)
{
    double count = a_count + b_count;
    double pairs = a_count * b_count;
    double variance = pairs / 12 * (count + 1 - ties / (count * (count - 1)));
    double beyond = fabs(u - pairs / 2) - 0.5;

    return beyond <= 0 || variance <= 0 ? 1 : erfc(beyond / sqrt(2 * variance));
}

struct rank_test rank_test_of(const double *a, size_t a_count, const double *b, size_t b_count)
{
    assert(a_count > 0 && b_count > 0);

    size_t count = a_count + b_count;
    struct ranked *pooled = pool(a, a_count, b, b_count);
    double ties = assign_ranks(pooled, count);
    size_t least = a_count * (a_count + 1);
    double u = (double)(twice_the_rank_sum_of_a(pooled, count) - least) / 2;
    struct rank_test test = { .u = u,
                              .a12 = u / (double)(a_count * b_count),
                              .exact = count <= RANK_MOST_EXACT };

    test.p = test.exact ? exact_p(pooled, count, a_count)
                        : normal_p(u, (double)a_count, (double)b_count, ties);
    free(pooled);
    return test;
}

double rank_smallest_p(size_t a_count, size_t b_count)
{
    double ways = 1;

    for (size_t i = 1; i <= a_count; i++)
        ways *= (double)(b_count + i) / (double)i;
    return fmin(1, 2 / ways);
}
