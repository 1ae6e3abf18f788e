/* export_shape.c - results in hyperfine's and in Google Benchmark's shape of JSON. */
#include "export_shape.h"

#include "json.h"
#include "statistics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One figure of one model at one point, and who it is. */
struct entry {
    const struct dataset *dataset;
    const struct dataset_scenario *scenario;
    const struct dataset_model *model;
    const struct dataset_figure *figure;
    const struct dataset_cell *cell;
    size_t point;
    size_t family, instance; /* of a figure, and inside it */
};

typedef void add_entry(json_t *list, const struct entry *entry);

/* How many seconds the unit is; 0 if it is no time. */
static double seconds(const char *unit)
{
    static const struct {
        const char *name;
        double seconds;
    } units[] = { { "ns", 1e-9 }, { "us", 1e-6 }, { "ms", 1e-3 }, { "s", 1 } };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(units[i].name, unit) == 0)
            return units[i].seconds;
    return 0;
}

/* --- Walking. */

static void add_cells(json_t *list, const struct selection *selection, struct entry *entry,
                      add_entry *add)
{
    for (entry->point = 0; entry->point < entry->scenario->point_count; entry->point++)
        for (size_t i = 0; i < entry->dataset->model_count; i++) {
            entry->model = &entry->dataset->models[i];
            entry->cell = dataset_cell(entry->dataset, entry->scenario, entry->point,
                                       entry->model, entry->figure);
            if (entry->cell->count == 0 ||
                !names_include(&selection->models, entry->model->name))
                continue;
            add(list, entry);
            entry->instance++;
        }
}

static bool is_asked(const struct selection *selection, const struct dataset_figure *figure)
{
    const struct names *names = &selection->figures;

    return seconds(figure->unit) > 0 &&
           (names_include(names, figure->name) || names_include(names, "all"));
}

static json_t *entries(const struct dataset *dataset, const struct selection *selection,
                       add_entry *add)
{
    struct entry entry = { .dataset = dataset };
    json_t *list = json_array();

    for (size_t i = 0; i < dataset->scenario_count; i++) {
        entry.scenario = &dataset->scenarios[i];
        if (!names_include(&selection->scenarios, entry.scenario->name))
            continue;
        for (size_t j = 0; j < entry.scenario->figure_count; j++) {
            entry.figure = &entry.scenario->figures[j];
            entry.instance = 0;
            if (!is_asked(selection, entry.figure))
                continue;
            add_cells(list, selection, &entry, add);
            entry.family++;
        }
    }
    return list;
}

/* --- What both say of the runs. */

struct moments {
    double mean, median, deviation, min, max; /* deviation: NAN of one run */
};

/* Each value times `scale`. */
static struct moments moments_of(const struct dataset_cell *cell, double scale)
{
    struct moments moments = { .min = INFINITY,
                               .max = -INFINITY,
                               .median = cell->median * scale };
    double count = (double)cell->count;
    double squares = 0;

    for (size_t i = 0; i < cell->count; i++) {
        double value = cell->values[i] * scale;

        moments.mean += value / count;
        moments.min = fmin(moments.min, value);
        moments.max = fmax(moments.max, value);
    }
    for (size_t i = 0; i < cell->count; i++)
        squares += pow(cell->values[i] * scale - moments.mean, 2);
    moments.deviation = cell->count > 1 ? sqrt(squares / (count - 1)) : NAN;
    return moments;
}

/* --- hyperfine. */

/* The median of another figure of the same runs, in seconds; 0 if there is none. */
static double beside(const struct entry *entry, const char *name)
{
    const struct dataset_figure *figure = dataset_figure(entry->scenario, name);

    if (!figure)
        return 0;

    const struct dataset_cell *cell =
        dataset_cell(entry->dataset, entry->scenario, entry->point, entry->model, figure);

    return cell->count > 0 ? cell->median * seconds(figure->unit) : 0;
}

static json_t *parameters_json(const struct entry *entry)
{
    json_t *parameters = json_object();

    json_object_set_new(parameters, "model", json_text(entry->model->name));
    json_object_set_new(parameters, "scenario", json_text(entry->scenario->name));
    json_object_set_new(parameters, "point", json_text(entry->scenario->points[entry->point]));
    json_object_set_new(parameters, "figure", json_text(entry->figure->name));
    return parameters;
}

static json_t *command_json(const struct entry *entry)
{
    return json_sprintf("%s: %s at %s, %s", entry->model->name, entry->scenario->name,
                        entry->scenario->points[entry->point], entry->figure->name);
}

