/* report_pairs.h - two runs compared, figure by figure, as the page takes it. */
#ifndef ECHOLAB_REPORT_PAIRS_H
#define ECHOLAB_REPORT_PAIRS_H

#include "lab.h"

#include <jansson.h>

/* The later results against the earlier ones, as contrast.h says: an object with *comparisons*
 * (scenario, point, model, figure, ratio, low, high, p_holm, verdict, why) of every main figure
 * that both have, and *notes*. Owned by the caller; NULL with the reason. */
json_t *report_pairs(const char *earlier, const char *later, char reason[REASON_TEXT]);

#endif
