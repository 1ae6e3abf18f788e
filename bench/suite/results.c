/* results.c - a folder of results as others have left it. */
#include "results.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char schema[] = "echolab-summary-2";

char *results_plain(const char *text, char *plain, size_t room)
{
    size_t length = 0;

    for (; *text && length + 1 < room; text++)
        plain[length++] = isprint((unsigned char)*text) ? *text : '?';
    plain[length] = '\0';
    return plain;
}

json_t *results_read(const char *folder, char reason[REASON_TEXT])
{
    char path[PATH_MAX];
    char what[JSON_ERROR_TEXT_LENGTH];
    json_error_t error;

    if (snprintf(path, sizeof path, "%s/summary.json", folder) >= (int)sizeof path) {
        snprintf(reason, REASON_TEXT, "the name of the folder is too long");
        return NULL;
    }
    json_t *summary = json_load_file(path, 0, &error);

    if (!summary) {
        snprintf(reason, REASON_TEXT, "%.120s: line %d: %.120s", path, error.line,
                 results_plain(error.text, what, sizeof what));
        return NULL;
    }
    if (strcmp(results_text(summary, "schema"), schema) != 0) {
        snprintf(reason, REASON_TEXT, "%.200s is not of the schema %s", path, schema);
        json_decref(summary);
        return NULL;
    }
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

static bool fill(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    if (!file)
        return false;

    bool written = fputs(text, file) != EOF && fflush(file) != EOF && fsync(fileno(file)) == 0;
    int error = errno;

    if (fclose(file) != EOF && written)
        return true;
    errno = written ? errno : error;
    return false;
}

bool results_replace(const char *path, const char *text, char reason[REASON_TEXT])
{
    char part[PATH_MAX];

    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part) {
        snprintf(reason, REASON_TEXT, "the name of the file is too long");
        return false;
    }
    if (fill(part, text) && rename(part, path) == 0)
        return true;
    snprintf(reason, REASON_TEXT, "cannot write %.200s: %s", path, strerror(errno));
    (void)unlink(part);
    return false;
}
