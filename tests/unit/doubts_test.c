/* doubts_test.c - which results echo-load doubts, and which only just not. */
#include "doubts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

enum { SAMPLES = 20000, LATENCY_NS = 1000 };

static struct options options;
static struct result result;

/* Ten connections, a message of 10 ms each, for 10 s: nothing speaks against it. */
static int make_closed_loop(void **state)
{
    (void)state;
    options = (struct options){ .connections = 10, .pipeline = 1 };
    result = (struct result){ .options = &options,
                              .measured = true,
                              .window_s = 10,
                              .requests = 10000,
                              .requests_per_s = 1000,
                              .generator.cpu_share = 0.5,
                              .latency = histogram_create(),
                              .lateness = histogram_create() };
    for (unsigned i = 0; i < 100; i++)
        histogram_record(result.latency, 10000000);
    return 0;
}

static void record(struct histogram *histogram, unsigned count, uint64_t ns)
{
    for (unsigned i = 0; i < count; i++)
        histogram_record(histogram, ns);
}

/* Everything that was due was answered after 1 us; below 2048 ns a histogram is exact. */
static int make_open_loop(void **state)
{
    make_closed_loop(state);
    result.open_loop = true;
    result.due = result.requests;
    histogram_clear(result.latency);
    record(result.latency, SAMPLES, LATENCY_NS);
    return 0;
}

static int release(void **state)
{
    (void)state;
    histogram_destroy(result.latency);
    histogram_destroy(result.lateness);
    return 0;
}

static void expect_trust(void)
{
    const struct doubts doubts = doubts_about(&result);

    if (doubts.count > 0)
        fail_msg("expected no doubt, saw %s: %s", doubts.list[0].name, doubts.list[0].text);
}

/* And no other; `words` are in its sentence. */
static void expect_doubt(const char *name, const char *words)
{
    const struct doubts doubts = doubts_about(&result);

    assert_int_equal(doubts.count, 1);
    assert_string_equal(doubts.list[0].name, name);
    if (!strstr(doubts.list[0].text, words))
        fail_msg("expected '%s' in '%s'", words, doubts.list[0].text);
}

/* --- In any loop. */

static void trusts_what_nothing_speaks_against(void **state)
{
    (void)state;
    expect_trust();
}

static void doubts_a_generator_above_90_percent(void **state)
{
    (void)state;
    result.generator.cpu_share = 0.899;
    expect_trust();
    result.generator.cpu_share = 0.91;
    expect_doubt("generator_busy", "used 91 % of its CPU");
}

static void doubts_a_generator_that_waited_more_than_5_percent(void **state)
{
    (void)state;
    result.generator.starved_share = 0.049;
    expect_trust();
    result.generator.starved_share = 0.06;
    expect_doubt("generator_starved", "waited for a CPU for 6 % of the window");
}

static void doubts_a_single_dropped_reply(void **state)
{
    (void)state;
    result.generator.dropped = 1;
    expect_doubt("replies_dropped", "in time: 1, which");
}

static void doubts_a_single_error_of_any_kind(void **state)
{
    uint64_t *const kinds[] = { &result.faults.wrong,     &result.faults.missing,
                                &result.faults.extra,     &result.faults.lost,
                                &result.faults.late,      &result.faults.duplicate,
                                &result.faults.reordered, &result.faults.corrupt,
                                &result.faults.connect,   &result.faults.reset,
                                &result.faults.timeout };

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        *kinds[i] = 1;
        expect_doubt("errors", "(1)");
        *kinds[i] = 0;
    }
    expect_trust();
}

static void doubts_a_run_that_was_cut_short(void **state)
{
    (void)state;
    result.interrupted = true;
    expect_doubt("interrupted", "before its time");
}

/* What is not there is not doubted as well. */
static void says_of_a_run_without_a_window_only_that(void **state)
{
    (void)state;
    result.measured = false;
    result.generator = (struct generator){ .cpu_share = 1, .starved_share = 1, .dropped = 1 };
    result.requests_per_s = 1;
    expect_doubt("not_measured", "the window never opened");
}

/* --- In a closed loop. */

/* The limit is 5 %, and the edges of the window: a latency of 10 ms in 10 s. */
static void doubts_what_breaks_littles_law(void **state)
{
    (void)state;
    result.requests_per_s = 1050;
    expect_trust();
    result.requests_per_s = 1052;
    expect_doubt("littles_law", "gives 10.5 messages under way, and there were 10");
    result.requests_per_s = 950;
    expect_trust();
    result.requests_per_s = 948;
    expect_doubt("littles_law", "gives 9.5 messages under way");
}

