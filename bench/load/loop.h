/* loop.h - the event loop of a worker: connects, sends what is due, and attends to replies. */
#ifndef ECHOLAB_LOOP_H
#define ECHOLAB_LOOP_H

/* Runs the argument, a struct worker, until all of its connections have ended: what its thread
 * does. Returns NULL. */
void *loop_run(void *argument);

#endif
