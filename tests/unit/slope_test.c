/* slope_test.c - whether something grows: lines with and without noise, over one life and more.
 */
#include "slope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

static void expect_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.9g instead of %.9g", value, expected);
}

static void add_line(struct slope *slope, double level, double per_minute, size_t count)
{
    struct sample samples[64];

    for (size_t i = 0; i < count; i++)
        samples[i] = (struct sample){ (double)i, level + per_minute * (double)i };
    slope_add_life(slope, samples, count);
}

static void finds_the_slope_of_a_line_exactly(void **state)
{
    (void)state;
    struct slope slope = { 0 };

    add_line(&slope, 1800, 2.5, 10);
    expect_near(slope_trend(&slope).per_minute, 2.5, 1e-9);
    expect_near(slope_trend(&slope).error, 0, 1e-6);
}

static void takes_no_step_between_lives_for_growth(void **state)
{
    (void)state;
    struct slope slope = { 0 };

    add_line(&slope, 1000, 0, 10);
    add_line(&slope, 9000, 0, 10);
    expect_near(slope_trend(&slope).per_minute, 0, 1e-9);
    expect_near(slope_trend(&slope).error, 0, 1e-9);
}

/* By hand: the slope is 0.8, its standard error the root of 3.6 / 3 / 10, and t is 3.182. */
static void tells_how_sure_it_is(void **state)
{
    (void)state;
    static const struct sample samples[] = { { 0, 1 }, { 1, 3 }, { 2, 2 }, { 3, 5 }, { 4, 4 } };
    struct slope slope = { 0 };

    slope_add_life(&slope, samples, 5);
    expect_near(slope_trend(&slope).per_minute, 0.8, 1e-9);
    expect_near(slope_trend(&slope).error, 1.10228, 1e-4);
}

static void says_nothing_of_too_few_samples(void **state)
{
    (void)state;
    struct slope slope = { 0 };

    expect_near(slope_trend(&slope).per_minute, 0, 0);
    assert_true(isinf(slope_trend(&slope).error));
    add_line(&slope, 1, 1, 1);
    assert_true(isinf(slope_trend(&slope).error));
    add_line(&slope, 1, 1, 2);
    assert_true(isinf(slope_trend(&slope).error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_slope_of_a_line_exactly),
        cmocka_unit_test(takes_no_step_between_lives_for_growth),
        cmocka_unit_test(tells_how_sure_it_is),
        cmocka_unit_test(says_nothing_of_too_few_samples),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
