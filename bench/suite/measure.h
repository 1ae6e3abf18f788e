/* measure.h - makes one run: starts a fresh server, loads it, looks at it, stops it.
 *
 * Three moments are looked at, all told by echo-load: everybody is connected, the measured
 * window opens, it closes. The whole life of the server's tree comes from wait4(). */
#ifndef ECHOLAB_MEASURE_H
#define ECHOLAB_MEASURE_H

#include "choice.h"
#include "run.h"

/* What is the same for many runs. */
struct conditions {
    unsigned warm_up_ms, window_ms;
    enum road road;
    double capacity_per_s; /* shares of the rate are of this */
    uint64_t promise_ns;   /* for a search: knee.h */
    const char *hlog;      /* where the log of the latency goes; NULL: nowhere */
};

/* `run` comes with what is to be done: scenario, point, model, block, order, seed. It gets the
 * rest. Afterwards nothing of it is left running, whatever happened. */
void measure(const struct lab *lab, const struct conditions *conditions, struct run *run);

#endif