static void add_result(json_t *list, const struct entry *entry)
{
    const struct dataset_cell *cell = entry->cell;
    double scale = seconds(entry->figure->unit);
    struct moments moments = moments_of(cell, scale);
    json_t *result = json_object();
    json_t *times = json_array();
    json_t *codes = json_array();

    for (size_t i = 0; i < cell->count; i++) {
        json_array_append_new(times, json_real(cell->values[i] * scale));
        json_array_append_new(codes, json_integer(0));
    }
    json_object_set_new(result, "command", command_json(entry));
    json_object_set_new(result, "mean", json_known(moments.mean));
    json_object_set_new(result, "stddev", json_known(moments.deviation));
    json_object_set_new(result, "median", json_known(moments.median));
    json_object_set_new(result, "user", json_known(beside(entry, "cpu_user_us_per_request")));
    json_object_set_new(result, "system",
                        json_known(beside(entry, "cpu_system_us_per_request")));
    json_object_set_new(result, "min", json_known(moments.min));
    json_object_set_new(result, "max", json_known(moments.max));
    json_object_set_new(result, "times", times);
    json_object_set_new(result, "exit_codes", codes);
    json_object_set_new(result, "parameters", parameters_json(entry));
    json_array_append_new(list, result);
}

json_t *export_hyperfine(const struct dataset *dataset, const struct selection *selection)
{
    json_t *object = json_object();

    json_object_set_new(object, "results", entries(dataset, selection, add_result));
    return object;
}

/* --- Google Benchmark. */

static json_t *name_json(const struct entry *entry, const char *suffix)
{
    return json_sprintf("%s/%s/%s/%s%s", entry->scenario->name,
                        entry->scenario->points[entry->point], entry->model->name,
                        entry->figure->name, suffix);
}

/* What the entries of runs and of their mean have in common. */
static json_t *benchmark_json(const struct entry *entry, const char *suffix, double time)
{
    json_t *object = json_object();

    json_object_set_new(object, "name", name_json(entry, suffix));
    json_object_set_new(object, "family_index", json_integer((json_int_t)entry->family));
    json_object_set_new(object, "per_family_instance_index",
                        json_integer((json_int_t)entry->instance));
    json_object_set_new(object, "run_name", name_json(entry, ""));
    json_object_set_new(object, "repetitions", json_integer((json_int_t)entry->cell->count));
    json_object_set_new(object, "threads", json_integer(1));
    json_object_set_new(object, "real_time", json_known(time));
    json_object_set_new(object, "cpu_time", json_known(time));
    json_object_set_new(object, "time_unit", json_text(entry->figure->unit));
    return object;
}

static void add_run(json_t *list, const struct entry *entry, size_t run)
{
    json_t *object = benchmark_json(entry, "", entry->cell->values[run]);

    json_object_set_new(object, "run_type", json_string("iteration"));
    json_object_set_new(object, "repetition_index", json_integer((json_int_t)run));
    json_object_set_new(object, "iterations", json_integer(1));
    json_array_append_new(list, object);
}

static void add_aggregate(json_t *list, const struct entry *entry, const char *name,
                          const char *unit, double value)
{
    char suffix[16];

    snprintf(suffix, sizeof suffix, "_%s", name);

    json_t *object = benchmark_json(entry, suffix, value);

    json_object_set_new(object, "run_type", json_string("aggregate"));
    json_object_set_new(object, "aggregate_name", json_string(name));
    json_object_set_new(object, "aggregate_unit", json_string(unit));
    json_object_set_new(object, "iterations", json_integer((json_int_t)entry->cell->count));
    json_array_append_new(list, object);
}

static void add_benchmark(json_t *list, const struct entry *entry)
{
    struct moments moments = moments_of(entry->cell, 1);

    for (size_t i = 0; i < entry->cell->count; i++)
        add_run(list, entry, i);
    if (entry->cell->count < 2)
        return;
    add_aggregate(list, entry, "mean", "time", moments.mean);
    add_aggregate(list, entry, "median", "time", moments.median);
    add_aggregate(list, entry, "stddev", "time", moments.deviation);
    add_aggregate(list, entry, "cv", "percentage", moments.deviation / moments.mean);
}

static json_t *context_json(const struct dataset *dataset)
{
    json_t *context = json_object();

    json_object_set_new(context, "date", json_text(dataset->started ? dataset->started : ""));
    json_object_set_new(context, "host_name", json_text(dataset->title));
    json_object_set_new(context, "executable", json_string("echo-bench"));
    json_object_set_new(context, "num_cpus", json_integer((json_int_t)dataset->cpus));
    json_object_set_new(context, "caches", json_array());
    json_object_set_new(context, "load_avg", json_array());
    return context;
}

json_t *export_google_benchmark(const struct dataset *dataset,
                                const struct selection *selection)
{
    json_t *object = json_object();

    json_object_set_new(object, "context", context_json(dataset));
    json_object_set_new(object, "benchmarks", entries(dataset, selection, add_benchmark));
    return object;
}
