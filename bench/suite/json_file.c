/* json_file.c - JSON to wherever an option says. */
#include "json_file.h"

#include "replace.h"

#include <err.h>
#include <string.h>

static bool write_json(FILE *file, const void *subject)
{
    return json_dumpf(subject, file, JSON_INDENT(2) | JSON_REAL_PRECISION(10)) == 0 &&
           fputc('\n', file) != EOF;
}

bool json_file_write(const char *path, const json_t *json)
{
    bool good = strcmp(path, "-") == 0 ? write_json(stdout, json)
                                       : replace_file(path, write_json, json);

    if (!good)
        warn("cannot write %s", path);
    return good;
}
