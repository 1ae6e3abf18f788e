/* run.h - what the threads of a run share: its plan, which nobody changes, and where it stands.
 *
 * The conductor alone moves the phase, always forward, and wakes the workers, who follow when
 * they see it. The workers report by counting themselves, and wake the conductor. */
#ifndef ECHOLAB_RUN_H
#define ECHOLAB_RUN_H

#include "arrivals.h"
#include "options.h"
#include "payload.h"

#include <stdatomic.h>
#include <stdint.h>

enum phase {
    PHASE_CONNECT, /* connections are made; nothing is sent */
    PHASE_WARMUP,  /* load, which does not count */
    PHASE_WINDOW,  /* load, which counts */
    PHASE_CLOSED,  /* no message begins any more; what is under way may come back */
    PHASE_DRAIN,   /* whoever has everything back hangs up */
    PHASE_OVER     /* hang up at once */
};

struct run {
    const struct options *options;
    struct payload payload;
    struct arrival_process process; /* in an open loop */

    uint64_t load_begun_ns;     /* this and the following are set before load begins */
    uint64_t opened_ns;         /* when the window opens */
    _Atomic uint64_t closes_ns; /* when it closes, or has closed; UINT64_MAX if not yet known */
    atomic_uint changes;        /* how often workers shall have changed their interval */
    _Atomic(enum phase) phase;
    atomic_uint connected;  /* workers whose connections are all made, or lost */
    atomic_uint done;       /* workers that have nothing left to measure */
    atomic_uint finished;   /* workers that have hung up everywhere */
    atomic_bool complained; /* the first difference has been printed */
    int news;               /* eventfd: one of the numbers above has changed */
};

/* Wakes the conductor. */
void run_tell_conductor(const struct run *run);

/* Counts the caller in and wakes the conductor. */
void run_report(struct run *run, atomic_uint *number);

#endif
