/* arrivals.c - when the messages of a connection are due in an open loop. */
#include "arrivals.h"

#include "clock.h"
#include "random.h"

#include <math.h>
#include <string.h>

static const char *const names[] = { "poisson", "uniform" };

struct arrival_process arrivals_process(enum arrival_kind kind, double rate,
                                        uint32_t connections)
{
    return (struct arrival_process){
        .kind = kind,
        .gap_ns = (double)NS_PER_S * connections / rate,
        .connections = connections,
    };
}

/* By inversion: minus the logarithm of a number from 0 (left out) to 1. */
static double exponential(uint64_t *random, double mean)
{
    return -log((double)((random_next(random) >> 11) + 1) * 0x1p-53) * mean;
}

struct arrivals arrivals_begin(const struct arrival_process *process, uint64_t seed,
                               uint32_t connection)
{
    /* A sequence apart from those of payload and sizes, which are seeded alike. */
    struct arrivals arrivals = { .random =
                                     random_seeded(seed ^ UINT64_C(0xa5a5a5a5), connection) };

    if (process->kind == ARRIVALS_POISSON)
        arrivals_next(process, &arrivals);
    else
        arrivals.after_ns = process->gap_ns * (connection + 0.5) / process->connections;
    return arrivals;
}

void arrivals_next(const struct arrival_process *process, struct arrivals *arrivals)
{
    arrivals->after_ns += process->kind == ARRIVALS_POISSON
                              ? exponential(&arrivals->random, process->gap_ns)
                              : process->gap_ns;
}

const char *arrivals_name(enum arrival_kind kind)
{
    return names[kind];
}

bool arrivals_from_name(const char *name, enum arrival_kind *kind)
{
    for (int i = 0; i < 2; i++)
        if (strcmp(name, names[i]) == 0) {
            *kind = (enum arrival_kind)i;
            return true;
        }
    return false;
}
