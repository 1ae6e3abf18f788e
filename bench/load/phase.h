/* phase.h - what a worker does when the run enters its next phase, and when its own part is
 * done.
 *
 * Both functions belong to the worker's own thread. */
#ifndef ECHOLAB_PHASE_H
#define ECHOLAB_PHASE_H

#include "worker.h"

/* Enters every phase up to the present one; cheap when there is none. */
void phase_follow(struct worker *worker);

/* A connection has come to rest, or is lost: is there still something to measure? */
void phase_take_stock(struct worker *worker);

#endif