static void counts_each_message_of_a_pipeline(void **state)
{
    (void)state;
    options.pipeline = 4;
    expect_doubt("littles_law", "and there were 40");
    result.requests_per_s = 4000;
    expect_trust();
}

/* Half a second of ten at either edge makes another 5 %. */
static void allows_for_the_edges_of_the_window(void **state)
{
    (void)state;
    histogram_clear(result.latency);
    record(result.latency, 100, 500000000);
    result.requests_per_s = 21.9;
    expect_trust();
    result.requests_per_s = 22.1;
    expect_doubt("littles_law", "gives 11.1 messages");
}

/* Then messages are not under way all the time. */
static void asks_littles_law_only_of_what_it_holds_for(void **state)
{
    (void)state;
    result.requests_per_s = 500;
    expect_doubt("littles_law", "gives 5.0");
    options.think_ns = 1;
    expect_trust();
    options.think_ns = 0;
    options.churn = 1;
    expect_trust();
    options.churn = 0;
    options.requests = 1;
    expect_trust();
    options.requests = 0;
    options.connections = 0;
    expect_trust();
}

/* --- In an open loop. */

/* 1 % of 10,000, and three times the 100 that chance has under way. */
static void doubts_a_rate_that_was_missed(void **state)
{
    (void)state;
    result.requests = 9601;
    expect_trust();
    result.requests = 9599;
    expect_doubt("rate_missed", "96.0 % of what was due");
}

/* 1 of 100, and three times 10. */
static void allows_few_messages_more_chance(void **state)
{
    (void)state;
    result.due = 100;
    result.requests = 70;
    expect_trust();
    result.requests = 68;
    expect_doubt("rate_missed", "68.0 % of what was due");
}

/* So many of a thousand messages are late by more than half of their latency. */
static void be_late(unsigned per_mille, uint64_t late_ns)
{
    unsigned late = SAMPLES / 1000 * per_mille;

    histogram_clear(result.lateness);
    record(result.lateness, SAMPLES - late, 0);
    record(result.lateness, late, late_ns);
}

static void doubts_sends_later_than_half_of_the_latency(void **state)
{
    (void)state;
    be_late(1000, LATENCY_NS / 2);
    expect_trust();
    be_late(1000, LATENCY_NS / 2 + 1);
    expect_doubt("late_sends", "late by 501 ns at 50 %");
}

static void doubts_late_sends_at_the_tail_alone(void **state)
{
    (void)state;
    be_late(20, LATENCY_NS);
    expect_doubt("late_sends", "at 99 %");
    be_late(2, LATENCY_NS);
    expect_doubt("late_sends", "at 99.9 %");
    be_late(1, LATENCY_NS);
    expect_trust();
}

/* Each loop has its own. */
static void doubts_neither_loop_for_the_others_reasons(void **state)
{
    (void)state;
    result.requests_per_s = 1;
    expect_trust();
    result.open_loop = false;
    result.requests_per_s = 10 * 1e9 / LATENCY_NS;
    result.requests = 1;
    be_late(1000, LATENCY_NS);
    expect_trust();
}

int main(void)
{
#define CLOSED(name) cmocka_unit_test_setup_teardown(name, make_closed_loop, release)
#define OPEN(name)   cmocka_unit_test_setup_teardown(name, make_open_loop, release)
    const struct CMUnitTest tests[] = {
        CLOSED(trusts_what_nothing_speaks_against),
        OPEN(trusts_what_nothing_speaks_against),
        CLOSED(doubts_a_generator_above_90_percent),
        OPEN(doubts_a_generator_above_90_percent),
        CLOSED(doubts_a_generator_that_waited_more_than_5_percent),
        OPEN(doubts_a_generator_that_waited_more_than_5_percent),
        CLOSED(doubts_a_single_dropped_reply),
        OPEN(doubts_a_single_dropped_reply),
        CLOSED(doubts_a_single_error_of_any_kind),
        OPEN(doubts_a_single_error_of_any_kind),
        CLOSED(doubts_a_run_that_was_cut_short),
        CLOSED(says_of_a_run_without_a_window_only_that),
        CLOSED(doubts_what_breaks_littles_law),
        CLOSED(counts_each_message_of_a_pipeline),
        CLOSED(allows_for_the_edges_of_the_window),
        CLOSED(asks_littles_law_only_of_what_it_holds_for),
        OPEN(doubts_a_rate_that_was_missed),
        OPEN(allows_few_messages_more_chance),
        OPEN(doubts_sends_later_than_half_of_the_latency),
        OPEN(doubts_late_sends_at_the_tail_alone),
        OPEN(doubts_neither_loop_for_the_others_reasons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
