/* rank_test.c - Mann-Whitney, A12 and Holm against published tables, R, and plain counting. */
#include "chance.h"
#include "holm.h"
#include "rank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

enum { MOST = 40 };

static void expect_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("%.12g instead of %.12g", value, expected);
}

/* Two samples without ties whose U is this: a takes the lowest ranks, and then its values move
 * up past those of b, one b at a time. */
static struct rank_test test_with_u(size_t a_count, size_t b_count, size_t u)
{
    double a[MOST];
    double b[MOST];

    for (size_t i = 0; i < b_count; i++)
        b[i] = (double)(i + 1);
    for (size_t i = a_count; i-- > 0;) {
        size_t passed = u < b_count ? u : b_count;

        a[i] = (double)passed + 0.5 + (double)i * 1e-6;
        u -= passed;
    }
    return rank_test_of(a, a_count, b, b_count);
}

/* The critical values of U for a two-sided test at 0.05, as textbooks print them (Siegel:
 * Nonparametric Statistics for the Behavioral Sciences, 1956, table K; the same as R 4.2.2's
 * qwilcox(0.025, n, m) - 1): U up to this is significant, one more is not. */
static void agrees_with_the_table_of_critical_values(void **state)
{
    (void)state;
    static const struct {
        size_t a, b, critical;
    } table[] = {
        { 4, 4, 0 },    { 5, 5, 2 },    { 5, 6, 3 },    { 5, 9, 7 },    { 6, 6, 5 },
        { 7, 7, 8 },    { 7, 11, 16 },  { 8, 8, 13 },   { 9, 9, 17 },   { 10, 10, 23 },
        { 11, 11, 30 }, { 12, 12, 37 }, { 15, 15, 64 }, { 10, 20, 55 }, { 20, 20, 127 },
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct rank_test at = test_with_u(table[i].a, table[i].b, table[i].critical);
        struct rank_test above = test_with_u(table[i].a, table[i].b, table[i].critical + 1);

        assert_true(at.exact && above.exact);
        expect_near(at.u, (double)table[i].critical);
        if (at.p > 0.05 || above.p <= 0.05)
            fail_msg("%zu and %zu: p is %g and %g", table[i].a, table[i].b, at.p, above.p);
    }
}

/* Mann and Whitney 1947, table I: the probability of U <= 0, 1, 2 ... for 4 and 4, here in
 * 70ths, and doubled since ours is two-sided. */
static void agrees_with_the_first_published_table(void **state)
{
    (void)state;
    static const double ways[] = { 1, 2, 4, 7, 12, 17, 24, 31 };

    for (size_t u = 0; u < sizeof ways / sizeof *ways; u++)
        expect_near(test_with_u(4, 4, u).p, 2 * ways[u] / 70);
    expect_near(test_with_u(4, 4, 8).p, 1);
}

/* The examples of R's manual: ?wilcox.test, permeability of the placenta (Hollander and Wolfe
 * 1973, p. 69 f.), p = 0.1272 one-sided; R 4.2.2 says 0.2544 for two sides. */
static void agrees_with_hollander_and_wolfe(void **state)
{
    (void)state;
    const double at_term[] = { 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 };
    const double early[] = { 1.15, 0.88, 0.90, 0.74, 1.21 };
    struct rank_test test = rank_test_of(at_term, 10, early, 5);

    expect_near(test.u, 35);
    assert_true(fabs(test.p - 0.2544) < 0.00005);
}

/* The example of SciPy's manual, mannwhitneyu: ages at which diabetes was diagnosed. */
static void agrees_with_scipys_example(void **state)
{
    (void)state;
    const double males[] = { 19, 22, 16, 29, 24 };
    const double females[] = { 20, 11, 17, 12 };
    struct rank_test test = rank_test_of(males, 5, females, 4);

    expect_near(test.u, 17);
    expect_near(test.p, 1.0 / 9);
}

/* R's manual again: ozone in May and August (airquality), many values, some of them equal. R
 * 4.2.2: W = 127.5, p = 0.000120807830769. */
