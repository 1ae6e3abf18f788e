/* work.h - spending the time that a task frame asks for. */
#ifndef ECHOLAB_WORK_H
#define ECHOLAB_WORK_H

#include "session.h"

/* Burns that much CPU time of the calling thread (WORK_SPIN), or sleeps that long (WORK_BLOCK).
 * Blocks its caller; that an event loop stands still meanwhile is what the service is there to
 * show. Only a stop that aborts cuts it short, within a tenth of a second; then the answer is
 * false, and the frame must not be returned as if its work had been done. */
bool work_spend(struct work work);

#endif
