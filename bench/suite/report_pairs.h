/* report_pairs.h - two runs compared, figure by figure. */
#ifndef ECHOLAB_REPORT_PAIRS_H
#define ECHOLAB_REPORT_PAIRS_H

#include <jansson.h>

/* The later summary against the earlier one: a list of objects with scenario, point, model,
 * figure, ratio, low, high, p, p_holm, a12, verdict and why, of every main figure that both
 * have. One figure of one model along one axis is a family (comparison.h). Owned by the caller.
 */
json_t *report_pairs(const json_t *earlier, const json_t *later);

#endif
