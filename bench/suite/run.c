/* run.c - one run as a line of runs.ndjson. */
#include "run.h"

#include "json.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *run_outcome(const struct run *run)
{
    switch (run->outcome) {
    case OUTCOME_MEASURED:
        return "measured";
    case OUTCOME_FAILED:
        return "failed";
    case OUTCOME_INTERRUPTED:
        return "interrupted";
    }
    return "";
}

bool run_is_valid(const struct run *run)
{
    return run->outcome == OUTCOME_MEASURED && run->verdict.count == 0;
}

json_t *run_json(const struct run *run)
{
    json_t *line = json_object();

    json_object_set_new(line, "order", json_integer(run->order));
    json_object_set_new(line, "block", json_integer(run->block));
    json_object_set_new(line, "scenario", json_string(run->scenario->name));
    json_object_set_new(line, "axis", json_string(run->scenario->axis));
    json_object_set_new(line, "point", json_string(run->point->label));
    json_object_set_new(line, "value", json_real(run->point->value));
    json_object_set_new(line, "rate", run->rate > 0 ? json_real(run->rate) : json_null());
    json_object_set_new(line, "model", json_string(run->model->name));
    json_object_set_new(line, "seed", json_integer((json_int_t)run->seed));
    json_object_set_new(line, "started", json_time(run->started));
    json_object_set_new(line, "took_s", json_real(run->took_s));
    json_object_set_new(line, "repeated", json_boolean(run->repeated));
    json_object_set_new(line, "outcome", json_string(run_outcome(run)));
    json_object_set_new(line, "failure", *run->failure ? json_text(run->failure) : json_null());
    json_object_set_new(line, "verdict", json_string(run_is_valid(run) ? "VALID" : "SUSPECT"));
    json_object_set_new(line, "reasons", verdict_json(run));
    json_object_set_new(line, "readings", readings_json(&run->readings));
    json_object_set(line, "load", run->load ? run->load : json_null());
    return line;
}

static const char *text_of(const json_t *line, const char *key)
{
    const char *text = json_string_value(json_object_get(line, key));

    return text ? text : "";
}

static bool read_outcome(const char *name, struct run *run)
{
    for (run->outcome = OUTCOME_MEASURED; run->outcome <= OUTCOME_INTERRUPTED; run->outcome++)
        if (strcmp(run_outcome(run), name) == 0)
            return true;
    return false;
}

static const struct scenario *find_scenario(const char *name)
{
    return strcmp(name, scenario_job()->name) == 0 ? scenario_job() : scenario_named(name);
}

bool run_from_json(const json_t *line, const struct roster *roster, struct run *run)
{
    json_t *load = json_object_get(line, "load");

    *run = (struct run){
        .scenario = find_scenario(text_of(line, "scenario")),
        .model = roster_find(roster, text_of(line, "model")),
        .rate = json_number_value(json_object_get(line, "rate")),
        .block = (unsigned)json_integer_value(json_object_get(line, "block")),
        .order = (unsigned)json_integer_value(json_object_get(line, "order")),
        .seed = (uint64_t)json_integer_value(json_object_get(line, "seed")),
        .took_s = json_number_value(json_object_get(line, "took_s")),
        .repeated = json_is_true(json_object_get(line, "repeated")),
    };
    if (!run->scenario || !run->model || !read_outcome(text_of(line, "outcome"), run))
        return false;
    run->point = scenario_point(run->scenario, text_of(line, "point"));
    snprintf(run->failure, sizeof run->failure, "%s", text_of(line, "failure"));
    if (!run->point || !json_read_time(json_object_get(line, "started"), &run->started) ||
        !verdict_from_json(json_object_get(line, "reasons"), run) ||
        !readings_from_json(json_object_get(line, "readings"), &run->readings))
        return false;
    run->load = json_is_object(load) ? json_incref(load) : NULL;
    return true;
}

struct run *runs_add(struct runs *runs, const struct run *run)
{
    if (runs->count == runs->room) {
        runs->room = runs->room ? 2 * runs->room : 64;
        runs->list = realloc(runs->list, runs->room * sizeof *runs->list);
        assert(runs->list);
    }
    runs->list[runs->count] = *run;
    return &runs->list[runs->count++];
}

void runs_release(struct runs *runs)
{
    for (size_t i = 0; i < runs->count; i++)
        json_decref(runs->list[i].load);
    free(runs->list);
    *runs = (struct runs){ 0 };
}
