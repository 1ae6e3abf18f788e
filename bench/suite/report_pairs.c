/* report_pairs.c - two runs compared, figure by figure. */
#include "report_pairs.h"

#include "comparison.h"
#include "results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One figure of one model, in both runs. */
struct sweep {
    const json_t *earlier, *later; /* the scenario */
    const json_t *figure;
    const char *model;
    struct comparison_manner manner;
};

/* Those of its points that both runs have. */
struct pairs {
    size_t count;
    const char **points;
    struct comparison *list;
};

static const json_t *cell_of(const json_t *scenario, const struct sweep *sweep,
                             const char *point)
{
    return results_cell(scenario,
                        &(struct place){ .point = point,
                                         .model = sweep->model,
                                         .figure = results_text(sweep->figure, "name") });
}

/* The runs of a cell; the values belong to the caller. */
static struct sample sample_of(const json_t *cell, double *values)
{
    struct sample sample = { .values = values };
    size_t i;
    json_t *value;

    json_array_foreach(json_object_get(cell, "values"), i, value) if (json_is_number(value))
        values[sample.count++] = json_number_value(value);
    return sample;
}

static double *room_for(const json_t *cell)
{
    return calloc(json_array_size(json_object_get(cell, "values")) + 1, sizeof(double));
}

static void add(struct pairs *pairs, const struct sweep *sweep, const char *point)
{
    const json_t *before = cell_of(sweep->earlier, sweep, point);
    const json_t *after = cell_of(sweep->later, sweep, point);
    double *b_values = room_for(before);
    double *a_values = room_for(after);

    if (a_values && b_values) {
        struct sample b = sample_of(before, b_values);
        struct sample a = sample_of(after, a_values);

        if (a.count > 0 && b.count > 0) {
            pairs->points[pairs->count] = point;
            pairs->list[pairs->count++] = comparison_of(&a, &b, &sweep->manner);
        }
    }
    free(a_values);
    free(b_values);
}

/* JSON has neither infinite numbers nor NaN. */
static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static bool is_suspect(const struct sweep *sweep, const char *point)
{
    return json_is_true(json_object_get(cell_of(sweep->earlier, sweep, point), "suspect")) ||
           json_is_true(json_object_get(cell_of(sweep->later, sweep, point), "suspect"));
}

/* Of runs in doubt nothing is concluded. */
static json_t *describe(const struct sweep *sweep, const char *point,
                        const struct comparison *comparison)
{
    bool suspect = is_suspect(sweep, point);
    const char *verdict = relation_word(suspect ? RELATION_INCONCLUSIVE : comparison->relation);
    const char *why = suspect ? "a side has suspect runs only" : comparison->why;
    json_t *pair = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "scenario",
                             results_text(sweep->later, "name"), "point", point, "model",
                             sweep->model, "figure", results_text(sweep->figure, "name"),
                             "verdict", verdict, "why", why);

    json_object_set_new(pair, "ratio", number(comparison->ratio));
    json_object_set_new(pair, "low", number(comparison->low));
    json_object_set_new(pair, "high", number(comparison->high));
    json_object_set_new(pair, "p", number(comparison->p));
    json_object_set_new(pair, "p_holm", number(comparison->p_holm));
    json_object_set_new(pair, "a12", number(comparison->a12));
    return pair;
}

static void compare_sweep(const struct sweep *sweep, json_t *list)
{
    const json_t *points = json_object_get(sweep->later, "points");
    size_t most = json_array_size(points);
    struct pairs pairs = { .points = calloc(most + 1, sizeof *pairs.points),
                           .list = calloc(most + 1, sizeof *pairs.list) };
    size_t i;
    json_t *point;

    if (pairs.points && pairs.list) {
        json_array_foreach(points, i, point) add(&pairs, sweep, results_text(point, "label"));
        comparison_conclude(pairs.list, pairs.count);
        for (size_t k = 0; k < pairs.count; k++)
            json_array_append_new(list, describe(sweep, pairs.points[k], &pairs.list[k]));
    }
    free(pairs.points);
    free(pairs.list);
}

/* The noise of the machine that either run knew; the larger, if both did. */
static double noise_of(const json_t *earlier, const json_t *later, const char *figure)
{
    double before = results_number(json_object_get(earlier, "noise"), figure);
    double after = results_number(json_object_get(later, "noise"), figure);
    double noise = fmax(before, after);

    return noise > 0 && isfinite(noise) ? noise : 0;
}

json_t *report_pairs(const json_t *earlier, const json_t *later)
{
    json_t *list = json_array();
    size_t i, k, m;
    json_t *scenario, *figure, *model;

    json_array_foreach(json_object_get(later, "scenarios"), i, scenario)
    {
        const json_t *before = results_named(json_object_get(earlier, "scenarios"),
                                             results_text(scenario, "name"));

        json_array_foreach(json_object_get(scenario, "figures"), k, figure)
        {
            const char *better = results_text(figure, "better");
            struct sweep sweep = {
                .earlier = before,
                .later = scenario,
                .figure = figure,
                .manner = { .lower_is_better = strcmp(better, "lower") == 0,
                            .noise = noise_of(earlier, later, results_text(figure, "name")),
                            .seed = 1 },
            };

            if (!before || strcmp(results_text(figure, "role"), "main") != 0)
                continue;
            json_array_foreach(json_object_get(later, "models"), m, model)
            {
                sweep.model = results_text(model, "name");
                compare_sweep(&sweep, list);
            }
        }
    }
    return list;
}
