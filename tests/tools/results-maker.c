/* results-maker.c - invents a folder of results, to be compared, exported and shown by tests.
 *
 *     results-maker FOLDER [KEY=VALUE...]
 *
 * Writes FOLDER/summary.json: two scenarios, three models, lognormal noise, and a drift that
 * all models share in a block. KEY is one of seed=1 runs=7 noise=0.03 drift=0.05     the same
 * seed makes the same values slow=MODEL times=1.2 at=POINT           it costs so many times as
 * much; at: only there gone=MODEL                              it has failed everywhere
 *     lacking=FIGURE                          that one is missing everywhere
 *     suspect=MODEL                           its runs are
 *     without=MODEL|SCENARIO                  that one was not measured at all
 *     floor=0.04                              calibrated noise
 *     cpu=TEXT commit=TEXT effort=TEXT        as they stand in the file
 */
#include "chance.h"

#include <err.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_RUNS = 100, PATH_TEXT = 4096 };

static const char *const models[] = { "forking", "poll", "epoll" };
static const double costs[] = { 9.8, 4.9, 4.8 };

static const struct {
    const char *name, *question, *axis;
    const char *points[4];
} scenarios[] = {
    { "rate",
      "what does a request cost, at the same load?",
      "offered load, % of the weakest",
      { "10 %", "50 %", "90 %", NULL } },
    { "idle", "what do sleeping clients cost?", "idle clients", { "0", "1,000", NULL } },
};

static const struct {
    const char *name, *title, *unit, *better, *role;
    int digits;
} figures[] = {
    { "cpu_us_per_request", "CPU us/request", "us", "lower", "main", 2 },
    { "requests_per_s", "requests/s", "1/s", "higher", "main", 0 },
    { "p99_us", "p99", "us", "lower", "side", 1 },
    { "syscalls_per_request", "system calls/request", "1", "none", "why", 2 },
};

enum {
    MODELS = sizeof models / sizeof *models,
    SCENARIOS = sizeof scenarios / sizeof *scenarios,
    FIGURES = sizeof figures / sizeof *figures
};

/* --- What is asked for. */

static int argument_count;
static char **arguments;

static const char *asked(const char *key, const char *otherwise)
{
    for (int i = 2; i < argument_count; i++)
        if (strncmp(arguments[i], key, strlen(key)) == 0 && arguments[i][strlen(key)] == '=')
            return arguments[i] + strlen(key) + 1;
    return otherwise;
}

static double asked_number(const char *key, const char *otherwise)
{
    return strtod(asked(key, otherwise), NULL);
}

static int is_asked(const char *key, const char *name)
{
    return strcmp(asked(key, ""), name) == 0;
}

/* --- Values. */

static double normal(struct chance *chance)
{
    double sum = -6;

    for (size_t i = 0; i < 12; i++)
        sum += (double)chance_below(chance, 1000001) / 1000000;
    return sum;
}

static double factor(const char *model, const char *point)
{
    const char *only = asked("at", point);

    return is_asked("slow", model) && strcmp(only, point) == 0 ? asked_number("times", "1.2")
                                                               : 1;
}

static double truth(size_t figure, size_t model, const char *point)
{
    double cost = costs[model] * factor(models[model], point);

    if (strcmp(figures[figure].better, "none") == 0)
        return 2;
    if (strcmp(figures[figure].better, "higher") == 0)
        return 1e6 / cost;
    return figure == 0 ? cost : cost * 20;
}

static void add_values(json_t *cell, double expected, const double *drift, size_t runs,
                       struct chance *chance)
{
    double noise = asked_number("noise", "0.03");
    json_t *values = json_array();
    json_t *blocks = json_array();
    double sum = 0;

    for (size_t i = 0; i < runs; i++) {
        double value = expected * exp(drift[i] + noise * normal(chance));

        sum += value;
        json_array_append_new(values, json_real(value));
        json_array_append_new(blocks, json_integer((json_int_t)i + 1));
    }
    json_object_set_new(cell, "runs", json_integer((json_int_t)runs));
    json_object_set_new(cell, "values", values);
    json_object_set_new(cell, "blocks", blocks);
    /* Of a file that nobody measured, the mean will do. */
    json_object_set_new(cell, "median", runs ? json_real(sum / (double)runs) : json_null());
}

