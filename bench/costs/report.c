/* report.c - the lines of echo-costs: a figure of whom, held against what, and the limit to it.
 */
#include "report.h"

#include <stdio.h>

void report_heading(void)
{
    printf("%-10s %-22s %-15s %-16s %9s  %22s  %11s\n", "group", "figure", "of", "held against",
           "median", "95 % interval", "limit");
}

void report_begin(const char *group, const char *figure, const char *subject,
                  const char *yardstick)
{
    printf("%-10s %-22s %-15s %-16s", group, figure, subject, yardstick ? yardstick : "-");
    fflush(stdout);
}

static bool keeps_to(double value, struct limit limit)
{
    switch (limit.direction) {
    case LIMIT_AT_MOST:
        return value <= limit.value;
    case LIMIT_AT_LEAST:
        return value >= limit.value;
    default:
        return true;
    }
}

/* Connections a second need no digits behind the point, ratios need three. */
static int digits(double value)
{
    return value >= 1000 ? 0 : 3;
}

bool report_end(const struct spread *spread, struct limit limit)
{
    const bool kept = keeps_to(spread->median, limit);
    const int places = digits(spread->median);

    printf(" %9.*f  %9.*f to %-9.*f", places, spread->median, places, spread->low, places,
           spread->high);
    if (limit.direction == LIMIT_NONE)
        printf("  %11s\n", "-");
    else
        printf("  %s %8.*f  %s\n",
               limit.direction == LIMIT_AT_MOST ? "<=" : ">=", digits(limit.value), limit.value,
               kept ? "kept" : "BROKEN");
    fflush(stdout);
    return kept;
}

bool report_lack(const char *reason)
{
    printf(" no figure: %s\n", reason);
    fflush(stdout);
    return false;
}

void report_omission(const char *group, const char *why)
{
    printf("%-10s left out: %s\n", group, why);
    fflush(stdout);
}
