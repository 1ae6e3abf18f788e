/* rest_test.c - who is at rest: of servers that sleep, work, or would work if they had a CPU.
 */
#include "check.h"
#include "clock.h"
#include "observe.h"
#include "rest.h"
#include "server_process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WINDOW_MS = 100, PERCENT = 5 };

/* What the kernel says about a server: shares of the time, in percent. */
static struct shares {
    unsigned works;
    unsigned waited; /* for a CPU that it got */
    bool wants;      /* one now: its wait is not over, and not counted */
} server_has;

static bool at_rest;

uint64_t observe_cpu_ns(pid_t pid)
{
    (void)pid;
    return clock_now_ns() / 100 * server_has.works;
}

uint64_t observe_wait_ns(pid_t pid)
{
    (void)pid;
    return clock_now_ns() / 100 * server_has.waited;
}

bool observe_wants_cpu(pid_t pid)
{
    (void)pid;
    return server_has.wants;
}

bool observe_sanitizer(pid_t pid)
{
    (void)pid;
    return false;
}

void check_between(const char *what, uint64_t min, uint64_t max, uint64_t seen)
{
    (void)what;
    at_rest = at_rest && seen >= min && seen <= max;
}

static bool is_at_rest(struct shares shares)
{
    struct server server = { .pid = 1 };

    server_has = shares;
    at_rest = true;
    expect_rest(&server, WINDOW_MS, PERCENT);
    return at_rest;
}

static void who_sleeps_is_at_rest(void **state)
{
    (void)state;
    assert_true(is_at_rest((struct shares){ 0 }));
}

static void who_works_is_not(void **state)
{
    (void)state;
    assert_false(is_at_rest((struct shares){ .works = 50 }));
}

static void who_looks_up_now_and_then_on_a_busy_machine_is(void **state)
{
    (void)state;
    assert_true(is_at_rest((struct shares){ .works = 1, .waited = 50 }));
}

static void who_always_wants_a_cpu_is_not(void **state)
{
    (void)state;
    assert_false(is_at_rest((struct shares){ .works = 1, .waited = 95 }));
}

/* The kernel counts a wait when it is over: none of this one is seen. */
static void who_has_waited_for_a_cpu_all_the_time_is_not(void **state)
{
    (void)state;
    assert_false(is_at_rest((struct shares){ .wants = true }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_sleeps_is_at_rest),
        cmocka_unit_test(who_works_is_not),
        cmocka_unit_test(who_looks_up_now_and_then_on_a_busy_machine_is),
        cmocka_unit_test(who_always_wants_a_cpu_is_not),
        cmocka_unit_test(who_has_waited_for_a_cpu_all_the_time_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
