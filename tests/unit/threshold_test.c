/* threshold_test.c - which conditions are understood, and when one is crossed. */
#include "result.h"
#include "threshold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct bad {
    const char *text;
    const char *fragment; /* of the sentence */
};

struct crossing {
    const char *text;
    const char *sentence; /* NULL: not crossed */
};

/* A run of 10,000 messages at 1000/s, whose latencies are 1 us, 2 us ... 10 ms, and whose
 * connections took 5 us each. */
static struct options options;
static struct result result;

static int make_result(void **state)
{
    (void)state;
    options = (struct options){ .address.transport = TRANSPORT_TCP };
    result = (struct result){
        .options = &options,
        .measured = true,
        .requests = 10000,
        .requests_per_s = 990,
        .total.connections = 40,
        .generator.cpu_share = 0.25,
        .latency = histogram_create(),
        .connect = histogram_create(),
        .first_byte = histogram_create(),
        .uncorrected = histogram_create(),
        .lateness = histogram_create(),
    };
    for (uint64_t us = 1; us <= 10000; us++)
        histogram_record(result.latency, us * 1000);
    for (unsigned i = 0; i < 40; i++)
        histogram_record(result.connect, 5000);
    return 0;
}

static int release_result(void **state)
{
    (void)state;
    histogram_destroy(result.latency);
    histogram_destroy(result.connect);
    histogram_destroy(result.first_byte);
    histogram_destroy(result.uncorrected);
    histogram_destroy(result.lateness);
    return 0;
}

static int make_open_loop(void **state)
{
    make_result(state);
    result.open_loop = true;
    result.offered_per_s = 1000;
    result.unsent = 7;
    for (unsigned i = 0; i < 1000; i++) {
        histogram_record(result.uncorrected, 50);
        histogram_record(result.lateness, 100);
    }
    return 0;
}

static void expect_outcome(const struct crossing *expected)
{
    struct threshold threshold;
    char text[THRESHOLD_TEXT] = "";
    const char *reason = threshold_parse(expected->text, &threshold);

    if (reason)
        fail_msg("'%s' was refused: %s", expected->text, reason);

    const bool crossed = threshold_crossed(&threshold, &result, text);

    if (crossed != (expected->sentence != NULL))
        fail_msg("'%s' was %s: %s", expected->text, crossed ? "crossed" : "not crossed", text);
    if (crossed)
        assert_string_equal(text, expected->sentence);
}

