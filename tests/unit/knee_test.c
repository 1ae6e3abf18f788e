/* knee_test.c - the search for the highest rate, against a generator that is made up. */
#include "knee.h"

#include "generator.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

/* A server that can do 40,000/s, whose slowest answers take longer from some rate on than its
 * median ever tells. */
static const double most_per_s = 40000;
static const double promise_ns = 1e6;
static double knee_per_s;

/* In place of generator.c's. */
json_t *generator_run(const struct lab *lab, const struct generator_order *order,
                      const struct candidate *candidate, int within_ms, double *cpu_s,
                      char reason[REASON_TEXT])
{
    const double per_s = order->load.rate > 0 ? order->load.rate : most_per_s;
    const double p99_ns = per_s > knee_per_s ? 20 * promise_ns : promise_ns / 2;

    (void)lab, (void)candidate, (void)within_ms, (void)reason;
    *cpu_s += 0.25;
    return json_pack("{s:f, s:{s:f, s:f}}", "requests_per_s", per_s, "latency_ns", "p50",
                     promise_ns / 10, "p99", p99_ns);
}

static struct knee search(double where_per_s)
{
    const struct candidate candidate = { 0 };
    const struct load load = { .connections = 8 };
    const struct conditions conditions = { .promise_ns = (uint64_t)promise_ns };
    struct knee knee;
    char reason[REASON_TEXT] = "";

    knee_per_s = where_per_s;
    if (!knee_search(NULL, &candidate, &load, &conditions, 1, &knee, reason))
        fail_msg("%s", reason);
    return knee;
}

static double p99_of(const struct knee *knee)
{
    return json_number_value(json_object_get(json_object_get(knee->load, "latency_ns"), "p99"));
}

static void finds_the_rate_from_which_the_slowest_break_the_promise(void **state)
{
    static const double rates[] = { 3000, 12345, 39000 };

    (void)state;
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        struct knee knee = search(rates[i]);

        assert_true(knee.kept_per_s <= rates[i] && rates[i] < knee.broken_per_s);
        assert_true(knee.broken_per_s / knee.kept_per_s <= 1.03);
        json_decref(knee.load);
    }
}

/* What stands for the run is a try that kept the promise. */
static void keeps_the_result_of_a_rate_that_kept_the_promise(void **state)
{
    struct knee knee = search(12345);

    (void)state;
    assert_true(p99_of(&knee) <= promise_ns);
    assert_true(json_number_value(json_object_get(knee.load, "requests_per_s")) ==
                knee.kept_per_s);
    assert_true(knee.generator_cpu_s == 0.25 * knee.tries);
    json_decref(knee.load);
}

static void finds_nothing_where_the_promise_is_never_kept(void **state)
{
    struct knee knee = search(0);

    (void)state;
    assert_true(knee.kept_per_s == 0);
    assert_true(knee.broken_per_s == most_per_s / 16);
    assert_null(knee.load);
}

static void finds_no_end_where_the_promise_is_never_broken(void **state)
{
    struct knee knee = search(INFINITY);

    (void)state;
    assert_true(knee.broken_per_s == 0);
    assert_true(fabs(knee.kept_per_s / most_per_s - 1.2) < 1e-9);
    json_decref(knee.load);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_rate_from_which_the_slowest_break_the_promise),
        cmocka_unit_test(keeps_the_result_of_a_rate_that_kept_the_promise),
        cmocka_unit_test(finds_nothing_where_the_promise_is_never_kept),
        cmocka_unit_test(finds_no_end_where_the_promise_is_never_broken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
