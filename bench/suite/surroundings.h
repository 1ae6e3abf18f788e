/* surroundings.h - what else went on while something was measured: who else used the CPUs, and
 * what the network did.
 *
 *     struct surroundings before = surroundings_look(&placement);
 *     ... a run ...
 *     took_s = surroundings_put(&placement, &before, &part, readings); */
#ifndef ECHOLAB_SURROUNDINGS_H
#define ECHOLAB_SURROUNDINGS_H

#include "machine.h"
#include "network.h"

/* A moment's state. */
struct surroundings {
    struct moment moment;
    struct network network;
    long time_wait;
    double own_cpu_s;
};

/* What the run itself took part with. */
struct part {
    double cpu_s; /* of server and generator */
    double connections;
    const char *address; /* the server's; "" if it never had one */
};

struct surroundings surroundings_look(const struct placement *placement);

/* Adds to the readings what happened since. Returns the seconds since then. */
double surroundings_put(const struct placement *placement, const struct surroundings *before,
                        const struct part *part, struct readings *readings);

#endif
