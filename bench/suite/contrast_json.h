/* contrast_json.h - a contrast for programs: schema echolab-compare-1, described in the manual.
 */
#ifndef ECHOLAB_CONTRAST_JSON_H
#define ECHOLAB_CONTRAST_JSON_H

#include "contrast.h"

#include <jansson.h>

/* `limit`: of --fail-on, NAN without. The caller has the reference. */
json_t *contrast_json(const struct contrast_question *question, const struct contrast *contrast,
                      double limit);

#endif
