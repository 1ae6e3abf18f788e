/* summary.h - what all runs of one model at one point say about one figure.
 *
 * Runs that a doubt spoils for this figure are left out as long as others are there; when all
 * are spoiled they are shown, marked. What cannot be shown comes with the reason. */
#ifndef ECHOLAB_SUMMARY_H
#define ECHOLAB_SUMMARY_H

#include "run.h"
#include "statistics.h"

#include <stdbool.h>
#include <stdint.h>

enum { NOTE_TEXT = REASON_TEXT + 160 };

/* Which figure, of whom, where. */
struct question {
    const struct scenario *scenario;
    const struct point *point;
    const struct model *model;
    const struct figure *figure;
};

struct answer {
    bool known;   /* there is a spread */
    bool suspect; /* made of spoiled runs, because there are no others */
    struct spread spread;
    size_t count; /* the runs that it is made of, in their order; of a pooled figure 1 */
    double *values;
    unsigned *blocks;
    char note[NOTE_TEXT]; /* what has to be said about it; "" if nothing */
};

/* The caller releases the answer. */
struct answer summary_answer(const struct runs *runs, const struct question *question);
void summary_release(struct answer *answer);

#endif
