/* readings_test.c - what follows from raw readings, worked out by hand. */
#include "readings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

struct raw {
    const char *name;
    double value;
};

/* One run, in numbers that are easy to divide. */
static const struct raw run[] = {
    { "window_s", 2 },
    { "requests", 1000 },
    { "requests_in_all", 2000 },
    { "bytes", 4e6 },
    { "server_cpu_window_s", 0.5 },
    { "user_share_life", 0.25 },
    { "server_cpu_ready_s", 0.25 },
    { "server_cpu_life_s", 1.25 },
    { "connections_churned", 500 },
    { "syscalls_window", 3000 },
    { "syscalls_served", 2500 },
    { "switches", 4000 },
    { "faults_window", 50 },
    { "page_faults", 1000 },
    { "forks_served", 500 },
    { "due", 1600 },
    { "due_unsent", 800 },
    { "due_answered", 600 },
    { "pss_connected_kib", 1500 },
    { "pss_ready_kib", 500 },
    { "cgroup_connected_kib", 3000 },
    { "cgroup_ready_kib", 1000 },
    { "connections_open", 100 },
};

static const struct raw expected[] = {
    { "cpu_us_per_request", 500 },        /* 0.5 s of 1000 */
    { "cpu_user_us_per_request", 125 },   /* a quarter */
    { "cpu_system_us_per_request", 375 }, /* the rest */
    { "cpu_us_per_connection", 2000 },    /* 1 s of 500: what it cost to start is no client's */
    { "cpu_user_us_per_connection", 500 }, /* a quarter */
    { "cpu_system_us_per_connection", 1500 },
    { "syscalls_per_request", 3 },
    { "switches_per_request",
      2 }, /* those of the whole run, of the messages of the whole run */
    { "faults_per_request", 0.05 },
    { "syscalls_per_connection", 5 },
    { "switches_per_connection", 8 },
    { "faults_per_connection", 2 },
    { "forks_per_connection", 1 },
    { "cpu_s_per_gigabyte", 125 }, /* 0.5 s for 4 MB */
    { "megabytes_per_s", 2 },      /* MB, not MiB */
    { "answered_share", 0.625 },   /* 1000 of 1600 */
    { "due_sent", 800 },
    { "lost_share", 0.25 },           /* 200 of the 800 that were sent */
    { "pss_kib_per_connection", 10 }, /* what it had before anybody came is no client's */
    { "cgroup_kib_per_connection", 20 },
};

static void put_all(struct readings *readings, const char *without)
{
    for (size_t i = 0; i < sizeof run / sizeof *run; i++)
        if (strcmp(run[i].name, without) != 0)
            readings_put(readings, run[i].name, "1", "made up", run[i].value);
}

static void expect_reading(const struct readings *readings, const char *name, double value)
{
    double found = readings_value(readings, name, NAN);

    if (!(fabs(found - value) <= 1e-9 * value))
        fail_msg("expected %s to be %g, saw %g", name, value, found);
}

static void derives_each_figure_from_its_readings(void **state)
{
    struct readings readings = { 0 };

    (void)state;
    put_all(&readings, "");
    readings_derive(&readings);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        expect_reading(&readings, expected[i].name, expected[i].value);
    assert_int_equal(readings.count,
                     sizeof run / sizeof *run + sizeof expected / sizeof *expected);
}

static void derives_nothing_from_what_nobody_has_read(void **state)
{
    struct readings readings = { 0 };

    (void)state;
    put_all(&readings, "pss_ready_kib");
    readings_derive(&readings);
    assert_null(readings_find(&readings, "pss_kib_per_connection"));
    expect_reading(&readings, "cgroup_kib_per_connection", 20);
}

static void says_why_there_is_no_figure(void **state)
{
    struct readings readings = { 0 };

    (void)state;
    readings_lack(&readings, "pss_connected_kib", "KiB", "smaps_rollup", "it was denied");
    readings_put(&readings, "pss_ready_kib", "KiB", "smaps_rollup", 500);
    readings_put(&readings, "connections_open", "1", "made up", 100);
    readings_put(&readings, "bytes", "B", "made up", 4e6);
    readings_put(&readings, "window_s", "s", "made up", 0);
    readings_derive(&readings);
    assert_string_equal(readings_find(&readings, "pss_kib_per_connection")->missing,
                        "it was denied");
    assert_string_equal(readings_find(&readings, "megabytes_per_s")->missing,
                        "nothing to divide by");
}

/* The cgroup knows of those who are gone; live clocks do not. */
static void prefers_the_cgroups_cpu_time(void **state)
{
    struct readings readings = { 0 };

    (void)state;
    put_all(&readings, "");
    readings_put(&readings, "cgroup_cpu_window_s", "s", "cgroup", 0.6);
    readings_derive(&readings);
    expect_reading(&readings, "cpu_us_per_request", 600);
    assert_string_equal(readings_find(&readings, "cpu_us_per_request")->source, "cgroup");
}

/* One run without the better source is not compared with others by a worse one. */
static void takes_another_source_only_if_no_run_can_have_the_first(void **state)
{
    struct readings now = { 0 }, never = { 0 };

    (void)state;
    put_all(&now, "");
    readings_lack(&now, "cgroup_cpu_window_s", "s", "cgroup", "it was late");
    readings_derive(&now);
    assert_string_equal(readings_find(&now, "cpu_us_per_request")->missing, "it was late");
    put_all(&never, "");
    readings_never(&never, "cgroup_cpu_window_s", "s", "cgroup", "there is none");
    readings_derive(&never);
    expect_reading(&never, "cpu_us_per_request", 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(derives_each_figure_from_its_readings),
        cmocka_unit_test(derives_nothing_from_what_nobody_has_read),
        cmocka_unit_test(says_why_there_is_no_figure),
        cmocka_unit_test(prefers_the_cgroups_cpu_time),
        cmocka_unit_test(takes_another_source_only_if_no_run_can_have_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
