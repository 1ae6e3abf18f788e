/* options.h - the command line of echo-load. */
#ifndef ECHOLAB_LOAD_OPTIONS_H
#define ECHOLAB_LOAD_OPTIONS_H

#include "address.h"
#include "cpus.h"
#include "session.h"

#include <stdbool.h>
#include <stdint.h>

enum { MESSAGE_MAX = 1 << 20 };

struct options {
    const char *where; /* ADDRESS as it was written */
    struct address address;
    enum service service;
    uint32_t connections; /* those that send */
    uint32_t idle;        /* those that only stay open */
    uint32_t threads;
    uint64_t duration_ns; /* of the window; 0 when `requests` bounds it */
    uint64_t requests;    /* 0 when `duration_ns` bounds it */
    uint64_t warmup_ns;
    uint32_t size_min; /* bytes of a message, both limits included */
    uint32_t size_max;
    uint32_t pipeline; /* messages a connection has under way at the same time */
    uint64_t think_ns; /* from a reply to the next message */
    uint64_t churn;    /* messages before a connection is replaced; 0: never */
    uint64_t timeout_ns;
    uint64_t seed;
    struct cpus cpus; /* where the threads run; empty: anywhere */
    const char *json; /* path, "-" for stdout, or NULL */
    int control;      /* descriptor of a runner, or -1 */
    bool quiet;
};

/* Reads the command line; the address is parsed and not yet resolved. Wrong use ends the
 * program with one line on stderr and status 2, --help and --version with 0. */
void options_parse(int argc, char **argv, struct options *options);

#endif
