/* measure.h - makes one run: starts a fresh server, loads it, looks at it, stops it.
 *
 * Three moments are looked at, all told by echo-load: everybody is connected, the measured
 * window opens, it closes. The whole life of the server's tree comes from wait4(). */
#ifndef ECHOLAB_MEASURE_H
#define ECHOLAB_MEASURE_H

#include "run.h"

/* `run` comes with what is to be done: scenario, point, model, block, order, seed. It gets the
 * rest. Afterwards nothing of it is left running, whatever happened. */
void measure(const struct lab *lab, unsigned warm_up_ms, unsigned window_ms, struct run *run);

#endif
