/* contest.h - clients that do the same work one after another, in rounds: what it costs each.
 *
 *     struct contest contest;
 *     if (!contest_hold(&lab, contestants, 2, rounds, &contest, reason)) ... reason says why
 *     spread = contest_ratio(&contest, 0, 1, FIGURE_CPU_US);
 *
 * As in pairs.h, a ratio is formed inside a round, and the order in a round is drawn by lot. */
#ifndef ECHOLAB_CONTEST_H
#define ECHOLAB_CONTEST_H

#include "lab.h"
#include "pairs.h"
#include "statistics.h"

#include <stdbool.h>
#include <stddef.h>

/* What a run of a client tells. All of its CPU time counts, that of its start as well: the same
 * is asked of all, and they run for more than a second. */
enum {
    FIGURE_MESSAGES,
    FIGURE_CPU_US,     /* of its process, for a message */
    FIGURE_LATE_US,    /* an open loop's median lateness */
    FIGURE_RATE_ERROR, /* an open loop's: how far off its rate it was, as a share of it */
    FIGURES
};

/* Takes from what a client wrote the number of messages that were answered, and of the other
 * figures what it says. False if it is not what such a client writes, or tells of errors. */
typedef bool contest_reader(const char *output, double figures[FIGURES]);

struct contestant {
    const char *const *arguments; /* as in struct launch */
    contest_reader *read;
};

enum { MOST_CONTESTANTS = 3 };

struct contest {
    unsigned rounds;
    double figures[MOST_PAIRS][MOST_CONTESTANTS][FIGURES];
};

/* Runs them all `rounds` times, on the generator's CPU. False with a reason when one fails. */
bool contest_hold(const struct lab *lab, const struct contestant *contestants, size_t count,
                  unsigned rounds, struct contest *contest, char reason[REASON_TEXT]);

/* Over the rounds: one contestant's figure by another's, and the figure itself. */
struct spread contest_ratio(const struct contest *contest, size_t one, size_t other,
                            size_t figure);
struct spread contest_figure(const struct contest *contest, size_t one, size_t figure);

/* Reads "messages N ... median_late_us Y", as the minimal clients write it. */
contest_reader contest_read_minimal;

/* Reads echo-load's JSON. */
contest_reader contest_read_load;

#endif
