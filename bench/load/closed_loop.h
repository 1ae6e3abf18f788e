/* closed_loop.h - the next message begins when a reply is back, or a pause after it.
 *
 * A closed loop waits with a slow server: it cannot tell how long clients of its own mind would
 * have had to wait. It answers "what does a request cost", not "how long will users wait". */
#ifndef ECHOLAB_CLOSED_LOOP_H
#define ECHOLAB_CLOSED_LOOP_H

#include "worker.h"

extern const struct pace closed_loop;

#endif
