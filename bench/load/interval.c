/* interval.c - what was recorded in a part of the window. */
#include "interval.h"

#include <stddef.h>

enum { HISTOGRAMS = 3 + LATENCY_CLASSES };

/* All places for histograms, so that each is treated like the others. */
static void list(struct interval *interval, struct histogram **places[HISTOGRAMS])
{
    places[0] = &interval->latency;
    places[1] = &interval->uncorrected;
    places[2] = &interval->lateness;
    for (int i = 0; i < LATENCY_CLASSES; i++)
        places[3 + i] = &interval->classes[i];
}

bool interval_create(struct interval *interval, const struct options *options)
{
    const bool open_loop = options->rate > 0;
    const bool tasks = options->service == SERVICE_TASK;
    const bool needed[HISTOGRAMS] = { true, open_loop, open_loop, tasks, tasks };
    struct histogram **places[HISTOGRAMS];
    bool complete = true;

    *interval = (struct interval){ 0 };
    list(interval, places);
    for (int i = 0; i < HISTOGRAMS; i++)
        if (needed[i] && !(*places[i] = histogram_create()))
            complete = false;
    return complete;
}

void interval_release(struct interval *interval)
{
    struct histogram **places[HISTOGRAMS];

    list(interval, places);
    for (int i = 0; i < HISTOGRAMS; i++)
        histogram_destroy(*places[i]);
}

void interval_clear(struct interval *interval)
{
    struct histogram **places[HISTOGRAMS];

    list(interval, places);
    for (int i = 0; i < HISTOGRAMS; i++)
        if (*places[i])
            histogram_clear(*places[i]);
    interval->requests = interval->bytes = interval->errors = interval->open = 0;
}

void interval_add(struct interval *interval, const struct interval *from)
{
    struct interval source = *from;
    struct histogram **places[HISTOGRAMS], **sources[HISTOGRAMS];

    list(interval, places);
    list(&source, sources);
    for (int i = 0; i < HISTOGRAMS; i++)
        if (*places[i])
            histogram_add(*places[i], *sources[i]);
    interval->requests += from->requests;
    interval->bytes += from->bytes;
    interval->errors += from->errors;
    interval->open += from->open;
}
