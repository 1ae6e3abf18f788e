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

#endif