static void approximates_large_samples_with_ties_as_r_does(void **state)
{
    (void)state;
    const double may[] = { 41, 36, 12, 18, 28, 23, 19, 8, 7,  16, 11, 14,  18,
                           14, 34, 6,  30, 11, 1,  11, 4, 32, 23, 45, 115, 37 };
    const double august[] = { 39, 9,  16, 78, 35, 66, 122, 89,  110, 44, 28,  65, 22,
                              59, 23, 31, 44, 21, 9,  45,  168, 73,  76, 118, 84, 85 };
    struct rank_test test = rank_test_of(may, 26, august, 26);

    assert_false(test.exact);
    expect_near(test.u, 127.5);
    assert_true(fabs(test.p - 0.000120807830769) < 1e-12);
}

static double rank_in(const double *pooled, size_t count, double value)
{
    double rank = 0.5;

    for (size_t i = 0; i < count; i++)
        rank += pooled[i] < value ? 1 : pooled[i] == value ? 0.5 : 0;
    return rank;
}

/* Tries all ways to choose a's values from the pool, one by one. */
static double counted_p(const double *pooled, size_t a_count, size_t count)
{
    double mean = (double)(a_count * (count + 1)) / 2;
    double seen = 0;
    size_t all = 0;
    size_t as_far = 0;

    for (size_t i = 0; i < a_count; i++)
        seen += rank_in(pooled, count, pooled[i]);
    for (unsigned chosen = 0; chosen < 1U << count; chosen++) {
        double sum = 0;

        if ((size_t)__builtin_popcount(chosen) != a_count)
            continue;
        for (size_t i = 0; i < count; i++)
            sum += chosen & 1U << i ? rank_in(pooled, count, pooled[i]) : 0;
        all++;
        as_far += fabs(sum - mean) >= fabs(seen - mean);
    }
    return (double)as_far / (double)all;
}

/* Values of 0 to `kinds` - 1: the fewer kinds, the more ties. */
static void counts_what_plain_counting_counts(void **state)
{
    (void)state;
    struct chance chance = chance_from(3);

    for (size_t trial = 0; trial < 60; trial++) {
        size_t kinds = 1 + trial % 8;
        size_t a_count = 1 + chance_below(&chance, 5);
        size_t count = a_count + 1 + chance_below(&chance, 5);
        double pooled[MOST] = { 0 };

        for (size_t i = 0; i < count; i++)
            pooled[i] = (double)chance_below(&chance, kinds);
        expect_near(rank_test_of(pooled, a_count, pooled + a_count, count - a_count).p,
                    counted_p(pooled, a_count, count));
    }
}

static void says_nothing_of_equal_values(void **state)
{
    (void)state;
    double equal[60];

    for (size_t i = 0; i < 60; i++)
        equal[i] = 7;
    expect_near(rank_test_of(equal, 5, equal, 7).p, 1);
    expect_near(rank_test_of(equal, 60, equal, 60).p, 1);
    expect_near(rank_test_of(equal, 5, equal, 7).a12, 0.5);
}

static void is_the_same_from_either_side(void **state)
{
    (void)state;
    const double a[] = { 1, 5, 5, 9, INFINITY };
    const double b[] = { 5, 6, 7, 9, 9, 10, 11 };
    struct rank_test one = rank_test_of(a, 5, b, 7);
    struct rank_test other = rank_test_of(b, 7, a, 5);

    expect_near(one.p, other.p);
    expect_near(one.u + other.u, 35);
    expect_near(one.a12 + other.a12, 1);
}

/* One value more than 25 and 25 makes the difference between the methods; R 4.2.2 gives both.
 */
static void counts_and_approximates_as_r_does(void **state)
{
    (void)state;
    double a[26];
    double b[26];

    for (size_t i = 0; i < 26; i++) {
        a[i] = (double)(i * 2);
        b[i] = (double)(i * 2 + 13);
    }

    struct rank_test exact = rank_test_of(a, 25, b, 25);
    struct rank_test normal = rank_test_of(a, 26, b, 25);

    assert_true(exact.exact);
    assert_false(normal.exact);
    expect_near(exact.p, 0.005495214384341);
    expect_near(normal.p, 0.01126787292222);
}

