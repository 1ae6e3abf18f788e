/* comparison_test.c - a tie is called a tie, a difference is found, and both say what they rest
 * on.
 */
#include "comparison.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 16 };

static const unsigned blocks[MOST] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };

static const struct comparison_manner costs = { .paired = true,
                                                .lower_is_better = true,
                                                .seed = 1 };

static void expect_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9))
        fail_msg("%.12g instead of %.12g", value, expected);
}

static struct sample sample_of(const double *values, size_t count)
{
    return (struct sample){ .count = count, .values = values, .blocks = blocks };
}

/* One comparison that is a family of its own. */
static struct comparison compare(const double *a, const double *b, size_t count,
                                 struct comparison_manner manner)
{
    struct sample of_a = sample_of(a, count);
    struct sample of_b = sample_of(b, count);
    struct comparison comparison = comparison_of(&of_a, &of_b, &manner);

    comparison_conclude(&comparison, 1);
    return comparison;
}

static void expect_relation(const struct comparison *comparison, enum relation relation,
                            const char *why)
{
    if (comparison->relation != relation || strcmp(comparison->why, why) != 0)
        fail_msg("%s (%s) instead of %s (%s)", relation_word(comparison->relation),
                 comparison->why, relation_word(relation), why);
}

/* --- The ratio. */

static void forms_ratios_inside_blocks(void **state)
{
    (void)state;
    /* The machine halves its speed on the way; a is always 10 % dearer. */
    const double b[] = { 10, 12, 14, 16, 18, 20, 22 };
    const double a[] = { 11, 13.2, 15.4, 17.6, 19.8, 22, 24.2 };
    struct comparison comparison = compare(a, b, 7, costs);

    assert_true(comparison.paired);
    expect_near(comparison.ratio, 1.1);
    expect_near(comparison.low, 1.1);
    expect_near(comparison.high, 1.1);
}

static void pairs_by_the_blocks_number_and_not_by_place(void **state)
{
    (void)state;
    const double a[] = { 2, 4, 6, 8, 10, 99 };
    const unsigned a_blocks[] = { 1, 2, 3, 4, 5, 6 };
    const double b[] = { 5, 4, 3, 2, 1 };
    const unsigned b_blocks[] = { 5, 4, 3, 2, 1 };
    struct sample of_a = { 6, a, a_blocks };
    struct sample of_b = { 5, b, b_blocks };
    struct ratio ratio = ratio_of(&of_a, &of_b, true, 1);

    assert_true(ratio.paired);
    expect_near(ratio.value, 2);
    expect_near(ratio.high, 2);
}

static void resamples_both_where_blocks_tell_nothing(void **state)
{
    (void)state;
    const double b[] = { 10, 12, 14, 16, 18, 20, 22 };
    const double a[] = { 11, 13.2, 15.4, 17.6, 19.8, 22, 24.2 };
    struct comparison_manner apart = costs;
    struct sample four = { 4, b, blocks };
    struct sample seven = { 7, a, blocks };

    apart.paired = false;

    struct comparison comparison = compare(a, b, 7, apart);

    assert_false(comparison.paired);
    expect_near(comparison.ratio, 1.1);
    assert_true(comparison.low < 0.85 && comparison.high > 1.3);
    /* Nor do they if fewer than five blocks have both. */
    assert_false(ratio_of(&four, &seven, true, 1).paired);
    four.blocks = NULL;
    assert_false(ratio_of(&four, &seven, true, 1).paired);
}

/* Of 11 ratios one lies outside on either side: see statistics_test.c. */
static void takes_the_interval_of_11_ratios_from_among_them(void **state)
{
    (void)state;
    double a[11];
    double b[11];

    for (size_t i = 0; i < 11; i++) {
        a[i] = (double)(i + 1);
        b[i] = 1;
    }

    struct comparison comparison = compare(a, b, 11, costs);

    expect_near(comparison.ratio, 6);
    expect_near(comparison.low, 2);
    expect_near(comparison.high, 10);
}

