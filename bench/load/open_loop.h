/* open_loop.h - messages begin when they are due, whatever the server does: --rate.
 *
 * Every connection has an arrival process (arrivals.h). When a message is due, it is sent, if
 * fewer than `--pipeline` messages are under way on its connection; else it waits for room. Its
 * latency counts from when it was due, so waiting for a slow server is part of it: a tool that
 * counts from sending leaves just that out (coordinated omission; Gil Tene, "How NOT to Measure
 * Latency", 2013). That figure is recorded too, for comparison.
 *
 * How late a due message is noticed is the generator's own fault, and recorded apart.
 *
 * Of messages that are due within the window none is dropped: at its end those which were never
 * sent count with their age, and so do those of a connection that was lost; those under way
 * count with the time until they come back, or are given up. */
#ifndef ECHOLAB_OPEN_LOOP_H
#define ECHOLAB_OPEN_LOOP_H

#include "worker.h"

extern const struct pace open_loop;

#endif