static void expect_outcomes(const struct crossing table[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_outcome(&table[i]);
}

static void compares_times(void **state)
{
    static const struct crossing table[] = {
        { "p50>1ms", "p50>1ms: p50 was 5.001 ms" },
        { "p50<1ms", NULL },
        { "p99.9 > 9.5ms", "p99.9>9.5ms: p99.9 was 9.994 ms" },
        { "p99.9 > 10ms", NULL },
        { "min<1us", NULL },
        { "min<=1us", "min<=1us: min was 1000 ns" },
        { "max>=10ms", "max>=10ms: max was 10000000 ns" },
        { "max>10ms", NULL },
        { "mean>5ms", "mean>5ms: mean was 5000500 ns" },
        { "connect.p50>4us", "connect.p50>4us: connect.p50 was 5.003 us" },
        { "connect.max>5us", NULL },
        { "min>0", "min>0: min was 1.000 us" },
    };

    (void)state;
    expect_outcomes(table, LENGTH(table));
}

static void compares_counts_rates_and_shares(void **state)
{
    static const struct crossing table[] = {
        { "errors>0", "errors>0: errors was 5" },
        { "errors>5", NULL },
        { "reset>=3", "reset>=3: reset was 3" },
        { "wrong>0", "wrong>0: wrong was 2" },
        { "missing>0", NULL },
        { "extra>0", NULL },
        { "timeout>0", NULL },
        { "requests<10.5k", "requests<10.5k: requests was 10000" },
        { "requests<0.01M", NULL },
        { "connections<=40", "connections<=40: connections was 40" },
        { "rate<1k", "rate<1k: rate was 990 a second" },
        { "cpu>0.2", "cpu>0.2: cpu was 0.25" },
        { "cpu>0.9", NULL },
    };

    (void)state;
    result.faults.reset = 3;
    result.faults.wrong = 2;
    expect_outcomes(table, LENGTH(table));
}

static void compares_with_multiples_of_another_metric(void **state)
{
    static const struct crossing table[] = {
        { "rate<offered",
          "rate<offered: rate was 990 a second, and offered was 1000 a second" },
        { "rate<0.9*offered", NULL },
        { "rate < 0.999 * offered", "rate<0.999 * offered: rate was 990 a second, and 0.999 * "
                                    "offered was 999 a second" },
        { "p50>lateness.p50",
          "p50>lateness.p50: p50 was 5.001 ms, and lateness.p50 was 100 ns" },
        { "max>3*p50", NULL },
        { "max>1.5*p50", "max>1.5*p50: max was 10.00 ms, and 1.5*p50 was 7.502 ms" },
        { "uncorrected.p99>lateness.p99", NULL },
        { "unsent>0.0005*requests",
          "unsent>0.0005*requests: unsent was 7, and 0.0005*requests was 5" },
        { "unsent>1k*requests", NULL },
    };

    (void)state;
    expect_outcomes(table, LENGTH(table));
}

static void is_crossed_by_what_nobody_knows(void **state)
{
    static const struct crossing table[] = {
        { "p99.99>1h",
          "p99.99>1h: p99.99 is not known, because fewer than 10 values lie beyond it" },
        { "p50>10*p99.99",
          "p50>10*p99.99: p99.99 is not known, because fewer than 10 values lie beyond it" },
        { "first_byte.max>1h",
          "first_byte.max>1h: first_byte.max is not known, because nothing was recorded" },
        { "first_byte.min<0",
          "first_byte.min<0: first_byte.min is not known, because nothing was recorded" },
        { "first_byte.mean>1h",
          "first_byte.mean>1h: first_byte.mean is not known, because nothing was recorded" },
        { "lateness.p99>1h",
          "lateness.p99>1h: lateness.p99 is known only of a run with --rate" },
        { "uncorrected.max>1h",
          "uncorrected.max>1h: uncorrected.max is known only of a run with --rate" },
        { "rate<0.1*offered", "rate<0.1*offered: offered is known only of a run with --rate" },
        { "unsent>1M", "unsent>1M: unsent is known only of a run with --rate" },
        { "lost>1M", "lost>1M: lost is counted only of datagrams" },
    };

    (void)state;
    expect_outcomes(table, LENGTH(table));
}

static void is_crossed_by_a_run_that_was_never_measured(void **state)
{
    static const struct crossing table[] = {
        { "errors>0",
          "errors>0: errors is not known, because the run was over before its window opened" },
        { "rate>1M",
          "rate>1M: rate is not known, because the run was over before its window opened" },
    };

    (void)state;
    result.measured = false;
    expect_outcomes(table, LENGTH(table));
}

static void knows_datagrams_from_streams(void **state)
{
    static const struct crossing table[] = {
        { "lost>0.001*requests",
          "lost>0.001*requests: lost was 12, and 0.001*requests was 10" },
        { "duplicate>1", "duplicate>1: duplicate was 2" },
        { "reordered>2", "reordered>2: reordered was 3" },
        { "corrupt>3", "corrupt>3: corrupt was 4" },
        { "wrong>0",
          "wrong>0: wrong is counted only of streams; lost and corrupt are of datagrams" },
    };

    (void)state;
    options.address.transport = TRANSPORT_UDP;
    result.faults.lost = 12;
    result.faults.duplicate = 2;
    result.faults.reordered = 3;
    result.faults.corrupt = 4;
    expect_outcomes(table, LENGTH(table));
}

static void refuses_what_is_no_condition(void **state)
{
    static const struct bad table[] = {
        { "", "compares nothing" },
        { "p99", "'p99' compares nothing; write a metric, one of > >= < <=" },
        { "p99=1ms", "compares nothing" },
        { ">1ms", "'>1ms' has no metric before the sign" },
        { "p99>", "'p99>' has no limit behind the sign" },
        { "p99 >= ", "no limit" },
        { "p98.>1ms", "'p98.' is no metric" },
        { "p>1ms", "'p' is no metric; write a percentile such as p99.9, min" },
        { "p1e1>1ms", "'p1e1' is no metric" },
        { "p 99>1ms", "'p 99' is no metric" },
        { "latency>1ms", "'latency' is no metric" },
        { "lateness.>1ms", "'lateness.' is no metric" },
        { "lateness.rate>1ms", "'lateness.rate' is no metric" },
        { "uncorrected.connect.p9>1ms", "'uncorrected.connect.p9' is no metric" },
        { "p0>1ms", "'p0' is no percentile" },
        { "p100>1ms", "'p100' is no percentile: they lie between 0 and 100" },
        { "connect.p100.0>1ms", "'connect.p100.0' is no percentile" },
        { "p99.99999999999999999999>1ms", "is no percentile" },
        { "p99>1ms>2ms", "'1ms>2ms' is not a time" },
        { "p99>>1ms", "'>1ms' is not a time" },
        { "p99==1ms", "compares nothing" },
        { "p99>=<1ms", "'<1ms' is not a time" },
        { "p99>1ms\n", "'1ms\\n' is not a time" },
        { "p99.9999999999999999999999999999999>1ms", "too long" },
        { "p99>1.0000000000000000000000000000000ms", "too long" },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++) {
        struct threshold threshold;
        const char *reason = threshold_parse(table[i].text, &threshold);

        if (!reason || !strstr(reason, table[i].fragment))
            fail_msg("'%s' gave \"%s\"", table[i].text, reason ? reason : "a threshold");
    }
}

static void refuses_limits_of_another_kind(void **state)
{
    static const struct bad table[] = {
        { "p99>1", "'1' has no unit; write a time such as" },
        { "p99>1k", "'1k' is not a time" },
        { "p99>-1ms", "'-1ms' is not a time" },
        { "p99>rate", "'p99' is a time and cannot be compared with 'rate', which is a rate; "
                      "write a time such as 1ms or 10*p50" },
        { "errors>1ms", "'1ms' is not a count such as 0, 20k or 0.01*requests" },
        { "errors>0.1*rate", "'errors' is a count and cannot be compared with 'rate'" },
        { "rate<requests", "'rate' is a rate and cannot be compared with 'requests'" },
        { "rate<1e3", "'1e3' is not a rate such as 20k" },
        { "rate<0x10", "'0x10' is not a rate" },
        { "rate<.5", "'.5' is not a rate" },
        { "rate<5.", "'5.' is not a rate" },
        { "rate<5kk", "'5kk' is not a rate" },
        { "rate<nan", "'nan' is no metric" },
        { "cpu>90", "'90' is too large; the most is 1" },
        { "cpu>p99", "'cpu' is a share and cannot be compared with 'p99', which is a time" },
        { "p99>p50*10", "'p50' is no factor; a number stands before the *" },
        { "p99>*p50", "'' is no factor" },
        { "p99>1ms*p50", "'1ms' is no factor" },
        { "p99>2*", "'' is no metric" },
        { "p99>2*3*p50", "'3*p50' is no metric" },
        { "p99>25h", "'25h' is too large" },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++) {
        struct threshold threshold;
        const char *reason = threshold_parse(table[i].text, &threshold);

        if (!reason || !strstr(reason, table[i].fragment))
            fail_msg("'%s' gave \"%s\"", table[i].text, reason ? reason : "a threshold");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(compares_times, make_result, release_result),
        cmocka_unit_test_setup_teardown(compares_counts_rates_and_shares, make_result,
                                        release_result),
        cmocka_unit_test_setup_teardown(compares_with_multiples_of_another_metric,
                                        make_open_loop, release_result),
        cmocka_unit_test_setup_teardown(is_crossed_by_what_nobody_knows, make_result,
                                        release_result),
        cmocka_unit_test_setup_teardown(is_crossed_by_a_run_that_was_never_measured,
                                        make_result, release_result),
        cmocka_unit_test_setup_teardown(knows_datagrams_from_streams, make_result,
                                        release_result),
        cmocka_unit_test(refuses_what_is_no_condition),
        cmocka_unit_test(refuses_limits_of_another_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
