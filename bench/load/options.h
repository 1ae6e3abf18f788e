/* options.h - the command line of echo-load. */
#ifndef ECHOLAB_LOAD_OPTIONS_H
#define ECHOLAB_LOAD_OPTIONS_H

#include "address.h"
#include "arrivals.h"
#include "cpus.h"
#include "pacer.h"
#include "session.h"
#include "sources.h"
#include "stall.h"
#include "task.h"
#include "threshold.h"

#include <stdbool.h>
#include <stdint.h>

enum { MESSAGE_MAX = 1 << 20, THRESHOLDS_MOST = 16 };

struct options {
    const char *where; /* ADDRESS as it was written */
    struct address address;
    enum service service;
    struct task_plan task;   /* with SERVICE_TASK: what the messages ask for */
    uint32_t connections;    /* those that send */
    uint32_t idle;           /* those that only stay open */
    struct stall_plan stall; /* those that behave badly, beside them */
    uint32_t threads;
    uint64_t duration_ns; /* of the window; 0 when `requests` bounds it */
    uint64_t requests;    /* 0 when `duration_ns` bounds it */
    uint64_t warmup_ns;
    uint32_t size_min; /* bytes of a message, both limits included */
    uint32_t size_max;
    uint32_t pipeline; /* messages a connection has under way at the same time, at most 1024 */
    uint64_t think_ns; /* from a reply to the next message */
    double rate;       /* messages a second over all connections; 0: a closed loop */
    enum arrival_kind arrivals;
    enum pacing pacing;
    uint64_t churn; /* messages before a connection is replaced; 0: never */
    uint64_t timeout_ns;
    uint64_t seed;
    struct sources sources;
    uint64_t connect_rate; /* connections begun a second; 0: as fast as can be */
    struct cpus cpus;      /* where the threads run; empty: anywhere */
    const char *json;      /* path, "-" for stdout, or NULL */
    const char *hlog;      /* the following: a path, or NULL */
    const char *hgrm;
    const char *csv;
    const char *sends;
    struct threshold thresholds[THRESHOLDS_MOST];
    unsigned threshold_count;
    int control; /* descriptor of a runner, or -1 */
    bool quiet;
};

/* Reads the command line; the address is parsed and not yet resolved. Wrong use ends the
 * program with one line on stderr and status 2, --help and --version with 0. */
void options_parse(int argc, char **argv, struct options *options);

/* "echo", "upper", "task". */
const char *options_service(const struct options *options);

#endif
