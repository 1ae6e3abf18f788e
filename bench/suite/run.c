/* run.c - one run as a line of runs.ndjson. */
#include "run.h"

#include "json.h"

#include <assert.h>
#include <stdlib.h>

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