static void is_the_inverse_from_the_other_side(void **state)
{
    (void)state;
    const double a[] = { 10, 11, 12, 13, 14, 15, 16, 17 };
    const double b[] = { 21, 25, 20, 24, 23, 28, 27, 29 };
    struct comparison one = compare(a, b, 8, costs);
    struct comparison other = compare(b, a, 8, costs);

    expect_near(one.ratio * other.ratio, 1);
    expect_near(one.a12 + other.a12, 1);
    expect_near(one.p, other.p);
    expect_relation(&one, RELATION_FASTER, "");
    expect_relation(&other, RELATION_SLOWER, "");
    expect_near(ratio_distance(0.8), 0.25);
    expect_near(ratio_distance(1.25), 0.25);
}

/* --- Words. */

static void knows_which_direction_is_better(void **state)
{
    (void)state;
    const double few[] = { 1.00, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06 };
    const double many[] = { 2.00, 2.01, 2.02, 2.03, 2.04, 2.05, 2.06 };
    struct comparison_manner rates = costs;

    rates.lower_is_better = false;

    struct comparison cheaper = compare(few, many, 7, costs);
    struct comparison fewer = compare(few, many, 7, rates);

    expect_relation(&cheaper, RELATION_FASTER, "");
    expect_relation(&fewer, RELATION_SLOWER, "");
    assert_string_equal(relation_word(RELATION_FASTER), "faster");
    assert_string_equal(relation_word(RELATION_SLOWER), "slower");
    assert_string_equal(relation_word(RELATION_SAME), "same");
    assert_string_equal(relation_word(RELATION_INCONCLUSIVE), "inconclusive");
}

static void judges_nothing_below_five_runs(void **state)
{
    (void)state;
    const double a[] = { 1, 1, 1, 1 };
    const double b[] = { 2, 2, 2, 2, 2 };
    struct sample of_a = sample_of(a, 4);
    struct sample of_b = sample_of(b, 5);
    struct comparison comparison = comparison_of(&of_a, &of_b, &costs);

    comparison_conclude(&comparison, 1);
    assert_true(isnan(comparison.p) && isnan(comparison.p_holm));
    expect_near(comparison.ratio, 0.5);
    expect_relation(&comparison, RELATION_INCONCLUSIVE,
                    "too few runs: 4 and 5, and 5 are needed");
}

static void survives_a_side_without_runs(void **state)
{
    (void)state;
    const double b[] = { 2, 2, 2, 2, 2 };
    struct sample none = { 0, NULL, NULL };
    struct sample of_b = sample_of(b, 5);
    struct comparison comparison = comparison_of(&none, &of_b, &costs);

    comparison_conclude(&comparison, 1);
    assert_true(isnan(comparison.ratio) && isnan(comparison.a12));
    expect_relation(&comparison, RELATION_INCONCLUSIVE,
                    "too few runs: 0 and 5, and 5 are needed");
    comparison_conclude(NULL, 0);
}

static void calls_no_difference_what_is_below_the_noise(void **state)
{
    (void)state;
    const double b[] = { 100, 101, 102, 100, 101, 102, 100 };
    const double a[] = { 103, 104, 105.1, 103, 104, 120, 109 };
    struct comparison_manner noisy = costs;
    struct comparison quiet = compare(a, b, 7, costs);

    noisy.noise = 0.04;

    struct comparison comparison = compare(a, b, 7, noisy);

    expect_relation(&quiet, RELATION_SLOWER, "");
    expect_relation(&comparison, RELATION_INCONCLUSIVE,
                    "3 % is below this machine's noise of 4 %");
    noisy.noise = 0.2;
    comparison = compare(a, b, 7, noisy);
    expect_relation(&comparison, RELATION_SAME, "the interval lies within 20 %");
}

static void calls_same_what_lies_within_five_percent(void **state)
{
    (void)state;
    const double a[] = { 100, 103, 99, 101, 98, 102, 100 };
    const double b[] = { 101, 101, 100, 100, 99, 101, 101 };
    struct comparison comparison = compare(a, b, 7, costs);

    expect_relation(&comparison, RELATION_SAME, "the interval lies within 5 %");
}

static void says_what_is_possible(void **state)
{
    (void)state;
    const double a[] = { 100, 120, 90, 110, 92, 118, 100 };
    const double b[] = { 100, 100, 100, 100, 100, 100, 100 };
    struct comparison comparison = compare(a, b, 7, costs);

    expect_relation(&comparison, RELATION_INCONCLUSIVE,
                    "anything from 10 % less to 20 % more is possible");
}

