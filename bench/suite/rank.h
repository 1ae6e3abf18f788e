/* rank.h - do two samples differ? The Mann-Whitney U test, and the effect size A12.
 *
 *     struct rank_test test = rank_test_of(a, a_count, b, b_count);
 *     printf("p %.4f, A12 %.2f\n", test.p, test.a12);
 *
 * Only the order of the values counts, so nothing is assumed about their distribution, and one
 * wild run weighs no more than any other. The price is resolution: `a_count` and `b_count`
 * values have only so many orders, and rank_smallest_p() says what the clearest of them is
 * worth.
 *
 * Mann and Whitney: On a test of whether one of two random variables is stochastically larger
 * than the other, Annals of Mathematical Statistics 18 (1947). Vargha and Delaney: A critique
 * and improvement of the CL common language effect size statistics of McGraw and Wong, Journal
 * of Educational and Behavioral Statistics 25 (2000). */
#ifndef ECHOLAB_RANK_H
#define ECHOLAB_RANK_H

#include <stdbool.h>
#include <stddef.h>

/* Up to so many values in both samples together p is exact. */
enum { RANK_MOST_EXACT = 50 };

struct rank_test {
    double u; /* how many pairs (one of a, one of b) have the larger one in a; equal: a half */
    double p; /* two-sided: how often chance alone divides the values at least as unevenly */
    double a12; /* how probably a value of a is larger than one of b: 0.5 is no effect */
    bool exact; /* p was counted, not approximated */
};

/* Both samples have at least one value, and no value is NaN; infinite ones are allowed.
 *
 * Exact means: of all ways to divide the pooled values into two samples of these sizes, the
 * share whose rank sum is at least as far from its mean. Equal values share their mean rank,
 * and since the values themselves are divided, ties need no correction. Beyond
 * RANK_MOST_EXACT, p is that of the normal distribution, corrected for ties and continuity. */
struct rank_test rank_test_of(const double *a, size_t a_count, const double *b, size_t b_count);

/* The p of two samples of which every value of one is larger than all of the other: no p of
 * samples of these sizes can be smaller, but for ties or rounding. */
double rank_smallest_p(size_t a_count, size_t b_count);

#endif
