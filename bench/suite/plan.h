/* plan.h - which runs are made, and in which order.
 *
 * Blocks: each repeats everything once, so that what is compared was measured within the same
 * few minutes. Inside a block all models meet at one point before the next point comes, in an
 * order that is drawn anew each time. */
#ifndef ECHOLAB_PLAN_H
#define ECHOLAB_PLAN_H

#include "choice.h"

#include <stddef.h>

struct trial {
    const struct scenario *scenario;
    const struct point *point;
    const struct model *model;
    unsigned block; /* from 1 */
};

struct plan {
    size_t count;
    struct trial *trials;
};

/* Models and scenarios are those of `choice`, which has to live as long. The caller releases
 * it. */
void plan_make(const struct choice *choice, struct plan *plan);
void plan_release(struct plan *plan);

/* The load that this model gets: the point's, but for a model that serves one at a time in a
 * scenario that gives it a good client of its own. A share of the rate is still a share. */
struct load plan_load(const struct model *model, const struct scenario *scenario,
                      const struct point *point);

/* Why this model does not take part at this point: because of the model or of the machine's
 * limits; NULL if it does. Lives in static memory. */
const char *plan_objection(const struct model *model, const struct scenario *scenario,
                           const struct point *point);

unsigned plan_window_ms(const struct choice *choice, const struct scenario *scenario);

/* How long it will take, capacity and job included; a rough guess. */
double plan_estimate_s(const struct choice *choice, const struct plan *plan);

#endif
