/* comparison_simulation_test.c - equal things come out as equal, and a difference is found.
 *
 * Simulated are runs with lognormal noise, and a drift that goes from block to block and that
 * both sides share. */
#include "chance.h"
#include "comparison.h"
#include "scatter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

enum { MOST = 16, POINTS = 6 };

static const unsigned blocks[MOST] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

static const struct comparison_manner costs = { .paired = true,
                                                .lower_is_better = true,
                                                .seed = 1 };

static struct sample sample_of(const double *values, size_t count)
{
    return (struct sample){ .count = count, .values = values, .blocks = blocks };
}

static double uniform(struct chance *chance)
{
    return ((double)(chance_next(chance) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(struct chance *chance)
{
    double radius = sqrt(-2 * log(uniform(chance)));

    return radius * cos(2 * 3.14159265358979323846 * uniform(chance));
}

struct world {
    size_t runs;
    double noise, drift; /* relative standard deviations */
    double truth;        /* a / b */
    struct comparison_manner manner;
};

static struct comparison simulate(const struct world *world, struct chance *chance)
{
    double a[MOST];
    double b[MOST];
    double level = world->drift * normal(chance);

    for (size_t i = 0; i < world->runs; i++) {
        a[i] = world->truth * exp(level + world->noise * normal(chance));
        b[i] = exp(level + world->noise * normal(chance));
        level = 0.8 * level + 0.6 * world->drift * normal(chance);
    }

    struct sample of_a = sample_of(a, world->runs);
    struct sample of_b = sample_of(b, world->runs);

    return comparison_of(&of_a, &of_b, &world->manner);
}

/* Of 100 sweeps, how many have each relation in them at least once. */
struct tally {
    double of[RELATION_SLOWER + 1];
};

static struct tally tally(const struct world *world, size_t points)
{
    enum { SWEEPS = 200 };
    struct chance chance = chance_from(world->runs * 1000 + (uint64_t)(world->noise * 100));
    struct tally tally = { { 0 } };

    for (size_t i = 0; i < SWEEPS; i++) {
        struct comparison list[POINTS];
        bool seen[RELATION_SLOWER + 1] = { false };

        for (size_t j = 0; j < points; j++)
            list[j] = simulate(world, &chance);
        comparison_conclude(list, points);
        for (size_t j = 0; j < points; j++)
            seen[list[j].relation] = true;
        for (size_t j = 0; j <= RELATION_SLOWER; j++)
            tally.of[j] += seen[j] ? 100.0 / SWEEPS : 0;
    }
    return tally;
}

static double different(struct tally tally)
{
    return tally.of[RELATION_FASTER] + tally.of[RELATION_SLOWER];
}

/* Each world is seen 200 times, so its own share wavers by 1.5; that of all does not. */
static void finds_nothing_between_equals_in_95_of_100(void **state)
{
    (void)state;
    static const size_t runs[] = { 5, 7, 11 };
    static const double noises[] = { 0.03, 0.06, 0.10 };
    static const double drifts[] = { 0, 0.08 };
    double all = 0;

    for (size_t i = 0; i < 18; i++) {
        struct world world = { runs[i % 3], noises[i / 3 % 3], drifts[i / 9], 1, costs };
        double share = different(tally(&world, 1));

        if (share > 8)
            fail_msg("%zu runs, noise %g, drift %g: %g of 100", world.runs, world.noise,
                     world.drift, share);
        all += share / 18;
    }
    assert_true(all <= 5);
    /* A test that never finds anything would pass as well. */
    assert_true(all > 0.5);
}

static void finds_nothing_in_a_whole_sweep_of_equals(void **state)
{
    (void)state;
    double all = 0;

    for (size_t runs = 5; runs <= 11; runs += 2) {
        struct world world = { runs, 0.05, runs % 4 == 1 ? 0 : 0.05, 1, costs };

        all += different(tally(&world, POINTS)) / 4;
    }
    assert_true(all <= 5);
}

static void finds_nothing_between_equals_that_are_not_paired(void **state)
{
    (void)state;
    double all = 0;

    for (size_t runs = 5; runs <= 11; runs++) {
        struct world world = { runs, 0.06, 0, 1, costs };

        world.manner.paired = false;
        all += different(tally(&world, 1)) / 7;
    }
    assert_true(all <= 5);
}

static void finds_twenty_percent_in_noise_of_three(void **state)
{
    (void)state;
    struct world world = { 7, 0.03, 0, 1.2, costs };

    assert_true(tally(&world, 1).of[RELATION_SLOWER] >= 99);
    world.drift = 0.05;
    assert_true(tally(&world, 1).of[RELATION_SLOWER] >= 95);
    world.manner.paired = false;
    world.drift = 0;
    assert_true(tally(&world, 1).of[RELATION_SLOWER] >= 99);
    world.truth = 1 / 1.2;
    assert_true(tally(&world, 1).of[RELATION_FASTER] >= 99);
}

/* "same" is a claim as well: of a true 20 % it is hardly ever made. */
static void does_not_call_twenty_percent_the_same(void **state)
{
    (void)state;
    struct world world = { 5, 0.10, 0.08, 1.2, costs };

    assert_true(tally(&world, 1).of[RELATION_SAME] <= 1);
}

/* --- What chance does among many. */

/* For one comparison, 1.96 standard errors of a median's ratio; for a thousand, 4.06. */
static void reaches_further_the_more_is_compared(void **state)
{
    (void)state;
    assert_true(fabs(log(1 + scatter_reach(0.0001, 1)) - 0.0195996) < 1e-6);
    assert_true(fabs(log(1 + scatter_reach(0.0001, 1000)) - 0.0405563) < 1e-6);
    assert_true(scatter_reach(NAN, 10) == 0);
    assert_true(scatter_reach(0.0001, 0) == 0);
    assert_true(scatter_reach(0, 10) < 1e-12);
}

/* Variances of the logarithms over the number of runs, times pi / 2 for a median. */
static void knows_the_error_of_a_ratio(void **state)
{
    (void)state;
    const double a[] = { exp(1), exp(2), exp(3) };
    const double b[] = { exp(1), exp(3), exp(5), exp(7) };
    const double none[] = { 1, 0, 2 };
    struct sample of_a = sample_of(a, 3);
    struct sample of_b = sample_of(b, 4);
    struct sample of_none = sample_of(none, 3);
    struct sample lone = sample_of(a, 1);
    double half_pi = 3.14159265358979323846 / 2;

    assert_true(fabs(scatter_of(&of_a, &of_b, false) - half_pi * (1.0 / 3 + 20.0 / 3 / 4)) <
                1e-9);
    /* In the blocks the ratios are 0, -1 and -2. */
    assert_true(fabs(scatter_of(&of_a, &of_b, true) - half_pi / 3) < 1e-9);
    assert_true(isnan(scatter_of(&of_a, &of_none, false)));
    assert_true(isnan(scatter_of(&of_a, &of_none, true)));
    assert_true(isnan(scatter_of(&of_a, &lone, false)));
}

/* Two results of equal things: 40 sweeps, each a family. Without the second lock some sweep of
 * them has a verdict more often than not. */
static bool finds_anything(struct chance *chance, bool with_lock)
{
    static const size_t sweeps = 40;
    static const size_t runs = 7;
    bool found = false;

    for (size_t i = 0; i < sweeps; i++) {
        struct comparison list[POINTS];

        for (size_t j = 0; j < POINTS; j++) {
            struct world world = { runs, 0.05, 0, 1, costs };

            world.manner.paired = false;
            /* The variance is known here: 0.05 squared, of both sides. */
            if (with_lock)
                world.manner.chance =
                    scatter_reach(3.14159265358979323846 / 2 * 2 * 0.05 * 0.05 / (double)runs,
                                  sweeps * POINTS);
            list[j] = simulate(&world, chance);
        }
        comparison_conclude(list, POINTS);
        for (size_t j = 0; j < POINTS; j++)
            found |= list[j].relation == RELATION_FASTER || list[j].relation == RELATION_SLOWER;
    }
    return found;
}

static void keeps_whole_results_of_equals_alike(void **state)
{
    (void)state;
    struct chance chance = chance_from(11);
    size_t with = 0;
    size_t without = 0;

    for (size_t i = 0; i < 10; i++) {
        with += finds_anything(&chance, true);
        without += finds_anything(&chance, false);
    }
    assert_in_range(with, 0, 1);
    assert_in_range(without, 4, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_nothing_between_equals_in_95_of_100),
        cmocka_unit_test(finds_nothing_in_a_whole_sweep_of_equals),
        cmocka_unit_test(finds_nothing_between_equals_that_are_not_paired),
        cmocka_unit_test(finds_twenty_percent_in_noise_of_three),
        cmocka_unit_test(does_not_call_twenty_percent_the_same),
        cmocka_unit_test(reaches_further_the_more_is_compared),
        cmocka_unit_test(knows_the_error_of_a_ratio),
        cmocka_unit_test(keeps_whole_results_of_equals_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
