/* comparison.c - is one better than the other, as far as the runs can tell? */
#include "comparison.h"

#include "holm.h"
#include "rank.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { PERCENT_TEXT = 32 };

static const double significant = 0.05;
static const double same_within = 0.05;

const char *relation_word(enum relation relation)
{
    static const char *const words[] = {
        [RELATION_INCONCLUSIVE] = "inconclusive",
        [RELATION_SAME] = "same",
        [RELATION_FASTER] = "faster",
        [RELATION_SLOWER] = "slower",
    };

    return words[relation];
}

static bool has_enough_runs(const struct comparison *comparison)
{
    return comparison->a_runs >= FEWEST_RUNS_TO_COMPARE &&
           comparison->b_runs >= FEWEST_RUNS_TO_COMPARE;
}

struct comparison comparison_of(const struct sample *a, const struct sample *b,
                                const struct comparison_manner *manner)
{
    struct ratio ratio = ratio_of(a, b, manner->paired, manner->seed);
    struct comparison comparison = { .manner = *manner,
                                     .a_runs = a->count,
                                     .b_runs = b->count,
                                     .family = 1,
                                     .ratio = ratio.value,
                                     .low = ratio.low,
                                     .high = ratio.high,
                                     .paired = ratio.paired,
                                     .p = NAN,
                                     .p_holm = NAN,
                                     .a12 = NAN };

    if (a->count == 0 || b->count == 0)
        return comparison;

    struct rank_test test = rank_test_of(a->values, a->count, b->values, b->count);

    comparison.a12 = test.a12;
    if (has_enough_runs(&comparison))
        comparison.p = comparison.p_holm = test.p;
    return comparison;
}

/* "3.8 %", "5 %" and "40 %" */
static const char *percent(double share, char text[PERCENT_TEXT])
{
    double tenths = round(share * 1000);
    bool whole = tenths >= 100 || fmod(tenths, 10) == 0;

    snprintf(text, PERCENT_TEXT, "%.*f %%", whole ? 0 : 1, share * 100);
    return text;
}

/* "4 % less", "8 % more", "nothing" */
static const char *change(double ratio, char text[PERCENT_TEXT])
{
    char share[PERCENT_TEXT];

    if (fabs(ratio - 1) < 0.0005)
        return "no change";
    if (isinf(ratio))
        return "any number of times";
    snprintf(text, PERCENT_TEXT, "%.20s %s", percent(fabs(ratio - 1), share),
             ratio < 1 ? "less" : "more");
    return text;
}

static bool excludes_1(const struct comparison *comparison)
{
    return isnan(comparison->ratio) || comparison->low > 1 || comparison->high < 1;
}

static bool is_above(const struct comparison *comparison, double limit)
{
    return isnan(comparison->ratio) || ratio_distance(comparison->ratio) > limit;
}

/* They do not if a drift has touched only one side, as when blocks are missing from the other.
 */
static bool ranks_agree(const struct comparison *comparison)
{
    return isnan(comparison->ratio) || (comparison->ratio > 1) == (comparison->a12 > 0.5);
}

static bool is_different(const struct comparison *comparison)
{
    return comparison->p_holm < significant && excludes_1(comparison) &&
           ranks_agree(comparison) && is_above(comparison, comparison->manner.noise) &&
           is_above(comparison, comparison->manner.chance);
}

static double same_margin(const struct comparison *comparison)
{
    return fmax(same_within, comparison->manner.noise);
}

/* Two one-sided tests at once (Schuirmann 1987): what is outside the interval is refuted. */
static bool is_same(const struct comparison *comparison)
{
    return ratio_distance(comparison->low) <= same_margin(comparison) &&
           ratio_distance(comparison->high) <= same_margin(comparison);
}

/* Whether even the clearest of all outcomes would have been lost in this family. */
static bool is_beyond_its_runs(const struct comparison *comparison)
{
    return rank_smallest_p(comparison->a_runs, comparison->b_runs) *
               (double)comparison->family >=
           significant;
}

static void say_what_is_lacking(struct comparison *comparison)
{
    char first[PERCENT_TEXT];
    char second[PERCENT_TEXT];
    char *why = comparison->why;

    if (!excludes_1(comparison))
        snprintf(why, COMPARISON_WHY, "anything from %s to %s is possible",
                 change(comparison->low, first), change(comparison->high, second));
    else if (comparison->p < significant && is_beyond_its_runs(comparison))
        snprintf(why, COMPARISON_WHY, "%zu and %zu runs cannot carry any of %zu comparisons",
                 comparison->a_runs, comparison->b_runs, comparison->family);
    else if (!(comparison->p_holm < significant))
        snprintf(why, COMPARISON_WHY, "the runs overlap too much for any of %zu comparison%s",
                 comparison->family, comparison->family == 1 ? "" : "s");
    else if (!ranks_agree(comparison))
        snprintf(why, COMPARISON_WHY,
                 "the ratios inside blocks contradict the runs as a whole");
    else if (is_above(comparison, comparison->manner.noise))
        snprintf(why, COMPARISON_WHY, "up to %s may be chance, among all that is compared",
                 percent(comparison->manner.chance, first));
    else
        snprintf(why, COMPARISON_WHY, "%s is below this machine's noise of %s",
                 percent(fabs(comparison->ratio - 1), first),
                 percent(comparison->manner.noise, second));
}

static void conclude(struct comparison *comparison)
{
    char margin[PERCENT_TEXT];

    if (!has_enough_runs(comparison)) {
        snprintf(comparison->why, COMPARISON_WHY,
                 "too few runs: %zu and %zu, and %d are needed", comparison->a_runs,
                 comparison->b_runs, FEWEST_RUNS_TO_COMPARE);
    } else if (is_different(comparison)) {
        bool lower = isnan(comparison->ratio) ? comparison->a12 < 0.5 : comparison->ratio < 1;

        comparison->relation =
            lower == comparison->manner.lower_is_better ? RELATION_FASTER : RELATION_SLOWER;
        if (isnan(comparison->ratio))
            snprintf(comparison->why, COMPARISON_WHY,
                     "values below zero have no ratio: by their ranks alone");
    } else if (is_same(comparison)) {
        comparison->relation = RELATION_SAME;
        snprintf(comparison->why, COMPARISON_WHY, "the interval lies within %s",
                 percent(same_margin(comparison), margin));
    } else {
        say_what_is_lacking(comparison);
    }
}

void comparison_conclude(struct comparison *list, size_t count)
{
    double *p = calloc(count + 1, sizeof *p);
    size_t family = 0;

    assert(p);
    for (size_t i = 0; i < count; i++) {
        p[i] = list[i].p;
        family += isnan(p[i]) ? 0 : 1;
    }
    holm_adjust(p, count);
    for (size_t i = 0; i < count; i++) {
        list[i].family = family;
        list[i].p_holm = p[i];
        conclude(&list[i]);
    }
    free(p);
}
