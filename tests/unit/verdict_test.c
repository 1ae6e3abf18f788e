/* verdict_test.c - reasons to doubt a run, and which source a figure takes. */
#include "figures.h"
#include "run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static const struct scenario plain = { .name = "plain" };
static const struct scenario lossy = { .name = "lossy", .loses = true };

static bool doubted(const struct run *run, const char *code)
{
    struct verdict verdict = verdict_of(run);

    for (size_t i = 0; i < verdict.count; i++)
        if (strcmp(verdict.doubts[i]->code, code) == 0)
            return true;
    return false;
}

static void put(struct run *run, const char *name, double value)
{
    readings_put(&run->readings, name, "1", "made up", value);
}

/* A run with one reading. */
static bool doubts_for(const char *code, const char *name, double value)
{
    struct run run = { .scenario = &plain };

    put(&run, name, value);
    return doubted(&run, code);
}

static void has_no_doubt_without_a_reason(void **state)
{
    struct run run = { .scenario = &plain };

    (void)state;
    assert_int_equal(verdict_of(&run).count, 0);
}

static void doubts_beyond_each_limit_and_not_below(void **state)
{
    (void)state;
    assert_true(doubts_for("foreign_load", "foreign_cpu_share", 0.09));
    assert_false(doubts_for("foreign_load", "foreign_cpu_share", 0.04));
    assert_true(doubts_for("steal", "steal_share", 0.06));
    assert_false(doubts_for("steal", "steal_share", 0.04));
    assert_true(doubts_for("ports_short", "ports_used_share", 0.51));
    assert_false(doubts_for("ports_short", "ports_used_share", 0.49));
    assert_true(doubts_for("listen_overflow", "listen_drops", 1));
    assert_true(doubts_for("listen_overflow", "listen_overflows", 1));
    assert_false(doubts_for("listen_overflow", "listen_overflows", 0));
    assert_true(doubts_for("generator_busy", "generator_cpu_share", 0.91));
    assert_false(doubts_for("generator_busy", "generator_cpu_share", 0.89));
}

static void repeats_what_was_disturbed_and_not_what_was_touched(void **state)
{
    struct run run = { .scenario = &plain };

    (void)state;
    put(&run, "foreign_cpu_share", 0.07);
    assert_false(verdict_is_disturbed(&run));
    run.readings.list[0].value = 0.09;
    assert_true(verdict_is_disturbed(&run));
}

/* A life of 1 s, in which so many clients have come and so much is missing from wait4. */
static bool disagrees(double difference, double connections)
{
    struct run run = { .scenario = &plain };

    put(&run, "cgroup_cpu_life_s", 1);
    put(&run, "accounting_difference", difference);
    put(&run, "connections_in_all", connections);
    return doubted(&run, "accounting_disagrees");
}

static void doubts_layers_that_disagree(void **state)
{
    (void)state;
    assert_false(disagrees(0.019, 0));
    assert_true(disagrees(0.025, 0));
    assert_true(disagrees(-0.025, 0));
    assert_true(disagrees(-0.025, 100000));
    /* What threads spend on their way out nobody is charged for. */
    assert_false(disagrees(0.06, 10000));
    assert_true(disagrees(0.2, 10000));
}

/* A datagram may have a thread of its own. */
static void allows_for_each_thread_that_ended(void **state)
{
    static const struct scenario datagrams = { .name = "udp", .load.datagrams = true };
    struct run run = { .scenario = &datagrams };

    (void)state;
    put(&run, "cgroup_cpu_life_s", 1);
    put(&run, "accounting_difference", 0.06);
    put(&run, "connections_in_all", 8);
    assert_true(doubted(&run, "accounting_disagrees"));
    put(&run, "requests_in_all", 10000);
    assert_false(doubted(&run, "accounting_disagrees"));
    put(&run, "forks_served", 0);
    assert_true(doubted(&run, "accounting_disagrees"));
}

static bool says(const struct scenario *scenario, const char *reason, const char *code)
{
    struct run run = { .scenario = scenario };

    run.load =
        json_pack("{s:[{s:s, s:s}]}", "reasons", "name", reason, "text", "as it happened");

    bool found = doubted(&run, code);

    if (found) {
        run.verdict = verdict_of(&run);
        json_t *doubts = verdict_json(&run);

        assert_string_equal(
            json_string_value(json_object_get(json_array_get(doubts, 0), "detail")),
            "as it happened");
        json_decref(doubts);
    }
    json_decref(run.load);
    return found;
}

static void takes_over_what_the_generator_says(void **state)
{
    static const char *const reasons[] = { "generator_starved", "rate_missed", "late_sends",
                                           "littles_law", "replies_dropped" };

    (void)state;
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        assert_true(says(&plain, reasons[i], reasons[i]));
        assert_false(says(&plain, "something else", reasons[i]));
    }
}

/* A verdict that is read again, as by --resume, says the same. */
static void is_the_same_when_it_is_read_again(void **state)
{
    struct run run = { .scenario = &plain, .leave = "died" };
    struct run again = { .scenario = &plain };

    (void)state;
    run.load = json_pack("{s:[{s:s, s:s}]}", "reasons", "name", "late_sends", "text", "late");
    run.verdict = verdict_of(&run);
    assert_int_equal(run.verdict.count, 2);

    json_t *doubts = verdict_json(&run);

    assert_true(verdict_from_json(doubts, &again));
    assert_int_equal(again.verdict.count, run.verdict.count);
    for (size_t i = 0; i < run.verdict.count; i++)
        assert_ptr_equal(again.verdict.doubts[i], run.verdict.doubts[i]);
    assert_string_equal(again.leave, "died");
    json_decref(doubts);
    json_decref(run.load);
}

