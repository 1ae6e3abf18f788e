/* progress.h - a line a second for whoever waits at a terminal.
 *
 * It is written to stderr, over itself, and only if stderr is a terminal and nothing says that
 * a program reads along (CI, TERM=dumb, --quiet). It uses no colour. */
#ifndef ECHOLAB_PROGRESS_H
#define ECHOLAB_PROGRESS_H

#include "interval.h"
#include "options.h"

#include <stdbool.h>
#include <stdint.h>

struct progress {
    bool shown;
    uint64_t begun_ns;
    uint64_t next_ns;  /* when the next line is due; UINT64_MAX: never */
    uint64_t requests; /* at the last line */
    char second[256];  /* what the last second of the window was like; "" before */
};

void progress_begin(struct progress *progress, const struct options *options);

/* Writes the line, if it is due. */
void progress_show(struct progress *progress, const char *phase, uint64_t requests);

/* Keeps what an interval was like, for the next line. */
void progress_take(struct progress *progress, uint64_t length_ns,
                   const struct interval *interval);

/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
