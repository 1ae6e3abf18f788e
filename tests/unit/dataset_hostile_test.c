/* dataset_hostile_test.c - what is wrong in summary.json is refused with file and key. */
#include "dataset.h"

#include "dataset_sample.h"

/* Returns the place "scenarios.0.name" in the document: the parent, and the last step. */
static json_t *follow(json_t *json, const char *path, char last[64])
{
    char *steps = strdup(path);
    char *rest = steps;

    assert_non_null(steps);
    for (char *step = strsep(&rest, "."); rest; step = strsep(&rest, ".")) {
        json = json_is_array(json) ? json_array_get(json, strtoul(step, NULL, 10))
                                   : json_object_get(json, step);
        assert_non_null(json);
        snprintf(last, 64, "%s", rest);
    }
    if (!strchr(path, '.'))
        snprintf(last, 64, "%s", path);
    free(steps);
    return json;
}

static void set(json_t *root, const char *path, const char *value)
{
    char last[64];
    json_t *parent = follow(root, path, last);

    if (!value)
        json_object_del(parent, last);
    else if (json_is_array(parent))
        json_array_set_new(parent, strtoul(last, NULL, 10), parse(value));
    else
        json_object_set_new(parent, last, parse(value));
}

static void expect_refusal_of_text(const char *text, const char *expected)
{
    struct folder folder = make_folder(text);
    struct dataset dataset;
    bool read = dataset_read(&dataset, folder.path);
    size_t skipped = strlen(folder.file) + 2;

    if (read || strncmp(dataset.fault, folder.file, strlen(folder.file)) != 0 ||
        !strstr(dataset.fault, expected))
        fail_msg("'%s' instead of '%s'", dataset.fault, expected);
    assert_true(strlen(dataset.fault) > skipped);
    assert_null(strchr(dataset.fault, '\n'));
    dataset_release(&dataset);
    remove_folder(&folder);
}

/* expect_refusal(PATH, VALUE or NULL to leave it out, what is said). */
static void expect_refusal(const char *path, const char *value, const char *expected)
{
    json_t *json = parse(good);

    set(json, path, value);

    char *text = json_dumps(json, 0);

    expect_refusal_of_text(text, expected);
    free(text);
    json_decref(json);
}

/* --- Cases. */

static void refuses_what_is_no_json(void **state)
{
    (void)state;
    char deep[8000];

    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = '\0';
    expect_refusal_of_text("", "no JSON that can be read, in line 1");
    expect_refusal_of_text("{\n\"schema\": \"echo", "in line 2");
    expect_refusal_of_text("{\"schema\": NaN}", "no JSON");
    expect_refusal_of_text("{\"schema\": 1e999}", "no JSON");
    expect_refusal_of_text("{\"schema\": \"a\", \"schema\": \"b\"}", "no JSON");
    expect_refusal_of_text("{\"schema\": \"\xff\xfe\"}", "no JSON");
    expect_refusal_of_text("{\"schema\": \"a\\u0000b\"}", "no JSON");
    expect_refusal_of_text(deep, "no JSON");
    expect_refusal_of_text("[]", "schema: a text was expected, and it is missing");
    expect_refusal_of_text("{\"schema\": \"echolab-run-1\"}",
                           "schema: echolab-summary-2 was expected");
}

static void names_the_key_of_what_is_wrong(void **state)
{
    (void)state;
    expect_refusal("title", "7", ": title: a text was expected, and it is a number");
    expect_refusal("title", NULL, ": title: a text was expected, and it is missing");
    expect_refusal("machine.commit", "[]",
                   ": machine.commit: a text was expected, and it is a list");
    expect_refusal("machine", "'x'", ": machine.cpu: a text was expected, and it is missing");
    expect_refusal("models", "{}", ": models: a list was expected, and it is an object");
    expect_refusal("models", NULL, ": models: a list was expected, and it is missing");
    expect_refusal("models.0.name", "null",
                   ": models[0].name: a text was expected, and it is null");
    expect_refusal("models.1.name", "'epoll'", ": models[1]: another model has the same name");
    expect_refusal("noise", "'loud'", ": noise: an object or null was expected");
    expect_refusal("noise.cost", "-1", ": noise.cost: a number from 0 to 1000 was expected");
    expect_refusal("scenarios.0.figures.0.digits", "1.5",
                   ": scenarios[0].figures[0].digits: a whole number was expected");
    expect_refusal("scenarios.0.figures.0.digits", "400",
                   ": scenarios[0].figures[0].digits: a number from 0 to 9 was expected");
    expect_refusal("scenarios.0.figures.1.better", "'more'",
                   ": scenarios[0].figures[1].better: it is none of the words");
    expect_refusal("scenarios.0.figures.1.name", "'cost'",
                   ": scenarios[0].figures[1]: another figure has the same name");
    expect_refusal("scenarios.0.points.1.label", "'10 %'",
                   ": scenarios[0].points[1]: another point has the same label");
}

