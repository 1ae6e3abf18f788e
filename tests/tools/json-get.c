/* json-get.c - reads JSON for tests: prints what stands at each path, a line each.
 *
 *     json-get FILE [PATH...]        json-get result.json errors.wrong errors.missing
 *
 * A PATH is names and indices with dots between them; an object or a list stands for the number
 * of its entries. A file of several values one after another, as ndjson is, answers for each of
 * them in turn. Exit status: 0; 1 if the file is no JSON, or has nothing at a path. */
#include <err.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *enter(const json_t *value, const char *name)
{
    if (json_is_array(value))
        return json_array_get(value, strtoul(name, NULL, 10));
    return json_object_get(value, name);
}

static json_t *follow(json_t *value, const char *path)
{
    char *names = strdup(path);
    char *rest = names;

    if (!names)
        err(1, "no memory");
    for (char *name = strsep(&rest, "."); name && value; name = strsep(&rest, "."))
        value = enter(value, name);
    free(names);
    return value;
}

static void print(const json_t *value)
{
    if (json_is_string(value))
        puts(json_string_value(value));
    else if (json_is_object(value))
        printf("%zu\n", json_object_size(value));
    else if (json_is_array(value))
        printf("%zu\n", json_array_size(value));
    else
        json_dumpf(value, stdout, JSON_ENCODE_ANY), puts("");
}

static int only_blanks_are_left(FILE *file)
{
    int next = getc(file);

    while (next == ' ' || next == '\n' || next == '\t' || next == '\r')
        next = getc(file);
    return ungetc(next, file) == EOF;
}

int main(int argc, char **argv)
{
    json_error_t error;
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;

    if (!file)
        err(1, "cannot read %s", argc > 1 ? argv[1] : "no file");
    while (!only_blanks_are_left(file)) {
        json_t *value =
            json_loadf(file, JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &error);

        if (!value)
            errx(1, "%s is no JSON: line %d: %s", argv[1], error.line, error.text);
        for (int i = 2; i < argc; i++) {
            const json_t *found = follow(value, argv[i]);

            if (!found)
                errx(1, "%s has no %s", argv[1], argv[i]);
            print(found);
        }
        json_decref(value);
    }
    fclose(file);
    return 0;
}
