/* dataset_sample.h - a small summary.json, and a folder to put one into, for tests. */
#ifndef ECHOLAB_DATASET_SAMPLE_H
#define ECHOLAB_DATASET_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char good[] =
    "{ 'schema': 'echolab-summary-2', 'title': 'a day', 'effort': 'quick',"
    "  'machine': { 'commit': null, 'cpu': 'some', 'kernel': '6.1', 'placement': 'apart' },"
    "  'models': [ { 'name': 'epoll', 'gate': 'pass' }, { 'name': 'poll' } ],"
    "  'noise': { 'cost': 0.04 },"
    "  'scenarios': [ { 'name': 'rate', 'question': 'what?', 'axis': 'load',"
    "    'points': [ { 'label': '10 %', 'value': 10 }, { 'label': '50 %', 'value': 50 } ],"
    "    'figures': [ { 'name': 'cost', 'title': 'CPU', 'unit': 'us', 'digits': 2,"
    "                   'better': 'lower', 'role': 'main' },"
    "                 { 'name': 'rate', 'title': 'rate', 'unit': '1/s', 'digits': 0,"
    "                   'better': 'higher', 'role': 'side' } ],"
    "    'cells': [ { 'point': '50 %', 'model': 'poll', 'figure': 'cost', 'median': 2.5,"
    "                 'values': [ 2, 3 ], 'blocks': [ 1, 4 ], 'suspect': true, 'note': 'hm' },"
    "               { 'point': '10 %', 'model': 'epoll', 'figure': 'rate', 'median': null,"
    "                 'values': [], 'blocks': [], 'note': 'it died' } ] } ] }";

/* --- A folder with one file in it. */

struct folder {
    char path[64];
    char file[96];
};

static inline struct folder make_folder(const char *text)
{
    struct folder folder = { .path = "/tmp/echolab-dataset.XXXXXX" };

    assert_non_null(mkdtemp(folder.path));
    snprintf(folder.file, sizeof folder.file, "%s/summary.json", folder.path);
    if (text) {
        FILE *file = fopen(folder.file, "w");

        assert_non_null(file);
        assert_true(fputs(text, file) != EOF && fclose(file) == 0);
    }
    return folder;
}

static inline void remove_folder(const struct folder *folder)
{
    unlink(folder->file);
    rmdir(folder->file);
    assert_int_equal(rmdir(folder->path), 0);
}

/* JSON with quotes as C has them without pain. */
static inline json_t *parse(const char *text)
{
    char *quoted = strdup(text);

    assert_non_null(quoted);
    for (char *at = quoted; *at; at++)
        if (*at == '\'')
            *at = '"';

    json_t *json = json_loads(quoted, JSON_DECODE_ANY, NULL);

    free(quoted);
    assert_non_null(json);
    return json;
}

#endif
