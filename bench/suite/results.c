/* results.c - a folder of results as others have left it. */
#include "results.h"

#include "node.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char schema[] = "echolab-summary-2";

json_t *results_read(const char *folder, char reason[REASON_TEXT])
{
    struct document document;
    char path[PATH_MAX];
    json_t *summary = NULL;

    if (snprintf(path, sizeof path, "%s/summary.json", folder) >= (int)sizeof path) {
        snprintf(reason, REASON_TEXT, "the name of the folder is too long");
        return NULL;
    }
    if (!document_load(&document, path))
        snprintf(reason, REASON_TEXT, "%.300s", document.fault);
    else if (strcmp(results_text(document.root, "schema"), schema) != 0)
        snprintf(reason, REASON_TEXT, "%.200s: it is not of the schema %s", path, schema);
    else
        summary = json_incref(document.root);
    document_release(&document);
    return summary;
}

const json_t *results_named(const json_t *list, const char *name)
{
    size_t i;
    json_t *entry;

    json_array_foreach(list, i,
                       entry) if (strcmp(results_text(entry, "name"), name) == 0) return entry;
    return NULL;
}

const json_t *results_cell(const json_t *scenario, const struct place *place)
{
    size_t i;
    json_t *cell;

    json_array_foreach(json_object_get(scenario, "cells"), i,
                       cell) if (strcmp(results_text(cell, "point"), place->point) == 0 &&
                                 strcmp(results_text(cell, "model"), place->model) == 0 &&
                                 strcmp(results_text(cell, "figure"), place->figure) ==
                                     0) return cell;
    return NULL;
}

double results_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    return json_is_number(value) ? json_number_value(value) : NAN;
}

const char *results_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? text : "";
}
