/* job_result.c - what the job came to: hyperfine's times and the servers' own ends, as runs. */
#include "job_result.h"

#include "job_server.h"
#include "plan.h"
#include "process.h"

#include <signal.h>
#include <string.h>

enum { LEAVES_WITHIN_MS = 7 * 1000 };

/* What became of one model's server. */
struct service {
    struct ledger_line line;
    struct ending ending;
    size_t strays; /* processes that it left behind */
};

struct services {
    size_t count;
    struct service list[MOST_MODELS];
};

/* It still runs if hyperfine has not got as far as stopping it. */
static void reap(struct service *service)
{
    struct process process;

    if (service->line.pid == 0 || !process_adopt(service->line.pid, &process))
        return;
    process_signal(&process, SIGTERM);
    if (!process_ends_within(&process, LEAVES_WITHIN_MS))
        process_signal(&process, SIGKILL);
    process_reap(&process, &service->ending);
    service->strays = process_collect_group(service->line.pid, &service->ending);
}

static void reap_all(const char *ledger_path, struct services *services)
{
    FILE *ledger = fopen(ledger_path, "re");
    struct ending ignored = { 0 };

    while (ledger && services->count < MOST_MODELS &&
           ledger_read(ledger, &services->list[services->count].line))
        reap(&services->list[services->count++]);
    if (ledger)
        (void)fclose(ledger);
    process_collect_strays(&ignored);
}

static const struct service *service_of(const struct services *services, const char *model)
{
    for (size_t i = 0; i < services->count; i++)
        if (strcmp(services->list[i].line.model, model) == 0)
            return &services->list[i];
    return NULL;
}

/* hyperfine's object for one model; NULL if it has none. Borrowed. */
static const json_t *times_of(const json_t *export, const char *model)
{
    const json_t *results = json_object_get(export, "results");
    const json_t *result;
    size_t i;

    json_array_foreach(results, i, result)
    {
        const json_t *parameters = json_object_get(result, "parameters");
        const char *name = json_string_value(json_object_get(parameters, "model"));

        if (name && strcmp(name, model) == 0)
            return result;
    }
    return NULL;
}

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static void take(const json_t *result, const struct service *service, size_t i,
                 struct readings *readings)
{
    static const char mean[] = "hyperfine: user and system, mean of the jobs";
    static const char life[] = "wait4, the server's life but its start, divided by the jobs";
    size_t jobs = json_array_size(json_object_get(result, "times"));
    const json_t *time = json_array_get(json_object_get(result, "times"), i);
    const json_t *code = json_array_get(json_object_get(result, "exit_codes"), i);

    readings_put(readings, "wall_s", "s", "hyperfine", json_number_value(time));
    readings_put(readings, "client_cpu_s", "s", mean,
                 number(result, "user") + number(result, "system"));
    readings_put(readings, "server_cpu_s", "s", life,
                 (service->ending.cpu_s - service->line.cpu_ready_s) / (double)jobs);
    /* Killed by a signal, it has no code. */
    readings_put(readings, "generator_exit_status", "1", "hyperfine",
                 json_is_integer(code) ? json_number_value(code) : 255);
}

static void describe_leave(const struct service *service, bool foreign, char leave[REASON_TEXT])
{
    char how[ENDING_TEXT];

    if (foreign)
        return; /* How it answers to SIGTERM is its own affair. */
    if (service->ending.status != 0)
        snprintf(leave, REASON_TEXT, "died, or did not leave cleanly: %s",
                 process_describe(&service->ending, how));
    else if (service->strays > 0)
        snprintf(leave, REASON_TEXT, "left processes behind: %zu", service->strays);
}

/* The whole job's, since no model has one of its own. */
static void look_for_others(const struct job_traces *traces, const struct services *services,
                            struct readings *readings)
{
    double ours_s = traces->hyperfine_cpu_s + machine_own_cpu_s() - traces->own_before_s;

    for (size_t i = 0; i < services->count; i++)
        ours_s += services->list[i].ending.cpu_s;
    machine_put_foreign(traces->placement, &traces->before, ours_s, readings);
}

static struct run new_run(const struct job_traces *traces, const struct runs *runs,
                          const struct model *model)
{
    struct run run = { .scenario = scenario_job(),
                       .point = &scenario_job()->points[0],
                       .model = model,
                       .order = (unsigned)runs->count + 1,
                       .started = traces->started };

    return run;
}

static void add_failure(const struct job_traces *traces, const struct services *services,
                        const struct model *model, struct runs *runs)
{
    struct run run = new_run(traces, runs, model);
    const struct service *service = service_of(services, model->name);

    run.outcome = OUTCOME_FAILED;
    snprintf(run.failure, sizeof run.failure, "%s",
             service && service->line.pid == 0 ? service->line.reason
                                               : "hyperfine gave no time for it");
    runs_add(runs, &run);
}

static void add_model(const struct job_traces *traces, const struct services *services,
                      const struct readings *common, const json_t *export,
                      const struct model *model, struct runs *runs)
{
    const struct service *service = service_of(services, model->name);
    const json_t *result = times_of(export, model->name);
    size_t jobs = json_array_size(json_object_get(result, "times"));

    if (!service || service->line.pid == 0 || jobs == 0) {
        add_failure(traces, services, model, runs);
        return;
    }
    for (size_t i = 0; i < jobs; i++) {
        struct run run = new_run(traces, runs, model);

        run.block = (unsigned)i + 1;
        run.readings = *common;
        describe_leave(service, model->foreign, run.leave);
        take(result, service, i, &run.readings);
        run.took_s = readings_value(&run.readings, "wall_s", 0);
        run.verdict = verdict_of(&run);
        runs_add(runs, &run);
    }
}

void job_result_add(const struct job_traces *traces, const struct choice *choice,
                    struct runs *runs)
{
    struct services services = { 0 };

    reap_all(traces->ledger, &services);
    if (!runs)
        return;

    json_t *export = json_load_file(traces->export, 0, NULL);
    struct readings common = { 0 };

    look_for_others(traces, &services, &common);
    readings_put(&common, "cpus", "1", "sched_setaffinity", traces->placement->shared ? 1 : 2);
    for (size_t i = 0; i < choice->roster.count; i++)
        if (!plan_objection(&choice->roster.list[i], scenario_job(),
                            &scenario_job()->points[0]))
            add_model(traces, &services, &common, export, &choice->roster.list[i], runs);
    json_decref(export);
}
