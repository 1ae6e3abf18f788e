/* spectrum.h - whole latency distributions: SCENARIO.hlog, and curves made of it.
 *
 * A median of percentiles is no percentile. Where a scenario asks for it, echo-load writes a
 * HdrHistogram log in each run; at the end these become one log for the scenario, an interval a
 * run, tagged MODEL@POINT, and MODEL@POINT/uncorrected for what counts from sending. The curves
 * are of the sums, which are exact. Runs that are suspect for their latency are in neither. */
#ifndef ECHOLAB_SPECTRUM_H
#define ECHOLAB_SPECTRUM_H

#include "choice.h"
#include "run.h"
#include "store.h"

#include <jansson.h>

/* Where echo-load writes the log of the run with this order. Returns `path`. */
char *spectrum_part(const struct store *store, unsigned order, char path[PATH_MAX]);

/* Writes SCENARIO.hlog from the parts of the runs and returns the curves, owned by the caller:
 * [{"point", "model", "kind": "corrected" or "uncorrected", "count", "curve": [[q, us], ...]}].
 * An empty list, and no file, for a scenario without parts. */
json_t *spectrum_merge(const struct store *store, const struct choice *choice,
                       const struct runs *runs, const struct scenario *scenario);

/* Removes the parts, once nobody will resume. */
void spectrum_clean(const struct store *store, const struct runs *runs);

#endif
