/* result.h - what a run has found: all its threads in one. */
#ifndef ECHOLAB_RESULT_H
#define ECHOLAB_RESULT_H

#include "address.h"
#include "conductor.h"
#include "fairness.h"
#include "faults.h"
#include "histogram.h"
#include "interval.h"
#include "options.h"
#include "recorder.h"
#include "worker.h"

#include <stdbool.h>
#include <stdint.h>

enum { RESULT_TEXT = 1024 };

struct totals {
    uint64_t requests;
    uint64_t bytes_sent;
    uint64_t bytes_received;
    uint64_t datagrams_sent; /* of datagram addresses, as the following */
    uint64_t datagrams_received;
    uint64_t connections;
};

struct generator {
    double cpu_s;     /* of all threads, within the window */
    double cpu_share; /* of the CPU time that `threads` CPUs have in the window */
    double waited_s;  /* ready to run and without a CPU: all threads, within the window */
    bool waited_known;
    double starved_share; /* the same, of the window's length */
    uint64_t voluntary_switches;
    uint64_t involuntary_switches;
    uint64_t dropped; /* datagrams which came back in the run and were not fetched in time */
};

struct result {
    const struct options *options;
    char address[ADDRESS_TEXT]; /* the endpoint that was used */
    bool interrupted;
    bool measured; /* the window has opened */
    double window_s;

    bool open_loop;
    double offered_per_s; /* messages that were due, by the window as planned; 0: closed loop */
    double requests_per_s;
    uint64_t due;      /* in an open loop: within the window, as the following three */
    uint64_t delayed;  /* had to wait for room on their connection */
    uint64_t unsent;   /* never began */
    uint64_t answered; /* came back right, and in time */

    uint64_t requests; /* the following four: in the window */
    uint64_t bytes;    /* that came back */
    uint64_t connections_opened;
    struct generator generator;

    struct totals total; /* warm-up and drain included, as in `faults` */
    struct faults faults;
    struct stall_counts stalled; /* of the bad clients, who are nowhere else */
    struct fairness fairness;    /* of the connections that send, in the window */
    struct interval recorded;    /* what was recorded; the following five are of it */
    struct histogram *latency;
    struct histogram *uncorrected;
    struct histogram *lateness;
    struct histogram *classes[LATENCY_CLASSES];
    struct histogram *connect;    /* in the window with --churn, before it otherwise */
    struct histogram *first_byte; /* likewise */

    bool files_complete;       /* those of a line a second, --hgrm and --sends */
    unsigned crossed;          /* conditions of --fail-if that are true */
    char failure[RESULT_TEXT]; /* one sentence, or "" when all is well */
    int exit_status;
};

/* Adds up what the workers, which have ended, have found, and takes what the recorder has
 * gathered. Ends the program when there is no memory. */
void result_gather(struct result *result, const struct options *options,
                   const struct course *course, struct worker *const *workers,
                   struct recorder *recorder);
/* True if the run did not go on to its end with all of its connections. */
bool result_is_partial(const struct result *result);

void result_release(struct result *result);

#endif
