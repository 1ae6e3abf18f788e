/* conductor.h - leads the workers through the phases of a run, on the program's first thread.
 *
 * connect - barrier - warm-up - window - drain. Ctrl-C (SIGINT) and SIGTERM end the run at
 * once, and what the window has seen so far is its result.
 *
 * A runner that has given us a socket (--control=FD) is told "connected" when all connections
 * are made, "open" when the window opens and "closed" when it closes. After the first and the
 * last the conductor waits until it has read one byte, or the end, from the socket, so that the
 * runner can look at the server in exactly that state. After "closed" no message begins any
 * more. */
#ifndef ECHOLAB_CONDUCTOR_H
#define ECHOLAB_CONDUCTOR_H

#include "progress.h"
#include "recorder.h"
#include "run.h"
#include "worker.h"

#include <stdbool.h>
#include <stdint.h>

/* How the run went. */
struct course {
    bool interrupted;
    uint64_t opened_ns; /* when the window opened; 0: never */
    uint64_t closed_ns; /* when it closed */
};

/* To be called before any other thread is started: from here on, until conductor_lead()
 * returns, the signals that end a run are read by the conductor alone; and SIGPIPE is ignored.
 */
void conductor_prepare(struct run *run);

/* Starts the workers and returns when all have ended and the recorder has everything. Failing
 * to start one ends the program. */
struct course conductor_lead(struct run *run, struct worker **workers,
                             struct recorder *recorder, struct progress *progress);

#endif
