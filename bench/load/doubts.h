/* doubts.h - reasons not to trust the figures of a run, which the generator can see by itself.
 */
#ifndef ECHOLAB_DOUBTS_H
#define ECHOLAB_DOUBTS_H

#include "result.h"

enum { DOUBTS_MOST = 10, DOUBT_TEXT = 256 };

struct doubt {
    const char *name; /* for programs: "generator_busy" */
    char text[DOUBT_TEXT];
};

struct doubts {
    unsigned count; /* 0: the run is valid */
    struct doubt list[DOUBTS_MOST];
};

/* What is doubtful about a result:
 *
 * not_measured: the window never opened, and there are no figures.
 * interrupted: somebody ended the run before its time.
 * errors: echoes were wrong, or connections or datagrams were lost.
 * generator_busy: more than 90 % of its CPU time was used, so the limit may be its own.
 * generator_starved: its threads waited for a CPU for more than 5 % of the window.
 * replies_dropped: datagrams were lost at our own sockets.
 * rate_missed: in an open loop less than 99 % of what was due was answered in the window, and
 *     more is missing than chance has under way at its end.
 * late_sends: in an open loop its own lateness is more than half of the latency, at the median,
 *     at 99 % or at 99.9 %.
 * littles_law: in a closed loop messages under way differ from rate times mean latency by more
 *     than 5 %, and by more than the edges of the window explain (Little, "A Proof for the
 *     Queuing Formula L = lambda W", 1961). */
struct doubts doubts_about(const struct result *result);

#endif
