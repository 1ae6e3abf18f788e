/* progress.c - how far we are: a bar on a terminal, one plain line a run anywhere else. */
#include "progress.h"

#include "clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BAR = 24 };

static const char clear_line[] = "\r\033[K";

static bool is_set(const char *variable)
{
    const char *value = getenv(variable);

    return value && *value;
}

struct progress progress_begin(bool quiet, size_t total, double expected_s)
{
    const char *terminal = getenv("TERM");
    bool capable = terminal && strcmp(terminal, "dumb") != 0;

    return (struct progress){ .quiet = quiet,
                              .bar =
                                  !quiet && capable && isatty(STDERR_FILENO) && !is_set("CI"),
                              .total = total,
                              .expected_s = expected_s,
                              .begin_ns = clock_now_ns() };
}

char *progress_time(double seconds, char text[PROGRESS_TIME])
{
    long whole = (long)(seconds + 0.5);

    if (whole < 60)
        snprintf(text, PROGRESS_TIME, "%ld s", whole);
    else if (whole < 3600)
        snprintf(text, PROGRESS_TIME, "%ld min %ld s", whole / 60, whole % 60);
    else
        snprintf(text, PROGRESS_TIME, "%ld h %ld min", whole / 3600, whole % 3600 / 60);
    return text;
}

/* At first the guess of before; then more and more what the runs have taken. */
static double left_s(const struct progress *progress)
{
    double passed_s = (double)(clock_now_ns() - progress->begin_ns) / NS_PER_S;
    double share = progress->total ? (double)progress->done / (double)progress->total : 1;
    double seen_s = progress->done ? passed_s / share : progress->expected_s;
    double whole_s = share * seen_s + (1 - share) * progress->expected_s;

    return whole_s > passed_s ? whole_s - passed_s : 0;
}

static void draw(struct progress *progress, const char *what)
{
    char bar[BAR + 1];
    char left[PROGRESS_TIME];
    size_t filled = progress->total ? progress->done * BAR / progress->total : BAR;

    memset(bar, '.', BAR);
    memset(bar, '#', filled < BAR ? filled : BAR);
    bar[BAR] = '\0';
    fprintf(stderr, "%s[%s] %zu/%zu  %s left  %s", clear_line, bar, progress->done,
            progress->total, progress_time(left_s(progress), left), what);
    progress->drawn = true;
}

static void describe(const struct run *run, char *text, size_t room)
{
    snprintf(text, room, "%s %s %s", run->scenario->name, run->point->label, run->model->name);
}

void progress_running(struct progress *progress, const struct run *run)
{
    char text[96];

    if (!progress->bar)
        return;
    describe(run, text, sizeof text);
    draw(progress, text);
}

static void clear(struct progress *progress)
{
    if (progress->drawn)
        fprintf(stderr, "%s", clear_line);
    progress->drawn = false;
}

/* The scenario's first figure, or what was wrong. */
static void report(const struct progress *progress, const struct run *run)
{
    char text[96];
    const struct figure *figure = run->scenario->figures[0];
    const struct reading *reading = readings_find(&run->readings, figure->reading);

    describe(run, text, sizeof text);
    fprintf(stderr, "%zu/%zu block %u: %s: ", progress->done, progress->total, run->block,
            text);
    if (run->outcome == OUTCOME_FAILED)
        fprintf(stderr, "failed: %s", run->failure);
    else if (!reading || reading->missing)
        fprintf(stderr, "%s n/a: %s", figure->title, reading ? reading->missing : "no reading");
    else
        fprintf(stderr, "%.*f %s", figure->digits, reading->value, figure->title);
    for (size_t i = 0; i < run->verdict.count; i++)
        fprintf(stderr, "%s %s", i ? "," : "; suspect:", run->verdict.doubts[i]->code);
    fprintf(stderr, "\n");
}

void progress_done(struct progress *progress, const struct run *run)
{
    progress->done++;
    if (!progress->bar && !progress->quiet)
        report(progress, run);
}

void progress_say(struct progress *progress, const char *format, ...)
{
    va_list arguments;

    clear(progress);
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
}

void progress_end(struct progress *progress)
{
    clear(progress);
}
