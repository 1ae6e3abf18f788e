/* summary_file.c - summary.json: everything that tables, report and comparisons need. */
#include "summary_file.h"

#include "accounting.h"
#include "calibration.h"
#include "findings.h"
#include "json.h"
#include "numbers.h"
#include "spectrum.h"

#include <math.h>
#include <string.h>

static json_t *text_or_null(const char *text)
{
    return text && *text ? json_text(text) : json_null();
}

static const char *role_of(const struct scenario *scenario, size_t index,
                           const struct figure *figure)
{
    if (figure->mechanism)
        return "why";
    return index < (size_t)scenario->mains ? "main" : "side";
}

static json_t *figures_json(const struct scenario *scenario)
{
    static const char *const better[] = {
        [BETTER_LOWER] = "lower", [BETTER_HIGHER] = "higher", [BETTER_NEITHER] = "none"
    };
    const struct figure *figures[ALL_FIGURES + 1];
    json_t *list = json_array();

    scenario_figures(scenario, figures);
    for (size_t i = 0; figures[i]; i++) {
        json_t *one = json_object();

        json_object_set_new(one, "name", json_string(figures[i]->name));
        json_object_set_new(one, "title", json_string(figures[i]->title));
        json_object_set_new(one, "unit", json_string(figures[i]->unit));
        json_object_set_new(one, "digits", json_integer(figures[i]->digits));
        json_object_set_new(one, "better", json_string(better[figures[i]->better]));
        json_object_set_new(one, "role", json_string(role_of(scenario, i, figures[i])));
        json_array_append_new(list, one);
    }
    return list;
}

static json_t *points_json(const struct choice *choice, const struct scenario *scenario)
{
    json_t *list = json_array();

    for (const struct point *point = scenario->points; point->label; point++) {
        if (!choice_includes(choice, scenario, point))
            continue;

        json_t *one = json_object();

        json_object_set_new(one, "label", json_string(point->label));
        json_object_set_new(one, "value", json_real(point->value));
        json_array_append_new(list, one);
    }
    return list;
}

static void add_runs(const struct answer *answer, json_t *cell)
{
    json_t *values = json_array();
    json_t *blocks = json_array();

    for (size_t i = 0; i < answer->count; i++) {
        json_array_append_new(values, json_known(answer->values[i]));
        json_array_append_new(blocks, json_integer(answer->blocks[i]));
    }
    json_object_set_new(cell, "values", values);
    json_object_set_new(cell, "blocks", blocks);
}

static json_t *cell_json(const struct cell *cell)
{
    const struct answer *answer = &cell->answer;
    const struct spread *spread = &answer->spread;
    json_t *one = json_object();
    bool scattered = answer->known && answer->count > 1;

    json_object_set_new(one, "point", json_string(cell->question.point->label));
    json_object_set_new(one, "model", json_text(cell->question.model->name));
    json_object_set_new(one, "figure", json_string(cell->question.figure->name));
    json_object_set_new(one, "runs", json_integer((json_int_t)answer->count));
    json_object_set_new(one, "median",
                        answer->known ? json_known(spread->median) : json_null());
    json_object_set_new(one, "low", scattered ? json_known(spread->low) : json_null());
    json_object_set_new(one, "high", scattered ? json_known(spread->high) : json_null());
    json_object_set_new(one, "min", answer->known ? json_known(spread->min) : json_null());
    json_object_set_new(one, "max", answer->known ? json_known(spread->max) : json_null());
    add_runs(answer, one);
    json_object_set_new(one, "suspect", json_boolean(answer->suspect));
    json_object_set_new(one, "note", text_or_null(answer->note));
    return one;
}

static json_t *cells_json(const struct digest *digest, const struct scenario *scenario)
{
    json_t *list = json_array();

    for (size_t i = 0; i < digest->count; i++)
        if (digest->cells[i].question.scenario == scenario)
            json_array_append_new(list, cell_json(&digest->cells[i]));
    return list;
}

