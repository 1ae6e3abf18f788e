/* comparison.h - is one better than the other, as far as the runs can tell?
 *
 *     struct comparison points[MOST];
 *     for each point of the sweep:
 *         points[i] = comparison_of(&a, &b, &manner);
 *     comparison_conclude(points, count);
 *     puts(relation_word(points[0].relation));
 *
 * The unit is a run, never a request. Three things have to agree before a difference is called
 * one: the ranks of the runs (the test of Mann and Whitney, rank.h, adjusted as holm.h says),
 * the 95 % interval of the ratio (ratio.h), and the noise of the machine, below which no
 * difference counts.
 *
 * The ratio is formed inside blocks where it can be; the test takes the runs as they are. A
 * drift that both sides share widens both, so that p errs towards silence, never towards a
 * difference. A test of the pairs themselves, by their signs, would not do: of 5 pairs it gives
 * no p below 0.0625 and of 7 none below 0.0156, so that not even 4 points could be carried.
 *
 * The family, over which p is adjusted, is what is asked in one breath:
 *   - two results, or two models: one figure at all points of one scenario's sweep;
 *   - every model against every other: all pairs at one point.
 * The number of runs bounds what can be carried, whatever they say: the smallest p is 0.0079
 * of 5 and 5 runs, 0.0022 of 6, 0.00058 of 7, 0.0000028 of 11. So 5 runs carry a sweep of 6
 * points, but none of the 21 pairs of seven models; 6 runs carry these, and 7 carry up to 85.
 * A comparison that has too few runs for its family says so. */
#ifndef ECHOLAB_COMPARISON_H
#define ECHOLAB_COMPARISON_H

#include "ratio.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FEWEST_RUNS_TO_COMPARE = 5, COMPARISON_WHY = 128 };

enum relation { RELATION_INCONCLUSIVE, RELATION_SAME, RELATION_FASTER, RELATION_SLOWER };

/* "inconclusive", "same", "faster", "slower": as the files say it. Of what is no time, faster
 * means better and slower worse. */
const char *relation_word(enum relation relation);

struct comparison_manner {
    bool paired; /* equal block numbers mean that both were measured side by side */
    bool lower_is_better;
    double noise;  /* of the machine, relative: 0.04 is 4 %; 0: not known */
    double chance; /* relative: how far apart equal things may come out; 0: of no concern */
    uint64_t seed;
};

struct comparison {
    struct comparison_manner manner;
    size_t a_runs, b_runs;
    size_t family; /* how many were concluded together */

    /* a / b and its 95 % interval. May be infinite or NaN, ratio.h; JSON has neither: write
     * null. */
    double ratio, low, high;
    double p, p_holm; /* NaN with fewer than FEWEST_RUNS_TO_COMPARE on a side */
    double a12;       /* how probably a run of a has the larger value; NaN without runs */

    enum relation relation;   /* of a, compared with b */
    bool paired;              /* the ratio was formed inside blocks */
    char why[COMPARISON_WHY]; /* a phrase without a full stop; "" if the figures say it all */
};

/* Compares, and does not conclude: relation is inconclusive, p_holm is p, why is "". The same
 * samples with the same seed give the same comparison. */
struct comparison comparison_of(const struct sample *a, const struct sample *b,
                                const struct comparison_manner *manner);

/* Adjusts p over the whole list, which is one family, and concludes for each:
 *   - faster or slower: p_holm is below 0.05, the interval of the ratio excludes 1, and the
 *     ratio is further from 1 than the noise, and than what chance can do;
 *   - same: the whole interval lies within 5 % of 1, or within the noise if that is more, and
 *     the former does not hold;
 *   - inconclusive: everything else, and fewer than FEWEST_RUNS_TO_COMPARE runs on a side.
 * Where there is no ratio, since values are below zero, the ranks alone decide. */
void comparison_conclude(struct comparison *list, size_t count);

#endif
