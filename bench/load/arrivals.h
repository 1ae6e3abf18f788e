/* arrivals.h - when the messages of a connection are due in an open loop.
 *
 * Each connection has an arrival process of its own, drawn from (seed, connection) alone, whose
 * rate is an equal part of the offered load. What the server sees is their sum:
 *
 * poisson: gaps are exponentially distributed, as if countless clients decided for themselves.
 *          The sum of independent Poisson processes is one too (Kingman, Poisson Processes,
 *          1993, section 2.2).
 * uniform: the connections take turns, and all gaps of the sum are equal.
 *
 *     struct arrivals arrivals = arrivals_begin(&process, seed, connection);
 *     due_ns = begun_ns + (uint64_t)arrivals.after_ns;     the first message
 *     arrivals_next(&process, &arrivals);                  and so on
 *
 * An arrivals is a cursor and may be copied: two copies walk the same path. */
#ifndef ECHOLAB_ARRIVALS_H
#define ECHOLAB_ARRIVALS_H

#include <stdbool.h>
#include <stdint.h>

enum arrival_kind { ARRIVALS_POISSON, ARRIVALS_UNIFORM };

/* The process that all connections of a run have in common. */
struct arrival_process {
    enum arrival_kind kind;
    double gap_ns; /* mean, of one connection */
    uint32_t connections;
};

struct arrivals {
    double after_ns; /* since load began; exact to a nanosecond for 100 days */
    uint64_t random;
};

/* A process that offers `rate` messages a second over all connections. */
struct arrival_process arrivals_process(enum arrival_kind kind, double rate,
                                        uint32_t connections);

/* Stands at the first message of a connection, numbered from 0. */
struct arrivals arrivals_begin(const struct arrival_process *process, uint64_t seed,
                               uint32_t connection);

/* Goes on to the next one. */
void arrivals_next(const struct arrival_process *process, struct arrivals *arrivals);

/* "poisson", "uniform"; and back: false when there is no such kind. */
const char *arrivals_name(enum arrival_kind kind);
bool arrivals_from_name(const char *name, enum arrival_kind *kind);

#endif