static json_t *duel_json(const struct duel *duel)
{
    const struct comparison *comparison = &duel->comparison;
    json_t *one = json_object();

    json_object_set_new(one, "point", json_string(duel->point->label));
    json_object_set_new(one, "figure", json_string(duel->figure->name));
    json_object_set_new(one, "a", json_text(duel->a->name));
    json_object_set_new(one, "b", json_text(duel->b->name));
    json_object_set_new(one, "ratio", json_known(comparison->ratio));
    json_object_set_new(one, "low", json_known(comparison->low));
    json_object_set_new(one, "high", json_known(comparison->high));
    json_object_set_new(one, "p", json_known(comparison->p));
    json_object_set_new(one, "p_holm", json_known(comparison->p_holm));
    json_object_set_new(one, "a12", json_known(comparison->a12));
    json_object_set_new(one, "verdict", json_string(relation_word(comparison->relation)));
    json_object_set_new(one, "why", text_or_null(comparison->why));
    return one;
}

static json_t *duels_json(const struct digest *digest, const struct scenario *scenario)
{
    json_t *list = json_array();

    for (size_t i = 0; i < digest->duel_count; i++)
        if (digest->duels[i].scenario == scenario)
            json_array_append_new(list, duel_json(&digest->duels[i]));
    return list;
}

/* Shares mean something only with what they are of; two results tell by that whether they asked
 * for the same. */
static json_t *axis_json(const struct scenario *scenario, const struct manifest *manifest)
{
    char number[NUMBER_TEXT];

    if (scenario->points[0].load.rate_share == 0 || manifest->capacity.per_s <= 0)
        return json_string(scenario->axis);
    return json_sprintf("offered load, %% of %s messages/s",
                        number_format(manifest->capacity.per_s, 0, number));
}

static json_t *scenario_json(const struct store *store, const struct manifest *manifest,
                             const struct digest *digest, const struct runs *runs,
                             const struct scenario *scenario)
{
    static const char *const kinds[] = {
        [AXIS_LOG] = "log", [AXIS_LINEAR] = "linear", [AXIS_CATEGORY] = "category"
    };
    json_t *object = json_object();
    bool datagrams = scenario->load.datagrams;

    json_object_set_new(object, "name", json_string(scenario->name));
    json_object_set_new(object, "question", json_string(scenario->question));
    json_object_set_new(object, "primary", json_boolean(scenario == scenario_at(0)));
    json_object_set_new(object, "axis", axis_json(scenario, manifest));
    json_object_set_new(object, "axis_kind", json_string(kinds[scenario->axis_kind]));
    json_object_set_new(object, "transport",
                        json_string(datagrams ? "udp" : road_name(digest->choice->road)));
    json_object_set_new(object, "service",
                        json_string(scenario->points[0].load.task ? "task" : "echo"));
    json_object_set_new(object, "note", text_or_null(scenario->note));
    json_object_set_new(object, "figures", figures_json(scenario));
    json_object_set_new(object, "points", points_json(digest->choice, scenario));
    json_object_set_new(object, "cells", cells_json(digest, scenario));
    json_object_set_new(object, "comparisons", duels_json(digest, scenario));
    json_object_set_new(object, "findings", findings_of(digest, scenario));
    json_object_set_new(object, "percentiles",
                        spectrum_merge(store, digest->choice, runs, scenario));
    return object;
}

static json_t *reasons_json(const struct run *run)
{
    json_t *reasons = json_array();

    for (size_t i = 0; i < run->verdict.count; i++)
        json_array_append_new(reasons, json_string(run->verdict.doubts[i]->sentence));
    if (run->outcome == OUTCOME_FAILED)
        json_array_append_new(reasons, json_text(run->failure));
    return reasons;
}

