/* scatter.h - how far apart equal things come out when many are compared.
 *
 * Holm keeps each sweep honest, but two results have some hundred sweeps, and of a hundred
 * sweeps of equal things five would hold a verdict. So whoever compares whole results asks one
 * thing more of a difference: that chance could not have made one as large anywhere, given how
 * much the runs themselves scatter.
 *
 *     variance = scatter_of(&a, &b, paired);                   of each comparison
 *     chance = scatter_reach(variance, how_many_comparisons);  for comparison_manner
 *
 * This is a test of normal logarithms (z, after Bonferroni) besides that of the ranks: a coarse
 * second lock, which sees how large a difference is, as ranks cannot. */
#ifndef ECHOLAB_SCATTER_H
#define ECHOLAB_SCATTER_H

#include "ratio.h"

#include <stdbool.h>
#include <stddef.h>

/* The squared standard error of the logarithm of the ratio of a and b, as their runs, or the
 * ratios in their blocks, scatter. NaN if that cannot be told: fewer than two runs, or values
 * that are not above zero. */
double scatter_of(const struct sample *a, const struct sample *b, bool paired);

/* The relative difference (0.07 is 7 %) that of so many comparisons of equal things none
 * exceeds, in 95 of 100 cases, if each has this squared error. 0 if it is NaN. */
double scatter_reach(double variance, size_t comparisons);

#endif
