/* clock_cost.h - how finely CLOCK_MONOTONIC tells the time, and what asking it costs. */
#ifndef ECHOLAB_CLOCK_COST_H
#define ECHOLAB_CLOCK_COST_H

#include <jansson.h>

struct clock_cost {
    double resolution_ns; /* as the kernel has it: clock_getres() */
    double step_ns;       /* the smallest step that two readings one after another have shown */
    double read_ns;       /* of one reading; the median of several thousand in a row */
};

/* Takes some milliseconds. */
struct clock_cost clock_cost(void);

json_t *clock_cost_json(const struct clock_cost *cost);

#endif
