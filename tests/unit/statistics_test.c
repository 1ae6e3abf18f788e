/* statistics_test.c - medians, quantiles, intervals and chance against known values. */
#include "chance.h"
#include "statistics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static void expect_near(double value, double expected)
{
    if (fabs(value - expected) > 1e-9)
        fail_msg("%.12g instead of %.12g", value, expected);
}

static void takes_the_middle_of_an_odd_number_of_runs(void **state)
{
    (void)state;
    double values[] = { 5, 1, 4, 2, 3 };

    expect_near(statistics_describe(values, 5).median, 3);
}

static void takes_the_mean_of_the_two_middle_ones_of_an_even_number(void **state)
{
    (void)state;
    double values[] = { 4, 1, 3, 2 };

    expect_near(statistics_describe(values, 4).median, 2.5);
}

/* As R's quantile() and NumPy's percentile() give them by default. */
static void interpolates_quartiles_as_r_does(void **state)
{
    (void)state;
    double values[] = { 6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49 };
    struct spread spread = statistics_describe(values, 11);

    expect_near(spread.low_quartile, 25.5);
    expect_near(spread.median, 40);
    expect_near(spread.high_quartile, 42.5);
    expect_near(spread.min, 6);
    expect_near(spread.max, 49);
}

static void reaches_both_ends_as_quantiles(void **state)
{
    (void)state;
    const double sorted[] = { 1, 2, 10 };

    expect_near(statistics_quantile(sorted, 3, 0), 1);
    expect_near(statistics_quantile(sorted, 3, 1), 10);
    expect_near(statistics_quantile(sorted, 3, 0.75), 6);
}

static void has_no_width_for_one_run(void **state)
{
    (void)state;
    double values[] = { 17 };
    struct spread spread = statistics_describe(values, 1);

    expect_near(spread.low, 17);
    expect_near(spread.median, 17);
    expect_near(spread.high, 17);
    assert_int_equal(spread.count, 1);
}

static void has_no_width_for_equal_runs(void **state)
{
    (void)state;
    double values[] = { 3, 3, 3, 3, 3 };
    struct spread spread = statistics_describe(values, 5);

    expect_near(spread.low, 3);
    expect_near(spread.high, 3);
}

/* Of five runs all lie on the same side of the median once in 16 times. */
static void reaches_from_min_to_max_for_five_runs(void **state)
{
    (void)state;
    double values[] = { 10, 20, 30, 40, 50 };
    struct spread spread = statistics_describe(values, 5);

    expect_near(spread.low, 10);
    expect_near(spread.high, 50);
}

/* As qbinom(0.025, count, 0.5) - 1 in R, and SciPy's binom.ppf(), have it. */
static void leaves_as_many_outside_as_the_sign_test(void **state)
{
    (void)state;
    static const struct {
        size_t count, outside;
    } known[] = { { 1, 0 },    { 5, 0 },      { 6, 0 },     { 8, 0 },  { 9, 1 },
                  { 11, 1 },   { 12, 2 },     { 17, 4 },    { 25, 7 }, { 40, 13 },
                  { 100, 39 }, { 1000, 468 }, { 2000, 955 } };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(statistics_outside(known[i].count), known[i].outside);
}

static void goes_from_the_second_to_the_last_but_one_of_nine(void **state)
{
    (void)state;
    double values[] = { 90, 10, 80, 20, 70, 30, 60, 40, 50 };
    struct spread spread = statistics_describe(values, 9);

    expect_near(spread.low, 20);
    expect_near(spread.high, 80);
}

static double share_of_intervals_with_the_truth(size_t count, size_t trials)
{
    struct chance chance = chance_from(42);
    size_t hits = 0;

    for (size_t i = 0; i < trials; i++) {
        double values[32];

        for (size_t j = 0; j < count; j++)
            values[j] = (double)chance_below(&chance, 1000001);

        struct spread spread = statistics_describe(values, count);

        hits += spread.low <= 500000 && spread.high >= 500000;
    }
    return (double)hits / (double)trials;
}

/* For each number of runs in use; a share of 2000 trials strays by 1.5 % at most. */
static void contains_the_true_median_95_times_of_100(void **state)
{
    (void)state;
    static const size_t counts[] = { 6, 7, 9, 12, 15 };

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (share_of_intervals_with_the_truth(counts[i], 2000) < 0.935)
            fail_msg("the intervals of %zu runs miss the median too often", counts[i]);
}

/* The reference output of splitmix64 for this seed. */
static void repeats_splitmix64(void **state)
{
    (void)state;
    struct chance chance = chance_from(1234567);

    assert_true(chance_next(&chance) == UINT64_C(6457827717110365317));
    assert_true(chance_next(&chance) == UINT64_C(3203168211198807973));
    assert_true(chance_next(&chance) == UINT64_C(9817491932198370423));
}

static void draws_every_number_below_the_bound(void **state)
{
    (void)state;
    struct chance chance = chance_from(1);
    size_t seen[7] = { 0 };

    for (size_t i = 0; i < 7000; i++)
        seen[chance_below(&chance, 7)]++;
    for (size_t i = 0; i < 7; i++)
        assert_in_range(seen[i], 850, 1150);
}

static void shuffles_into_every_order_alike(void **state)
{
    (void)state;
    struct chance chance = chance_from(5);
    size_t seen[3][3] = { 0 };

    for (size_t i = 0; i < 6000; i++) {
        size_t order[] = { 0, 1, 2 };

        chance_shuffle(&chance, order, 3);
        assert_int_equal(order[0] + order[1] + order[2], 3);
        for (size_t place = 0; place < 3; place++)
            seen[place][order[place]]++;
    }
    for (size_t place = 0; place < 3; place++)
        for (size_t number = 0; number < 3; number++)
            assert_in_range(seen[place][number], 1850, 2150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_middle_of_an_odd_number_of_runs),
        cmocka_unit_test(takes_the_mean_of_the_two_middle_ones_of_an_even_number),
        cmocka_unit_test(interpolates_quartiles_as_r_does),
        cmocka_unit_test(reaches_both_ends_as_quantiles),
        cmocka_unit_test(has_no_width_for_one_run),
        cmocka_unit_test(has_no_width_for_equal_runs),
        cmocka_unit_test(reaches_from_min_to_max_for_five_runs),
        cmocka_unit_test(leaves_as_many_outside_as_the_sign_test),
        cmocka_unit_test(goes_from_the_second_to_the_last_but_one_of_nine),
        cmocka_unit_test(contains_the_true_median_95_times_of_100),
        cmocka_unit_test(repeats_splitmix64),
        cmocka_unit_test(draws_every_number_below_the_bound),
        cmocka_unit_test(shuffles_into_every_order_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