static void calls_equal_runs_the_same_even_if_all_are_zero(void **state)
{
    (void)state;
    const double zeros[7] = { 0 };
    struct comparison comparison = compare(zeros, zeros, 7, costs);

    expect_near(comparison.ratio, 1);
    expect_relation(&comparison, RELATION_SAME, "the interval lies within 5 %");
}

static void finds_what_has_come_out_of_nothing(void **state)
{
    (void)state;
    const double zeros[7] = { 0 };
    const double some[] = { 3, 4, 5, 6, 7, 8, 9 };
    struct comparison more = compare(some, zeros, 7, costs);
    struct comparison less = compare(zeros, some, 7, costs);

    assert_true(isinf(more.ratio));
    expect_near(less.ratio, 0);
    expect_relation(&more, RELATION_SLOWER, "");
    expect_relation(&less, RELATION_FASTER, "");
}

static void compares_what_is_below_zero_by_ranks(void **state)
{
    (void)state;
    const double a[] = { -1, 0, 1, -2, 0.5, 2, -0.5 };
    const double b[] = { 50, 51, 52, 53, 54, 55, 56 };
    struct comparison comparison = compare(b, a, 7, costs);

    assert_true(isnan(comparison.ratio));
    expect_relation(&comparison, RELATION_SLOWER,
                    "values below zero have no ratio: by their ranks alone");
    comparison = compare(a, a, 7, costs);
    expect_relation(&comparison, RELATION_INCONCLUSIVE,
                    "the runs overlap too much for any of 1 comparison");
}

/* --- Families. */

static void fill(struct comparison *list, size_t count, size_t runs)
{
    double low[MOST];
    double high[MOST];

    for (size_t i = 0; i < runs; i++) {
        low[i] = 1 + (double)i / 100;
        high[i] = 2 + (double)i / 100;
    }

    struct sample of_a = sample_of(low, runs);
    struct sample of_b = sample_of(high, runs);

    for (size_t i = 0; i < count; i++)
        list[i] = comparison_of(&of_a, &of_b, &costs);
    comparison_conclude(list, count);
}

/* As the header says it: what so many runs can carry, if they are as clear as can be. */
static void says_when_the_runs_cannot_carry_the_family(void **state)
{
    (void)state;
    struct comparison list[86];

    fill(list, 6, 5);
    expect_relation(&list[5], RELATION_FASTER, "");
    fill(list, 21, 5);
    expect_near(list[0].p_holm, 21 * 2.0 / 252);
    expect_relation(&list[0], RELATION_INCONCLUSIVE,
                    "5 and 5 runs cannot carry any of 21 comparisons");
    fill(list, 21, 6);
    expect_relation(&list[20], RELATION_FASTER, "");
    fill(list, 85, 7);
    expect_relation(&list[0], RELATION_FASTER, "");
    fill(list, 86, 7);
    expect_relation(&list[0], RELATION_INCONCLUSIVE,
                    "7 and 7 runs cannot carry any of 86 comparisons");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_ratios_inside_blocks),
        cmocka_unit_test(pairs_by_the_blocks_number_and_not_by_place),
        cmocka_unit_test(resamples_both_where_blocks_tell_nothing),
        cmocka_unit_test(takes_the_interval_of_11_ratios_from_among_them),
        cmocka_unit_test(is_the_inverse_from_the_other_side),
        cmocka_unit_test(knows_which_direction_is_better),
        cmocka_unit_test(judges_nothing_below_five_runs),
        cmocka_unit_test(survives_a_side_without_runs),
        cmocka_unit_test(calls_no_difference_what_is_below_the_noise),
        cmocka_unit_test(calls_same_what_lies_within_five_percent),
        cmocka_unit_test(says_what_is_possible),
        cmocka_unit_test(calls_equal_runs_the_same_even_if_all_are_zero),
        cmocka_unit_test(finds_what_has_come_out_of_nothing),
        cmocka_unit_test(compares_what_is_below_zero_by_ranks),
        cmocka_unit_test(says_when_the_runs_cannot_carry_the_family),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
