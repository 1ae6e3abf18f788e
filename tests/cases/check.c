/* check.c - claims about a server, and what is printed when one does not hold. */
#include "check.h"

#include "server_process.h"
#include "trial.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

/* Global, so that a case can be read without them: a trial's process has one thread. */
static const struct trial *current;
static const char *current_file = "";
static int current_line;

void check_begin(const struct trial *trial)
{
    current = trial;
}

void check_at(const char *file, int line)
{
    current_file = file;
    current_line = line;
}

static void print_heading(const char *verdict)
{
    printf("%s %s %s: %s over %s, seed %" PRIu64 "\n", verdict, current->test->id,
           current->test->name, current->model->name, transport_name(current->transport),
           current->seed);
}

/* Leaves without the exit handlers: a leak checker has nothing to add to a failure. */
static _Noreturn void leave(enum verdict verdict)
{
    (void)fflush(NULL);
    _exit((int)verdict);
}

__attribute__((format(printf, 1, 0))) static _Noreturn void report(const char *format,
                                                                   va_list arguments)
{
    print_heading("FAIL");
    printf("  %s:%d: ", current_file, current_line);
    (void)vfprintf(stdout, format, arguments);
    printf("\n");
    for (const struct server *server = current->servers; server; server = server->next)
        server_print_complaints(server);
    leave(VERDICT_FAIL);
}

void fail(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(format, arguments);
}

void check(bool claim, const char *format, ...)
{
    va_list arguments;

    if (claim)
        return;
    va_start(arguments, format);
    report(format, arguments);
}

void check_equal(const char *what, int64_t expected, int64_t seen)
{
    check(expected == seen, "%s: expected %" PRId64 ", saw %" PRId64, what, expected, seen);
}

void check_between(const char *what, uint64_t min, uint64_t max, uint64_t seen)
{
    check(seen >= min && seen <= max, "%s: expected %" PRIu64 " to %" PRIu64 ", saw %" PRIu64,
          what, min, max, seen);
}

void skip(const char *format, ...)
{
    va_list arguments;

    print_heading("SKIP");
    printf("  ");
    va_start(arguments, format);
    (void)vfprintf(stdout, format, arguments);
    va_end(arguments);
    printf("\n");
    leave(VERDICT_SKIP);
}
