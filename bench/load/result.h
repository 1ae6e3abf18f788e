/* result.h - what a run has found: all its threads in one. */
#ifndef ECHOLAB_RESULT_H
#define ECHOLAB_RESULT_H

#include "address.h"
#include "conductor.h"
#include "fairness.h"
#include "faults.h"
#include "histogram.h"
#include "options.h"
#include "worker.h"

#include <stdbool.h>
#include <stdint.h>

enum { RESULT_TEXT = 1024 };

struct totals {
    uint64_t requests;
    uint64_t bytes_sent;
    uint64_t bytes_received;
    uint64_t connections;
};

struct generator {
    double cpu_s;     /* of all threads, within the window */
    double cpu_share; /* of the CPU time that `threads` CPUs have in the window */
    uint64_t voluntary_switches;
    uint64_t involuntary_switches;
};

struct result {
    const struct options *options;
    char address[ADDRESS_TEXT]; /* the endpoint that was used */
    bool interrupted;
    bool measured; /* the window has opened */
    double window_s;

    uint64_t requests; /* the following four: in the window */
    uint64_t bytes;    /* that came back */
    uint64_t connections_opened;
    struct generator generator;

    struct totals total; /* warm-up and drain included, as in `faults` */
    struct faults faults;
    struct fairness fairness;     /* of the connections that send, in the window */
    struct histogram *latency;    /* in the window */
    struct histogram *connect;    /* in the window with --churn, before it otherwise */
    struct histogram *first_byte; /* likewise */

    char failure[RESULT_TEXT]; /* one sentence, or "" when all is well */
    int exit_status;
};

/* Adds up what the workers, which have ended, have found. Ends the program when there is no
 * memory. */
void result_gather(struct result *result, const struct options *options,
                   const struct course *course, struct worker *const *workers);
void result_release(struct result *result);

#endif
