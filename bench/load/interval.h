/* interval.h - what was recorded in a part of the window: by one worker, or by all together.
 *
 * A worker records into an interval of its own. When the conductor asks for it, once a second,
 * the worker goes on with a second one and leaves the first to the conductor, who adds it up,
 * empties it, and so makes it ready for the next change. Nothing is copied and nobody waits. */
#ifndef ECHOLAB_INTERVAL_H
#define ECHOLAB_INTERVAL_H

#include "histogram.h"
#include "options.h"

#include <stdbool.h>
#include <stdint.h>

enum { LATENCY_CLASSES = 2 };

struct interval {
    uint64_t requests; /* replies read in it */
    uint64_t bytes;    /* come back in it */
    uint64_t errors;   /* faults of all kinds, in it */
    uint64_t open;     /* connections at its end */

    struct histogram *latency;     /* from when a message was due to its reply */
    struct histogram *uncorrected; /* from when it was sent; open loop only, else NULL */
    struct histogram
        *lateness; /* how late a due message was noticed; open loop only, else NULL */
    struct histogram *classes[LATENCY_CLASSES]; /* latency by class of task, else NULL */
};

/* An empty one, with the histograms that a run with these options needs; false when there is no
 * memory. Ends with interval_release(), also after a failure. */
bool interval_create(struct interval *interval, const struct options *options);
void interval_release(struct interval *interval);

/* Makes it empty again. */
void interval_clear(struct interval *interval);

/* Adds what `from` holds; `open` is that of all workers together when they are added in turn to
 * an empty one. */
void interval_add(struct interval *interval, const struct interval *from);

#endif
