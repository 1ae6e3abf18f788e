/* json.h - the result for programs: one JSON object, schema "echolab-load-1" (see
 * echo-load(1)). */
#ifndef ECHOLAB_JSON_H
#define ECHOLAB_JSON_H

#include "result.h"

#include <stdbool.h>

/* Writes the result to `path`, or to stdout if it is "-". A file appears complete, with mode
 * 0644, or not at all. False, after one line on stderr, if it cannot be written. */
bool json_write(const struct result *result, const char *path);

#endif
