/* capacity.h - what the weakest model can do, so that all can be asked for the same.
 *
 * A comparison at the same load needs a load that everybody can carry. So before the runs each
 * model that serves many clients at once is loaded flat out, a few times in turn, and shares of
 * the rate are of the lowest median, rounded down to two digits, so that two runs on one
 * machine ask for the same more often than not. Nothing else is made of these probes. */
#ifndef ECHOLAB_CAPACITY_H
#define ECHOLAB_CAPACITY_H

#include "choice.h"
#include "lab.h"

#include <jansson.h>

struct capacity {
    double per_s; /* the weakest model's; 0: there is none, or none could be measured */
    const struct model *model;      /* whose it is */
    double each_per_s[MOST_MODELS]; /* by the roster; 0: not measured */
};

/* True if a chosen scenario asks for shares of it. */
bool capacity_wanted(const struct choice *choice);

/* Takes about a second a model. */
void capacity_find(const struct lab *lab, const struct choice *choice,
                   struct capacity *capacity);

/* Fills in the rest from what each can do. */
void capacity_take_weakest(const struct choice *choice, struct capacity *capacity);

/* How long capacity_find() takes. */
double capacity_estimate_s(const struct choice *choice);

/* {"per_s": ..., "model": ..., "each_per_s": {...}}, or null. */
json_t *capacity_json(const struct choice *choice, const struct capacity *capacity);

/* Reads that again; leaves the capacity as it is where there is none. */
void capacity_from_json(const json_t *object, const struct choice *choice,
                        struct capacity *capacity);

#endif
