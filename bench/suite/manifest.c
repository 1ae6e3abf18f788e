/* manifest.c - run.json: what was asked, where, with what, and what was left out. */
#include "manifest.h"

#include "accounting.h"
#include "clock.h"
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

static json_t *figures_json(const struct scenario *scenario)
{
    const struct figure *all[ALL_FIGURES + 1];
    json_t *figures = json_array();

    scenario_figures(scenario, all);
    for (size_t i = 0; all[i]; i++) {
        const struct figure *figure = all[i];
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

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

static json_t *point_json(const struct scenario *scenario, const struct point *point)
{
    const struct load load = scenario_load(scenario, point);
    json_t *object = json_object();

    json_object_set_new(object, "label", json_string(point->label));
    json_object_set_new(object, "value", json_real(point->value));
    json_object_set_new(object, "connections", json_integer(load.connections));
    json_object_set_new(object, "idle", json_integer(load.idle));
    json_object_set_new(object, "churn", json_integer(load.churn));
    json_object_set_new(object, "pipeline", json_integer(load.pipeline));
    json_object_set_new(object, "size", json_integer(load.size));
    json_object_set_new(object, "requests", json_integer(load.requests));
    json_object_set_new(object, "rate", json_real(load.rate));
    json_object_set_new(object, "rate_share_percent", json_integer(load.rate_share));
    json_object_set_new(object, "stall", text_or_null(load.stall));
    json_object_set_new(object, "task", text_or_null(load.task));
    json_object_set_new(object, "datagrams", json_boolean(load.datagrams));
    return object;
}

static json_t *scenario_json(const struct choice *choice, const struct scenario *scenario)
{
    json_t *object = json_object();
    json_t *points = json_array();

    for (const struct point *point = scenario->points; point->label; point++)
        if (choice_includes(choice, scenario, point))
            json_array_append_new(points, point_json(scenario, point));
    json_object_set_new(object, "name", json_string(scenario->name));
    json_object_set_new(object, "question", json_string(scenario->question));
    json_object_set_new(object, "axis", json_string(scenario->axis));
    json_object_set_new(object, "points", points);
    json_object_set_new(object, "figures", figures_json(scenario));
    return object;
}

/* Which models do not take part where, and why. */
static void add_absences(const struct choice *choice, const struct scenario *scenario,
                         json_t *absences)
{
    for (const struct point *point = scenario->points; point->label; point++)
        for (size_t i = 0; choice_includes(choice, scenario, point) && i < choice->roster.count;
             i++) {
            const struct model *model = &choice->roster.list[i];
            const char *objection = plan_objection(model, scenario, point);

            if (!objection)
                continue;

            json_t *absence = json_object();

            json_object_set_new(absence, "scenario", json_string(scenario->name));
            json_object_set_new(absence, "point", json_string(point->label));
            json_object_set_new(absence, "model", json_text(model->name));
            json_object_set_new(absence, "reason", json_string(objection));
            json_array_append_new(absences, absence);
        }
}

static void add_plan(const struct manifest *manifest, json_t *object)
{
    const struct choice *choice = manifest->choice;
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    size_t count = choice_scenarios(choice, chosen);
    json_t *scenarios = json_array();
    json_t *absences = json_array();
    json_t *models = json_array();

    for (size_t i = 0; i < count; i++) {
        json_array_append_new(scenarios, scenario_json(choice, chosen[i]));
        add_absences(choice, chosen[i], absences);
    }
    for (size_t i = 0; i < choice->roster.count; i++) {
        const struct model *one = &choice->roster.list[i];
        json_t *model = json_object();

        json_object_set_new(model, "name", json_text(one->name));
        json_object_set_new(model, "idea", json_text(one->idea));
        json_object_set_new(model, "own", json_boolean(!one->foreign));
        json_object_set_new(model, "command",
                            one->command ? json_text(one->command) : json_null());
        json_object_set_new(model, "datagram_command",
                            one->datagram_command ? json_text(one->datagram_command)
                                                  : json_null());
        json_object_set_new(model, "gate",
                            choice->ungated ? json_null() : gates_json(manifest->gates, i));
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

    json_object_set_new(object, "schema", json_string("echolab-run-2"));
    json_object_set_new(object, "complete", json_boolean(manifest->complete));
    json_object_set_new(object, "interrupted", json_boolean(manifest->interrupted));
    json_object_set_new(object, "started", json_time(manifest->started));
    json_object_set_new(object, "ended",
                        manifest->complete ? json_time(manifest->ended) : json_null());
    json_object_set(object, "resumed", manifest->resumed ? manifest->resumed : json_null());
    json_object_set_new(object, "command_line", words_json(manifest->argc, manifest->argv));
    json_object_set_new(object, "seed", json_integer((json_int_t)choice->seed));
    json_object_set_new(object, "effort", json_string(choice->effort.name));
    json_object_set_new(object, "blocks", json_integer(choice->effort.runs));
    json_object_set_new(object, "warm_up_ms", json_integer(choice->effort.warm_up_ms));
    json_object_set_new(object, "window_ms", json_integer(choice->effort.window_ms));
    json_object_set_new(object, "transport", json_string(road_name(choice->road)));
    json_object_set_new(object, "promise_ms",
                        json_real((double)choice->promise_ns / NS_PER_MS));
    json_object_set_new(object, "capacity", capacity_json(choice, &manifest->capacity));
    json_object_set_new(object, "gate", json_string(choice->ungated ? "off" : "held"));
    json_object_set_new(object, "job", job_json(manifest));
    add_plan(manifest, object);
    json_object_set_new(object, "notes", accounting_notes(manifest->lab->accounting));
    json_object_set_new(object, "environment", environment_json(manifest->lab));
    return object;
}

static void copy(const json_t *from, const char *group, const char *key, const char *name,
                 json_t *to)
{
    json_t *value = json_object_get(json_object_get(from, group), key);

    json_object_set(to, name, value ? value : json_null());
}

json_t *manifest_machine(const struct manifest *manifest)
{
    const struct placement *placement = &manifest->lab->placement;
    json_t *environment = environment_json(manifest->lab);
    json_t *machine = json_object();

    copy(environment, "system", "host", "host", machine);
    copy(environment, "system", "os", "os", machine);
    copy(environment, "system", "kernel", "kernel", machine);
    copy(environment, "cpu", "model", "cpu", machine);
    copy(environment, "cpu", "online", "cpus", machine);
    copy(environment, "cpu", "virtualisation", "virtualisation", machine);
    copy(environment, "memory", "total_kib", "memory_kib", machine);
    copy(environment, "build", "commit", "commit", machine);
    copy(environment, "build", "compiler", "compiler", machine);
    json_object_set_new(machine, "placement",
                        placement->shared
                            ? json_string("server and generator share one CPU")
                            : json_sprintf("server on CPU %d, generator on CPU %d",
                                           placement->server_cpu, placement->generator_cpu));
    json_decref(environment);
    return machine;
}
