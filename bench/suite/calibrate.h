/* calibrate.h - `echo-bench calibrate`: what can be told on this machine, and what cannot.
 *
 * The noise of each figure (twins.h), the generator's limit and its cost, the raw round trip of
 * two processes (round_trip.h), the clock (clock_cost.h). It takes about a minute. The schema
 * of the file is in the man page. */
#ifndef ECHOLAB_CALIBRATE_H
#define ECHOLAB_CALIBRATE_H

#include "lab.h"

#include <stdbool.h>

/* The command. Returns the exit status. */
int calibrate(int argc, char **argv);

/* The same on behalf of a run, with a lab that is settled. Returns 0; 1, with a sentence on
 * stderr, if it failed; 130 if it was interrupted. */
int calibrate_into(const struct lab *lab, const char *path, bool quiet);

#endif
