/* table.c - what a soak came to, a row for each model. */
#include "table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

/* More than this in a minute is growth. */
static const double most_kib_per_minute = 1;

void table_heading(void)
{
    printf("%-10s %5s %6s %6s %5s %9s %9s %7s %6s %6s %8s %5s %5s %5s %8s %8s  %s\n", "model",
           "lives", "rounds", "EMFILE", "shed", "replies", "connects", "MB", "wrong", "failed",
           "missing", "fds", "thr", "procs", "peak KiB", "rest KiB",
           "growth at rest, KiB/min (95 %)");
}

static bool grows(struct trend trend)
{
    return trend.per_minute >= most_kib_per_minute && trend.per_minute - trend.error > 0;
}

static const char *judge(struct trend trend)
{
    if (grows(trend))
        return "GROWS";
    return trend.per_minute + trend.error < most_kib_per_minute ? "level" : "undecided";
}

bool table_row(const char *model, const struct memories *memories)
{
    const struct tally *tally = &memories->tally;
    const struct trend trend = slope_trend(&memories->slope);

    printf("%-10s %5u %6u %6u %5u %9" PRIu64 " %9" PRIu64 " %7.0f %6" PRIu64 " %6" PRIu64
           " %8" PRIu64 " %5u %5u %5u %8" PRIu64 " %8.0f  ",
           model, memories->lives, memories->rounds, memories->pulses, memories->shed,
           tally->requests, tally->connections, (double)tally->received / 1e6, tally->wrong,
           tally->failed, tally->missing, memories->descriptors, memories->threads,
           memories->children + 1, memories->peak_kib, memories->rest_last_kib);
    if (isinf(trend.error))
        printf("too few samples\n");
    else
        printf("%+.3f +- %.3f of %zu: %s\n", trend.per_minute, trend.error,
               memories->slope.samples, judge(trend));
    return !grows(trend);
}
