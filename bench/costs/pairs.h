/* pairs.h - one figure of two programs, measured side by side.
 *
 * Raw figures drift by a tenth within minutes on a shared machine; the ratio of two runs made
 * back to back scatters by a few percent. So ratios are formed inside a pair, the order of a
 * pair is drawn by lot, and the median over the pairs is what counts. */
#ifndef ECHOLAB_PAIRS_H
#define ECHOLAB_PAIRS_H

#include "chance.h"
#include "run.h"
#include "statistics.h"

#include <stdbool.h>

enum { MOST_PAIRS = 99 };

/* What to measure of whom. */
struct subject {
    const struct scenario *scenario;
    const struct point *point;
    const char *server; /* the program is echo-SERVER */
    const char *reading;
};

/* Measures one subject. A run that something disturbed is made again, up to three times. False
 * with a reason if there is no figure. */
bool pairs_measure(const struct lab *lab, const struct subject *subject, struct chance *chance,
                   double *figure, char reason[REASON_TEXT]);

/* Measures `count` pairs, or `count` times the subject alone if `other` is NULL; stores the
 * spread of the ratios, or of the figure. Fails as pairs_measure() does. */
bool pairs_compare(const struct lab *lab, const struct subject *subject,
                   const struct subject *other, unsigned count, struct chance *chance,
                   struct spread *spread, char reason[REASON_TEXT]);

#endif
