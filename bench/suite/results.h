/* results.h - a folder of results as others have left it: read, not measured.
 *
 *     json_t *summary = results_read("results/2026-01-31-host", reason);
 *     const json_t *scenario = results_named(json_object_get(summary, "scenarios"), "rate");
 *     double median = results_number(results_cell(scenario, &place), "median");
 *
 * Whatever is not what it should be reads as missing: NaN, "" or NULL. */
#ifndef ECHOLAB_RESULTS_H
#define ECHOLAB_RESULTS_H

#include "lab.h"

#include <jansson.h>
#include <stdbool.h>

/* Its summary.json, owned by the caller; NULL with the reason. */
json_t *results_read(const char *folder, char reason[REASON_TEXT]);

/* The object of a list that has this name; NULL if there is none. */
const json_t *results_named(const json_t *list, const char *name);

struct place {
    const char *point, *model, *figure;
};

/* NULL if the scenario has none there. */
const json_t *results_cell(const json_t *scenario, const struct place *place);

double results_number(const json_t *object, const char *key);
const char *results_text(const json_t *object, const char *key);

#endif
