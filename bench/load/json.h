/* json.h - the result for programs: one JSON object, schema "echolab-load-1" (see
 * echo-load(1)). */
#ifndef ECHOLAB_JSON_H
#define ECHOLAB_JSON_H

#include "result.h"

#include <jansson.h>
#include <stdbool.h>

/* Writes the result to `path`, or to stdout if it is "-". A file appears complete, with mode
 * 0644, or not at all. False, after one line on stderr, if it cannot be written. */
bool json_write(const struct result *result, const char *path);

/* The same for any object, which stays the caller's. */
bool json_put(const json_t *object, const char *path);

/* The object that stands for a histogram in a result, such as latency_ns. The caller owns it.
 */
json_t *json_times(const struct histogram *histogram);

#endif