/* Vargha and Delaney's definition, counted pair by pair: P(a > b) + P(a = b) / 2. */
static void has_the_effect_size_of_vargha_and_delaney(void **state)
{
    (void)state;
    const double a[] = { 1, 2, 3, 4, 5 };
    const double b[] = { 3, 4, 5, 6 };
    size_t larger = 0;
    size_t equal = 0;

    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 4; j++) {
            larger += a[i] > b[j];
            equal += a[i] == b[j];
        }
    assert_int_equal(larger, 3);
    assert_int_equal(equal, 3);
    expect_near(rank_test_of(a, 5, b, 4).a12, (3 + 0.5 * 3) / 20);
    expect_near(rank_test_of(a, 2, b, 4).a12, 0);
    expect_near(rank_test_of(b + 3, 1, a, 5).a12, 1);
}

static void knows_what_so_few_runs_can_carry(void **state)
{
    (void)state;
    expect_near(rank_smallest_p(5, 5), 2.0 / 252);
    expect_near(rank_smallest_p(6, 6), 2.0 / 924);
    expect_near(rank_smallest_p(7, 7), 2.0 / 3432);
    expect_near(rank_smallest_p(3, 8), 2.0 / 165);
    expect_near(rank_smallest_p(8, 3), 2.0 / 165);
    expect_near(rank_smallest_p(1, 1), 1);
    expect_near(rank_smallest_p(1000, 1000), 0);
    expect_near(test_with_u(7, 7, 0).p, rank_smallest_p(7, 7));
    expect_near(test_with_u(7, 5, 35).p, rank_smallest_p(5, 7));
}

static void expect_adjusted(const double *p, const double *expected, size_t count)
{
    double adjusted[8];

    for (size_t i = 0; i < count; i++)
        adjusted[i] = p[i];
    holm_adjust(adjusted, count);
    for (size_t i = 0; i < count; i++)
        expect_near(adjusted[i], expected[i]);
}

/* The worked example of Wikipedia's article on the method; R's p.adjust(method = "holm")
 * agrees.
 */
static void adjusts_holms_example(void **state)
{
    (void)state;
    const double p[] = { 0.01, 0.04, 0.03, 0.005 };
    const double expected[] = { 0.03, 0.06, 0.06, 0.02 };

    expect_adjusted(p, expected, 4);
}

static void adjusts_ties_and_never_beyond_1(void **state)
{
    (void)state;
    const double p[] = { 0.5, 0.02, 0.02, 0.9 };
    const double expected[] = { 1, 0.08, 0.08, 1 };

    expect_adjusted(p, expected, 4);
    expect_adjusted(p, p, 1);
    holm_adjust(NULL, 0);
}

static void does_not_count_who_is_no_member(void **state)
{
    (void)state;
    double p[] = { NAN, 0.01, NAN, 0.04 };

    holm_adjust(p, 4);
    assert_true(isnan(p[0]) && isnan(p[2]));
    expect_near(p[1], 0.02);
    expect_near(p[3], 0.04);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_table_of_critical_values),
        cmocka_unit_test(agrees_with_the_first_published_table),
        cmocka_unit_test(agrees_with_hollander_and_wolfe),
        cmocka_unit_test(agrees_with_scipys_example),
        cmocka_unit_test(approximates_large_samples_with_ties_as_r_does),
        cmocka_unit_test(counts_what_plain_counting_counts),
        cmocka_unit_test(says_nothing_of_equal_values),
        cmocka_unit_test(is_the_same_from_either_side),
        cmocka_unit_test(counts_and_approximates_as_r_does),
        cmocka_unit_test(has_the_effect_size_of_vargha_and_delaney),
        cmocka_unit_test(knows_what_so_few_runs_can_carry),
        cmocka_unit_test(adjusts_holms_example),
        cmocka_unit_test(adjusts_ties_and_never_beyond_1),
        cmocka_unit_test(does_not_count_who_is_no_member),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