/* It has a rule of its own here already. */
static void says_nothing_twice(void **state)
{
    struct run run = { .scenario = &plain };

    (void)state;
    put(&run, "generator_cpu_share", 0.95);
    put(&run, "errors", 1);
    run.load = json_pack("{s:[{s:s, s:s}, {s:s, s:s}]}", "reasons", "name", "generator_busy",
                         "text", "", "name", "errors", "text", "");
    assert_int_equal(verdict_of(&run).count, 2);
    json_decref(run.load);
}

static void takes_losses_for_a_figure_where_they_are_one(void **state)
{
    (void)state;
    assert_false(says(&lossy, "rate_missed", "rate_missed"));
    assert_true(says(&lossy, "late_sends", "late_sends"));
}

static void spoils_only_what_it_concerns(void **state)
{
    struct run run = { .scenario = &plain };

    (void)state;
    put(&run, "generator_cpu_share", 0.95);
    run.verdict = verdict_of(&run);
    assert_non_null(verdict_against(&run.verdict, &latency_p99));
    assert_null(verdict_against(&run.verdict, &cpu_per_request));
    assert_null(verdict_against(&run.verdict, &memory_per_connection));
}

/* What both layers have to say of a connection's CPU time. */
static struct readings two_layers(void)
{
    struct readings readings = { 0 };

    readings_put(&readings, "server_cpu_life_s", "s", "wait4", 1.1);
    readings_put(&readings, "server_cpu_ready_s", "s", "clocks", 0.1);
    readings_put(&readings, "connections_churned", "1", "echo-load", 1000);
    return readings;
}

static void expect_cost(struct readings *readings, const char *source, double us)
{
    readings_derive(readings);

    const struct reading *cost = readings_find(readings, "cpu_us_per_connection");

    assert_non_null(cost);
    assert_null(cost->missing);
    assert_string_equal(cost->source, source);
    assert_true(fabs(cost->value - us) < 1e-6);
}

static void prefers_the_cgroup(void **state)
{
    struct readings readings = two_layers();

    (void)state;
    readings_put(&readings, "cgroup_cpu_life_s", "s", "cgroup", 1.3);
    readings_put(&readings, "cgroup_cpu_ready_s", "s", "cgroup", 0.1);
    expect_cost(&readings, "cgroup", 1200);
}

static void takes_wait4_where_no_run_has_a_cgroup(void **state)
{
    struct readings readings = two_layers();

    (void)state;
    readings_never(&readings, "cgroup_cpu_life_s", "s", "cgroup", "not permitted");
    readings_never(&readings, "cgroup_cpu_ready_s", "s", "cgroup", "not permitted");
    expect_cost(&readings, "wait4", 1000);
}

static void mixes_no_sources_where_one_run_lacks_its_cgroup(void **state)
{
    struct readings readings = two_layers();

    (void)state;
    readings_lack(&readings, "cgroup_cpu_life_s", "s", "cgroup", "this once");
    readings_put(&readings, "cgroup_cpu_ready_s", "s", "cgroup", 0.1);
    readings_derive(&readings);
    assert_string_equal(readings_find(&readings, "cpu_us_per_connection")->missing,
                        "this once");
}

static void parts_user_and_system_time_of_the_whole(void **state)
{
    struct readings readings = { 0 };

    (void)state;
    readings_put(&readings, "server_cpu_window_s", "s", "clocks", 0.01);
    readings_put(&readings, "requests", "1", "echo-load", 1000);
    readings_put(&readings, "cgroup_user_share_window", "1", "cgroup", 0.3);
    readings_derive(&readings);
    assert_true(fabs(readings_value(&readings, "cpu_user_us_per_request", 0) - 3) < 1e-9);
    assert_true(fabs(readings_value(&readings, "cpu_system_us_per_request", 0) - 7) < 1e-9);
    assert_string_equal(readings_find(&readings, "cpu_user_us_per_request")->source, "cgroup");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_no_doubt_without_a_reason),
        cmocka_unit_test(doubts_beyond_each_limit_and_not_below),
        cmocka_unit_test(repeats_what_was_disturbed_and_not_what_was_touched),
        cmocka_unit_test(doubts_layers_that_disagree),
        cmocka_unit_test(allows_for_each_thread_that_ended),
        cmocka_unit_test(takes_over_what_the_generator_says),
        cmocka_unit_test(is_the_same_when_it_is_read_again),
        cmocka_unit_test(says_nothing_twice),
        cmocka_unit_test(takes_losses_for_a_figure_where_they_are_one),
        cmocka_unit_test(spoils_only_what_it_concerns),
        cmocka_unit_test(prefers_the_cgroup),
        cmocka_unit_test(takes_wait4_where_no_run_has_a_cgroup),
        cmocka_unit_test(mixes_no_sources_where_one_run_lacks_its_cgroup),
        cmocka_unit_test(parts_user_and_system_time_of_the_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
