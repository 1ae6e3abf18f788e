/* log_test.c - a line a second at most, none where there is no room, and the number of the
 * rest.
 *
 * The clock is ours: log.c asks the one below. What is said goes to a pipe, and is judged when
 * stderr is cmocka's again. */
#include "log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { TEXT = 4096 };

static time_t now_s = 1;
static int before, reader;

int clock_gettime(clockid_t clock_id, struct timespec *tp)
{
    (void)clock_id;
    *tp = (struct timespec){ .tv_sec = now_s };
    return 0;
}

static void listen_in(void)
{
    int ends[2];

    assert_int_equal(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    before = dup(STDERR_FILENO);
    reader = ends[0];
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
}

/* Takes the room that there is; the next to write will wait. */
static void stuff(void)
{
    static const char waste[TEXT];

    while (write(STDERR_FILENO, waste, sizeof waste) > 0)
        continue;
    assert_int_equal(fcntl(STDERR_FILENO, F_SETFL, 0), 0);
}

static void hear(char said[TEXT])
{
    dup2(before, STDERR_FILENO);
    close(before);

    ssize_t count = read(reader, said, TEXT - 1);

    said[count > 0 ? count : 0] = '\0';
    close(reader);
}

static void expect_said(const char *expected)
{
    char said[TEXT];

    hear(said);
    assert_string_equal(said, expected);
}

static int start_a_second(void **state)
{
    (void)state;
    now_s += 10;
    return 0;
}

static void counts_what_it_leaves_out(void **state)
{
    (void)state;
    listen_in();
    log_from_handler("child ", 4711, " was killed by signal ", 9);
    log_line("nothing");
    log_from_handler("child ", 4712, " was killed by signal ", 9);
    now_s++;
    log_line("no %s", "descriptors");
    log_line("nothing");
    now_s++;
    log_from_handler("child ", 0, " was killed by signal ", 11);
    expect_said("unit-log: child 4711 was killed by signal 9\n"
                "unit-log: no descriptors (and 2 lines like this since the last)\n"
                "unit-log: child 0 was killed by signal 11 (and 1 lines like this since the "
                "last)\n");
}

static void waits_for_no_reader(void **state)
{
    char waste[TEXT];

    (void)state;
    listen_in();
    stuff();
    log_line("nothing");
    log_from_handler("child ", 1, " was killed by signal ", 9);
    hear(waste);
    listen_in();
    log_line("here");
    expect_said("unit-log: here (and 2 lines like this since the last)\n");
}

static void steers_no_terminal(void **state)
{
    (void)state;
    listen_in();
    log_line("one\ntwo\033[2J\177");
    expect_said("unit-log: one?two?[2J?\n");
}

static void ends_a_long_line(void **state)
{
    char expected[TEXT];

    (void)state;
    listen_in();
    log_line("%2000s", "");
    (void)snprintf(expected, sizeof expected, "unit-log: %511s\n", "");
    expect_said(expected);
}

static void keeps_errno(void **state)
{
    (void)state;
    listen_in();
    errno = EMFILE;
    log_line("said");
    assert_int_equal(errno, EMFILE);
    log_from_handler("not ", 1, " said ", 2);
    assert_int_equal(errno, EMFILE);
    now_s++;
    log_line("said");
    expect_said("unit-log: said\nunit-log: said (and 1 lines like this since the last)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(counts_what_it_leaves_out, start_a_second),
        cmocka_unit_test_setup(waits_for_no_reader, start_a_second),
        cmocka_unit_test_setup(steers_no_terminal, start_a_second),
        cmocka_unit_test_setup(ends_a_long_line, start_a_second),
        cmocka_unit_test_setup(keeps_errno, start_a_second),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