static void names_the_cell_that_is_wrong(void **state)
{
    (void)state;
    const char *cell = ": scenarios[0].cells[0]";

    expect_refusal("scenarios.0.cells.0", "null", cell);
    expect_refusal("scenarios.0.cells.0.model", "'x'",
                   "cells[0].model: there is no such model");
    expect_refusal("scenarios.0.cells.0.point", "'x'",
                   "cells[0].point: the scenario has no such");
    expect_refusal("scenarios.0.cells.0.figure", "'x'", "cells[0].figure: the scenario has no");
    expect_refusal("scenarios.0.cells.0.values.1", "'NaN'",
                   "cells[0].values[1]: a number was expected, and it is a text");
    expect_refusal("scenarios.0.cells.0.values.1", "null", "cells[0].values[1]: a number was");
    expect_refusal("scenarios.0.cells.0.values.1", "-1.1e300",
                   "cells[0].values[1]: a number from");
    expect_refusal("scenarios.0.cells.0.blocks.0", "-1", "cells[0].blocks[0]: a number from 0");
    expect_refusal("scenarios.0.cells.0.blocks.0", "4294967296",
                   "cells[0].blocks[0]: a number");
    expect_refusal("scenarios.0.cells.0.blocks", "[ 1 ]", "cells[0].blocks: as many as values");
    expect_refusal("scenarios.0.cells.0.median", "null",
                   "cells[0].median: a number was expected");
    expect_refusal("scenarios.0.cells.0.suspect", "1", "cells[0].suspect: true or false");
    expect_refusal("scenarios.0.cells.0.note", "false", "cells[0].note: a text was expected");
    expect_refusal("scenarios.0.cells.1",
                   "{ 'point': '50 %', 'model': 'poll', 'figure': 'cost', 'median': 1,"
                   "  'values': [ 1 ], 'blocks': [ 1 ] }",
                   "cells[1]: another cell has the same point, model and figure");
}

static void refuses_sizes_beyond_reason(void **state)
{
    (void)state;
    json_t *root = parse(good);
    json_t *scenario = json_array_get(json_object_get(root, "scenarios"), 0);
    json_t *points = json_array();
    json_t *models = json_array();

    for (size_t i = 0; i < 900; i++) {
        char name[16];

        snprintf(name, sizeof name, "%zu", i);
        json_array_append_new(points, json_pack("{s:s}", "label", name));
        json_array_append_new(models, json_pack("{s:s}", "name", name));
    }
    json_object_set_new(scenario, "points", points);
    json_object_set_new(root, "models", models);

    char *text = json_dumps(root, 0);

    expect_refusal_of_text(text, "scenarios[0]: 900 points with 2 figures of 900 models");
    free(text);
    for (int i = 0; i < 200; i++)
        json_array_append_new(models, json_object());
    text = json_dumps(root, 0);
    expect_refusal_of_text(text,
                           "models: a list of at most 1000 was expected, and it has 1100");
    free(text);
    json_decref(root);
}

/* --- Whatever stands wherever, it is read or refused. */

static size_t tried;

static void try_to_read(const json_t *root)
{
    char *text = json_dumps(root, 0);
    struct folder folder = make_folder(text);
    struct dataset dataset;
    bool read = dataset_read(&dataset, folder.path);

    assert_true(read == !*dataset.fault);
    dataset_release(&dataset);
    remove_folder(&folder);
    free(text);
    tried++;
}

static const char *const odd_values[] = {
    "null",  "true", "-1",   "1e300", "'\\u001b[2J'",
    "[]",    "{}",   "[[]]", "0.5",   "9223372036854775807",
    "[null]"
};

enum { ODD_VALUES = sizeof odd_values / sizeof *odd_values };

static void torture(json_t *root, json_t *value)
{
    const char *key = NULL;
    json_t *member = NULL;
    void *next = NULL;
    size_t index = 0;

    json_object_foreach_safe(value, next, key, member)
    {
        json_t *kept = json_incref(member);

        torture(root, member);
        for (size_t i = 0; i < ODD_VALUES; i++) {
            json_object_set_new(value, key, parse(odd_values[i]));
            try_to_read(root);
        }
        json_object_set_new(value, key, kept);
    }
    json_array_foreach(value, index, member)
    {
        json_t *kept = json_incref(member);

        torture(root, member);
        for (size_t i = 0; i < ODD_VALUES; i++) {
            json_array_set_new(value, index, parse(odd_values[i]));
            try_to_read(root);
        }
        json_array_set_new(value, index, kept);
    }
}

static void survives_any_value_anywhere(void **state)
{
    (void)state;
    json_t *root = parse(good);

    torture(root, root);
    assert_true(tried > 500);
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_no_json),
        cmocka_unit_test(names_the_key_of_what_is_wrong),
        cmocka_unit_test(names_the_cell_that_is_wrong),
        cmocka_unit_test(refuses_sizes_beyond_reason),
        cmocka_unit_test(survives_any_value_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
