/* manifest.c - run.json: what was asked, where, with what, and what was left out. */
#include "manifest.h"

#include "environment.h"
#include "json.h"
#include "plan.h"

static json_t *words_json(int argc, char **argv)
{
    json_t *words = json_array();

    for (int i = 0; i < argc; i++)
        json_array_append_new(words, json_text(argv[i]));
    return words;
}

static json_t *amount_json(int amount)
{
    return amount == ON_AXIS ? json_string("axis") : json_integer(amount);
}

static json_t *figures_json(const struct scenario *scenario)
{
    json_t *figures = json_array();

    for (size_t i = 0; scenario->figures[i]; i++) {
        const struct figure *figure = scenario->figures[i];
        json_t *one = json_object();

        json_object_set_new(one, "name", json_string(figure->name));
        json_object_set_new(one, "unit", json_string(figure->unit));
        json_object_set_new(one, "reading", json_string(figure->reading));
        json_object_set_new(one, "above",
                            figure->above ? json_string(figure->above) : json_null());
        json_array_append_new(figures, one);
    }
    return figures;
}

static json_t *scenario_json(const struct choice *choice, const struct scenario *scenario)
{
    json_t *object = json_object();
    json_t *load = json_object();
    json_t *points = json_array();

    json_object_set_new(load, "connections", amount_json(scenario->load.connections));
    json_object_set_new(load, "idle", amount_json(scenario->load.idle));
    json_object_set_new(load, "churn", amount_json(scenario->load.churn));
    json_object_set_new(load, "pipeline", amount_json(scenario->load.pipeline));
    for (const struct point *point = scenario->points; point->depth; point++)
        if (choice_includes(choice, point))
            json_array_append_new(points, json_integer(point->value));
    json_object_set_new(object, "name", json_string(scenario->name));
    json_object_set_new(object, "question", json_string(scenario->question));
    json_object_set_new(object, "axis", json_string(scenario->axis));
    json_object_set_new(object, "load", load);
    json_object_set_new(object, "points", points);
    json_object_set_new(object, "figures", figures_json(scenario));
    return object;
}

/* Which models do not take part where, and why. */
static void add_absences(const struct choice *choice, const struct scenario *scenario,
                         json_t *absences)
{
    for (const struct point *point = scenario->points; point->depth; point++)
        for (size_t i = 0; choice_includes(choice, point) && i < model_count(); i++) {
            const char *objection = plan_objection(model_at(i), scenario, point->value);

            if (!choice->models[i] || !objection)
                continue;

            json_t *absence = json_object();

            json_object_set_new(absence, "scenario", json_string(scenario->name));
            json_object_set_new(absence, "point", json_integer(point->value));
            json_object_set_new(absence, "model", json_string(model_at(i)->name));
            json_object_set_new(absence, "reason", json_string(objection));
            json_array_append_new(absences, absence);
        }
}

static void add_plan(const struct choice *choice, json_t *object)
{
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    size_t count = choice_scenarios(choice, chosen);
    json_t *scenarios = json_array();
    json_t *absences = json_array();
    json_t *models = json_array();

    for (size_t i = 0; i < count; i++) {
        json_array_append_new(scenarios, scenario_json(choice, chosen[i]));
        add_absences(choice, chosen[i], absences);
    }
    for (size_t i = 0; i < model_count(); i++) {
        if (!choice->models[i])
            continue;

        json_t *model = json_object();

        json_object_set_new(model, "name", json_string(model_at(i)->name));
        json_object_set_new(model, "idea", json_string(model_at(i)->idea));
        json_array_append_new(models, model);
    }
    json_object_set_new(object, "models", models);
    json_object_set_new(object, "scenarios", scenarios);
    json_object_set_new(object, "not_applicable", absences);
}

static json_t *job_json(const struct manifest *manifest)
{
    json_t *job = json_object();

    json_object_set_new(job, "hyperfine",
                        *manifest->hyperfine ? json_text(manifest->hyperfine) : json_null());
    json_object_set_new(job, "runs", json_integer(manifest->choice->effort.job_runs));
    json_object_set_new(job, "skipped",
                        *manifest->job_skipped ? json_text(manifest->job_skipped)
                                               : json_null());
    return job;
}

json_t *manifest_json(const struct manifest *manifest)
{
    const struct choice *choice = manifest->choice;
    json_t *object = json_object();

    json_object_set_new(object, "schema", json_string("echolab-run-1"));
    json_object_set_new(object, "complete", json_boolean(manifest->complete));
    json_object_set_new(object, "interrupted", json_boolean(manifest->interrupted));
    json_object_set_new(object, "started", json_time(manifest->started));
    json_object_set_new(object, "ended",
                        manifest->complete ? json_time(manifest->ended) : json_null());
    json_object_set_new(object, "command_line", words_json(manifest->argc, manifest->argv));
    json_object_set_new(object, "seed", json_integer((json_int_t)choice->seed));
    json_object_set_new(object, "effort", json_string(choice->effort.name));
    json_object_set_new(object, "blocks", json_integer(choice->effort.runs));
    json_object_set_new(object, "warm_up_ms", json_integer(choice->effort.warm_up_ms));
    json_object_set_new(object, "window_ms", json_integer(choice->effort.window_ms));
    json_object_set_new(object, "job", job_json(manifest));
    add_plan(choice, object);
    json_object_set_new(object, "environment", environment_json(manifest->lab));
    return object;
}