static json_t *cell(const char *point, size_t model, size_t figure, const double *drift,
                    struct chance *chance)
{
    int gone = is_asked("gone", models[model]) || is_asked("lacking", figures[figure].name);
    json_t *object = json_object();

    json_object_set_new(object, "point", json_string(point));
    json_object_set_new(object, "model", json_string(models[model]));
    json_object_set_new(object, "figure", json_string(figures[figure].name));
    add_values(object, truth(figure, model, point), drift,
               gone ? 0 : (size_t)asked_number("runs", "7"), chance);
    json_object_set_new(object, "suspect", json_boolean(is_asked("suspect", models[model])));
    json_object_set_new(object, "note",
                        gone ? json_string("it failed: the server died") : json_null());
    return object;
}

/* All models at one point share the drift. */
static void add_cells(json_t *cells, const char *point, struct chance *chance)
{
    for (size_t figure = 0; figure < FIGURES; figure++) {
        double drift[MOST_RUNS];

        for (size_t i = 0; i < MOST_RUNS; i++)
            drift[i] = asked_number("drift", "0.05") * normal(chance);
        for (size_t model = 0; model < MODELS; model++) {
            json_t *one = cell(point, model, figure, drift, chance);

            if (is_asked("without", models[model]))
                json_decref(one);
            else
                json_array_append_new(cells, one);
        }
    }
}

/* --- The file. */

static json_t *scenario_json(size_t number, struct chance *chance)
{
    json_t *points = json_array();
    json_t *list = json_array();
    json_t *cells = json_array();

    for (size_t i = 0; scenarios[number].points[i]; i++) {
        json_array_append_new(points, json_pack("{s:s, s:i}", "label",
                                                scenarios[number].points[i], "value", (int)i));
        add_cells(cells, scenarios[number].points[i], chance);
    }
    for (size_t i = 0; i < FIGURES; i++)
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:s, s:i, s:s, s:s}", "name",
                                        figures[i].name, "title", figures[i].title, "unit",
                                        figures[i].unit, "digits", figures[i].digits, "better",
                                        figures[i].better, "role", figures[i].role));
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "name", scenarios[number].name,
                     "question", scenarios[number].question, "axis", scenarios[number].axis,
                     "points", points, "figures", list, "cells", cells);
}

static json_t *noise_json(void)
{
    if (!*asked("floor", ""))
        return json_null();
    return json_pack("{s:f}", figures[0].name, asked_number("floor", "0"));
}

static json_t *summary(void)
{
    struct chance chance = chance_from((uint64_t)asked_number("seed", "1"));
    json_t *model_list = json_array();
    json_t *scenario_list = json_array();

    for (size_t i = 0; i < MODELS; i++)
        if (!is_asked("without", models[i]))
            json_array_append_new(model_list,
                                  json_pack("{s:s, s:s}", "name", models[i], "gate", "pass"));
    for (size_t i = 0; i < SCENARIOS; i++) {
        json_t *one = scenario_json(i, &chance);

        if (is_asked("without", scenarios[i].name))
            json_decref(one);
        else
            json_array_append_new(scenario_list, one);
    }
    return json_pack("{s:s, s:s, s:s, s:{s:s, s:s, s:s, s:s}, s:o, s:o, s:o}", "schema",
                     "echolab-summary-2", "title", "invented", "effort",
                     asked("effort", "default"), "machine", "commit",
                     asked("commit", "abc1234"), "cpu", asked("cpu", "invented"), "kernel",
                     "6.1", "placement", "server on CPU 0, generator on CPU 1", "noise",
                     noise_json(), "models", model_list, "scenarios", scenario_list);
}

int main(int argc, char **argv)
{
    char path[PATH_TEXT];

    argument_count = argc;
    arguments = argv;
    if (argc < 2 || snprintf(path, sizeof path, "%s/summary.json", argv[1]) >= PATH_TEXT)
        errx(2, "usage: results-maker FOLDER [KEY=VALUE...]");
    if (mkdir(argv[1], 0777) < 0)
        err(1, "%s", argv[1]);

    json_t *json = summary();

    if (!json || json_dump_file(json, path, JSON_INDENT(1)) != 0)
        errx(1, "%s cannot be written", path);
    json_decref(json);
    return 0;
}
