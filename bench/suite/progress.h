/* progress.h - how far we are: a bar on a terminal, one plain line a run anywhere else.
 *
 * All of it goes to stderr. The bar needs a terminal which is not a dumb one, and no CI in the
 * environment; it has no colour, so that NO_COLOR has nothing to switch off. */
#ifndef ECHOLAB_PROGRESS_H
#define ECHOLAB_PROGRESS_H

#include "run.h"

#include <stdbool.h>

struct progress {
    bool quiet, bar;
    bool drawn; /* the cursor is behind a bar */
    size_t done, total;
    double expected_s; /* of everything */
    uint64_t begin_ns;
};

struct progress progress_begin(bool quiet, size_t total, double expected_s);

/* Before a run: only the bar shows it. */
void progress_running(struct progress *progress, const struct run *run);

void progress_done(struct progress *progress, const struct run *run);

/* One line on stderr, below or instead of the bar; also when it is quiet. */
__attribute__((format(printf, 2, 3))) void progress_say(struct progress *progress,
                                                        const char *format, ...);

/* Takes the bar away. */
void progress_end(struct progress *progress);

/* "2 min 35 s". Returns `text`. */
enum { PROGRESS_TIME = 32 };
char *progress_time(double seconds, char text[PROGRESS_TIME]);

#endif
