/* check.c - claims about a server, and what is printed when one does not hold. */
#include "check.h"

#include "complaints.h"
#include "patience.h"
#include "plain.h"
#include "server_process.h"
#include "trial.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LOOKS = 20, NAME_TEXT = 256 };

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
    char name[NAME_TEXT];

    printf("%s %s %s: %s over %s, seed %" PRIu64 "\n", verdict, current->test->id,
           current->test->name, plain_copy(current->model->name, name, sizeof name),
           transport_name(current->transport), current->seed);
}

/* Leaves without the exit handlers: a leak checker has nothing to add to a failure. */
static _Noreturn void leave(enum verdict verdict)
{
    (void)fflush(NULL);
    _exit((int)verdict);
}

/* What others have said may stand in the reason, and must not steer a terminal. */
static void make_plain(char *reason)
{
    for (char *at = reason; (at = strchr(at, '\n'));)
        *at = ' ';
    plain_make(reason);
}

/* Its clients may see a server's end a moment before we do, who wait for the process. */
static bool has_died(struct server *server, int *status)
{
    for (unsigned look = 0; look < LOOKS; look++) {
        if (server_has_ended(server, status))
            return true;
        pause_us(1000);
    }
    return false;
}

/* That a server has died explains most of what was seen. */
static void add_to_reason(struct server *server)
{
    char *reason = current->testimony->reason;
    size_t length = strlen(reason);
    int status;

    if (!has_died(server, &status))
        return;
    if (status < 0)
        (void)snprintf(reason + length, TRIAL_REASON - length,
                       "; the server has died of signal %d (%s)", -status, strsignal(-status));
    else
        (void)snprintf(reason + length, TRIAL_REASON - length,
                       "; the server has ended with status %d", status);
}

__attribute__((format(printf, 1, 0))) static _Noreturn void report(const char *format,
                                                                   va_list arguments)
{
    (void)vsnprintf(current->testimony->reason, TRIAL_REASON, format, arguments);
    make_plain(current->testimony->reason);
    for (struct server *server = current->servers; server; server = server->next)
        add_to_reason(server);
    print_heading("FAIL");
    printf("  %s:%d: %s\n", current_file, current_line, current->testimony->reason);
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

    va_start(arguments, format);
    (void)vsnprintf(current->testimony->reason, TRIAL_REASON, format, arguments);
    va_end(arguments);
    make_plain(current->testimony->reason);
    print_heading("SKIP");
    printf("  %s\n", current->testimony->reason);
    leave(VERDICT_SKIP);
}
