/* ratio.c - how many times as much as the other: a ratio of medians and its 95 % interval.
 *
 * Ratios are handled by their logarithms, which are as far from 0 for a half as for the double.
 */
#include "ratio.h"

#include "chance.h"
#include "statistics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Enough for the second digit of the interval; it takes a fraction of a millisecond. */
enum { RESAMPLES = 2000, BELOW_INTERVAL = RESAMPLES / 40 };

/* Sorted values to draw from, and how often each was drawn. */
struct deck {
    size_t count;
    double *sorted;
    unsigned *drawn;
};

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;

    return (a > b) - (a < b);
}

static struct deck deck_of(const double *values, size_t count)
{
    struct deck deck = { .count = count,
                         .sorted = calloc(count, sizeof *deck.sorted),
                         .drawn = calloc(count, sizeof *deck.drawn) };

    assert(deck.sorted && deck.drawn);
    memcpy(deck.sorted, values, count * sizeof *values);
    qsort(deck.sorted, count, sizeof *deck.sorted, compare);
    return deck;
}

static void deck_release(struct deck *deck)
{
    free(deck->sorted);
    free(deck->drawn);
}

/* Two logarithms may be infinite in opposite directions: then nothing is known, and 0 is what
 * says so. */
static double middle(double below, double above)
{
    if (below == above)
        return below;
    return isinf(below) && isinf(above) ? 0 : below / 2 + above / 2;
}

static double deck_median(const struct deck *deck)
{
    return middle(deck->sorted[(deck->count - 1) / 2], deck->sorted[deck->count / 2]);
}

/* The n-th, from 0, of the drawn ones in their order. */
static double nth_drawn(const struct deck *deck, size_t n)
{
    size_t i = 0;

    for (size_t passed = deck->drawn[0]; passed <= n; passed += deck->drawn[i])
        i++;
    return deck->sorted[i];
}

/* chance_below() without its divisions, which would be most of the work here: of `count`
 * values, none is likelier than another by more than count / 2^32. */
static size_t draw(size_t count, struct chance *chance)
{
    return (size_t)(((chance_next(chance) >> 32) * count) >> 32);
}

/* The median of as many values as there are, each drawn from all of them. */
static double deck_draw_median(const struct deck *deck, struct chance *chance)
{
    memset(deck->drawn, 0, deck->count * sizeof *deck->drawn);
    for (size_t i = 0; i < deck->count; i++)
        deck->drawn[draw(deck->count, chance)]++;
    return middle(nth_drawn(deck, (deck->count - 1) / 2), nth_drawn(deck, deck->count / 2));
}

/* Equal values have the ratio 1, two zeros as well. */
static double log_ratio(double a, double b)
{
    return a == b ? 0 : log(a) - log(b);
}

static struct ratio ratio_of_medians(const struct sample *a, const struct sample *b,
                                     uint64_t seed)
{
    struct chance chance = chance_from(seed);
    struct deck of_a = deck_of(a->values, a->count);
    struct deck of_b = deck_of(b->values, b->count);
    struct ratio ratio = { exp(log_ratio(deck_median(&of_a), deck_median(&of_b))), 0, 0,
                           false };
    double logs[RESAMPLES];

    for (size_t i = 0; i < RESAMPLES; i++) {
        double median = deck_draw_median(&of_a, &chance);

        logs[i] = log_ratio(median, deck_draw_median(&of_b, &chance));
    }
    qsort(logs, RESAMPLES, sizeof *logs, compare);
    ratio.low = exp(logs[BELOW_INTERVAL]);
    ratio.high = exp(logs[RESAMPLES - 1 - BELOW_INTERVAL]);
    deck_release(&of_a);
    deck_release(&of_b);
    return ratio;
}

static struct ratio median_of_ratios(const double *log_ratios, size_t count)
{
    const size_t outside = statistics_outside(count);
    struct deck deck = deck_of(log_ratios, count);
    struct ratio ratio = { exp(deck_median(&deck)), exp(deck.sorted[outside]),
                           exp(deck.sorted[count - 1 - outside]), true };

    deck_release(&deck);
    return ratio;
}

size_t ratio_pairs(const struct sample *a, const struct sample *b, double *logs)
{
    size_t count = 0;

    for (size_t i = 0; i < a->count; i++)
        for (size_t j = 0; j < b->count; j++)
            if (a->blocks[i] == b->blocks[j]) {
                logs[count++] = log_ratio(a->values[i], b->values[j]);
                break;
            }
    return count;
}

static bool has_ratios(const struct sample *sample)
{
    for (size_t i = 0; i < sample->count; i++)
        if (sample->values[i] < 0)
            return false;
    return sample->count > 0;
}

struct ratio ratio_of(const struct sample *a, const struct sample *b, bool paired,
                      uint64_t seed)
{
    struct ratio ratio = { NAN, NAN, NAN, false };

    if (!has_ratios(a) || !has_ratios(b))
        return ratio;

    double *logs = calloc(a->count, sizeof *logs);
    size_t pairs = 0;

    assert(logs);
    if (paired && a->blocks && b->blocks)
        pairs = ratio_pairs(a, b, logs);
    ratio = pairs >= RATIO_FEWEST_PAIRS ? median_of_ratios(logs, pairs)
                                        : ratio_of_medians(a, b, seed);
    free(logs);
    return ratio;
}

double ratio_distance(double ratio)
{
    return fmax(ratio, 1 / ratio) - 1;
}
