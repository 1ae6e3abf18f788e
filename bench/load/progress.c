/* progress.c - a line a second for whoever waits at a terminal. */
#include "progress.h"

#include "clock.h"
#include "format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE_WIDTH = 79 };

static bool somebody_watches(const struct options *options)
{
    const char *terminal = getenv("TERM");
    const char *automatic = getenv("CI");

    return !options->quiet && isatty(STDERR_FILENO) && !(automatic && *automatic) && terminal &&
           strcmp(terminal, "dumb") != 0;
}

void progress_begin(struct progress *progress, const struct options *options)
{
    *progress = (struct progress){ .begun_ns = clock_now_ns(), .next_ns = UINT64_MAX };
    progress->shown = somebody_watches(options);
    if (progress->shown)
        progress->next_ns = progress->begun_ns + NS_PER_S;
}

void progress_show(struct progress *progress, const char *phase, uint64_t requests)
{
    const uint64_t now_ns = clock_now_ns();
    char rate[FORMAT_TEXT], line[LINE_WIDTH + 1];

    if (now_ns < progress->next_ns)
        return;
    if (progress->second[0] != '\0')
        snprintf(line, sizeof line, "%4ju s  %.64s",
                 (uintmax_t)((now_ns - progress->begun_ns) / NS_PER_S), progress->second);
    else
        snprintf(line, sizeof line, "%4ju s  %-8s  %s/s",
                 (uintmax_t)((now_ns - progress->begun_ns) / NS_PER_S), phase,
                 format_count(requests - progress->requests, rate));
    fprintf(stderr, "\r%-*s", LINE_WIDTH, line);
    progress->requests = requests;
    progress->next_ns += NS_PER_S;
}

void progress_take(struct progress *progress, uint64_t length_ns,
                   const struct interval *interval)
{
    static const double percents[] = { 50, 99 };
    char rate[FORMAT_TEXT], times[2][FORMAT_TEXT], errors[FORMAT_TEXT], open[FORMAT_TEXT];
    uint64_t value_ns;

    if (length_ns == 0)
        return;
    for (int i = 0; i < 2; i++)
        if (histogram_percentile(interval->latency, percents[i], &value_ns))
            format_time((double)value_ns, times[i]);
        else
            snprintf(times[i], sizeof times[i], "-");
    snprintf(progress->second, sizeof progress->second,
             "%s/s  p50 %s  p99 %s  errors %s  open %s",
             format_count((uint64_t)((double)interval->requests * NS_PER_S / (double)length_ns),
                          rate),
             times[0], times[1], format_count(interval->errors, errors),
             format_count(interval->open, open));
}

void progress_end(struct progress *progress)
{
    if (progress->shown)
        fprintf(stderr, "\r%*s\r", LINE_WIDTH, "");
}
