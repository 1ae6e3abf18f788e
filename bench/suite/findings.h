/* findings.h - what the figures say, in sentences.
 *
 * Every word is computed: who is best and who ties with them comes from comparisons that the
 * runs can carry (comparison.h), who grows from intervals of ratios. Where there are too few
 * runs for a verdict, the sentence says that instead. */
#ifndef ECHOLAB_FINDINGS_H
#define ECHOLAB_FINDINGS_H

#include "digest.h"

#include <jansson.h>

/* The sentences about one scenario, owned by the caller: an array of strings, empty if nothing
 * can be said. */
json_t *findings_of(const struct digest *digest, const struct scenario *scenario);

/* One sentence for each scenario that has one: which model for which load. Owned by the caller.
 */
json_t *findings_answer(const struct digest *digest);

/* The point that a scenario is remembered by: the one its entry names, or how far a growth was
 * followed. */
const struct point *findings_headline(const struct digest *digest,
                                      const struct scenario *scenario);

/* Writes who has good clients that got no answer there; returns how many they are. */
size_t findings_starving(const struct digest *digest, const struct scenario *scenario,
                         const struct point *point, const struct model *starving[MOST_MODELS]);

#endif