static double seconds(struct timespec time)
{
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static json_t *moment_json(const struct run *run, double start_s)
{
    json_t *one = json_object();

    json_object_set_new(one, "order", json_integer(run->order));
    json_object_set_new(one, "block", json_integer(run->block));
    json_object_set_new(one, "at_s", json_real(seconds(run->started) - start_s));
    json_object_set_new(one, "took_s", json_known(run->took_s));
    json_object_set_new(one, "scenario", json_string(run->scenario->name));
    json_object_set_new(one, "point", json_string(run->point->label));
    json_object_set_new(one, "model", json_text(run->model->name));
    json_object_set_new(one, "verdict", json_string(run_is_valid(run) ? "VALID" : "SUSPECT"));
    json_object_set_new(one, "reasons", reasons_json(run));
    json_object_set_new(one, "foreign_share",
                        json_known(readings_value(&run->readings, "foreign_cpu_share", NAN)));
    json_object_set_new(one, "steal_share",
                        json_known(readings_value(&run->readings, "steal_share", NAN)));
    json_object_set_new(one, "repeated", json_boolean(run->repeated));
    json_object_set_new(one, "outcome", json_string(run_outcome(run)));
    return one;
}

static json_t *timeline_json(const struct manifest *manifest, const struct runs *runs)
{
    json_t *list = json_array();
    double start_s = seconds(manifest->started);

    for (size_t i = 0; i < runs->count; i++)
        json_array_append_new(list, moment_json(&runs->list[i], start_s));
    return list;
}

/* "pass", why it failed, or null where nobody asked. */
static json_t *gate_json(const struct choice *choice, const struct model *model)
{
    const char *failed = model->failed_gate ? model->failed_gate : model->failed_datagram_gate;

    if (choice->ungated)
        return json_null();
    return failed ? json_text(failed) : json_string("pass");
}

static json_t *models_json(const struct choice *choice)
{
    json_t *list = json_array();

    for (size_t i = 0; i < choice->roster.count; i++) {
        const struct model *model = &choice->roster.list[i];
        json_t *one = json_object();

        json_object_set_new(one, "name", json_text(model->name));
        json_object_set_new(one, "idea", json_text(model->idea));
        json_object_set_new(one, "own", json_boolean(!model->foreign));
        json_object_set_new(
            one, "command",
            text_or_null(model->command ? model->command : model->datagram_command));
        json_object_set_new(one, "gate", gate_json(choice, model));
        json_array_append_new(list, one);
    }
    return list;
}

json_t *summary_file_json(const char *title, const struct store *store,
                          const struct manifest *manifest, const struct digest *digest,
                          const struct runs *runs)
{
    const struct choice *choice = manifest->choice;
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    size_t count = choice_scenarios(choice, chosen);
    json_t *object = json_object();
    json_t *scenarios = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(scenarios,
                              scenario_json(store, manifest, digest, runs, chosen[i]));
    json_object_set_new(object, "schema", json_string("echolab-summary-2"));
    json_object_set_new(object, "title", json_text(title));
    json_object_set_new(object, "started", json_time(manifest->started));
    json_object_set_new(object, "effort", json_string(choice->effort.name));
    json_object_set_new(object, "blocks", json_integer(choice->effort.runs));
    json_object_set_new(object, "seed", json_integer((json_int_t)choice->seed));
    json_object_set_new(object, "complete", json_boolean(manifest->complete));
    json_object_set_new(object, "interrupted", json_boolean(manifest->interrupted));
    json_object_set_new(object, "machine", manifest_machine(manifest));
    json_object_set_new(object, "capacity", capacity_json(choice, &manifest->capacity));
    json_object_set_new(object, "notes", accounting_notes(manifest->lab->accounting));
    json_object_set_new(object, "noise", calibration_noise_json());
    json_object_set_new(object, "models", models_json(choice));
    json_object_set_new(object, "scenarios", scenarios);
    json_object_set_new(object, "answer", findings_answer(digest));
    json_object_set_new(object, "timeline", timeline_json(manifest, runs));
    return object;
}
