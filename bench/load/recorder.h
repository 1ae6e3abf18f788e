/* recorder.h - gathers what the workers have recorded, once a second, and passes it on.
 *
 * It belongs to the conductor's thread. In the window it asks the workers each second for what
 * they have recorded (interval.h), adds that up, and gives it to the live line, to the files of
 * a line a second (series.h), and to the total. */
#ifndef ECHOLAB_RECORDER_H
#define ECHOLAB_RECORDER_H

#include "interval.h"
#include "progress.h"
#include "series.h"
#include "worker.h"

#include <stdbool.h>
#include <stdint.h>

struct recorder {
    struct run *run;
    struct worker **workers;
    struct progress *progress;
    struct series series;
    struct interval total;  /* of the window, and of what came back after it */
    struct interval second; /* where the parts of a second are added up */
    uint64_t begun_ns;      /* when the present interval began */
    uint64_t closes_ns;     /* when the last one ends */
    uint64_t next_ns;       /* when to ask next; UINT64_MAX outside the window */
    bool asked;             /* it has asked, and not yet all workers have answered */
};

/* Opens the files of a line a second. False, after a line on stderr, if one cannot be written,
 * or there is no memory. To be ended with recorder_release(), also after a failure. */
bool recorder_create(struct recorder *recorder, struct run *run, struct worker **workers,
                     struct progress *progress);

/* Closes the files; false, after a line on stderr, if one of them is not complete. */
bool recorder_release(struct recorder *recorder);

/* The window has opened, and will close; UINT64_MAX if nobody knows when. */
void recorder_open(struct recorder *recorder, uint64_t opened_ns, uint64_t closes_ns);

/* Asks and gathers, when it is time to; to be called at recorder->next_ns and when a worker has
 * reported. */
void recorder_attend(struct recorder *recorder);

/* No more asking: the window has closed. */
void recorder_close(struct recorder *recorder);

/* The workers have ended: gathers what is left, as the interval that ended at `closed_ns`, if
 * the window has opened at all. */
void recorder_finish(struct recorder *recorder, uint64_t closed_ns);

#endif
