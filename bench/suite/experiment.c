/* experiment.c - `echo-bench run` from the first check to the last table. */
#include "experiment.h"

#include "calibration.h"
#include "conclusion.h"
#include "environment.h"
#include "foreign.h"
#include "gate.h"
#include "interrupt.h"
#include "job.h"
#include "json.h"
#include "manifest.h"
#include "measure.h"
#include "noise.h"
#include "plan.h"
#include "progress.h"
#include "seed.h"
#include "spectrum.h"
#include "store.h"
#include "troubles.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_REPEATS_ONE_IN = 5 };

struct experiment {
    struct lab lab;
    struct accounting accounting;
    struct choice choice; /* ours: the job is struck out when it cannot be done */
    struct plan plan;
    struct store store;
    struct runs runs;
    struct progress progress;
    struct manifest manifest;
    struct resume *resume; /* NULL: it begins */
    struct gates gates;
    bool all_passed; /* the gates */
    size_t repeats;
    char hyperfine[32];
    char job_skipped[REASON_TEXT];
    char noise_unknown[REASON_TEXT]; /* why; "" if it is known */
};

static void check_programs(const struct experiment *experiment)
{
    lab_require(&experiment->lab, "echo-load");
    for (size_t i = 0; i < experiment->choice.roster.count; i++) {
        const struct model *model = &experiment->choice.roster.list[i];
        char name[64];

        snprintf(name, sizeof name, "echo-%.32s", model->name);
        if (model->foreign)
            foreign_require(model);
        else
            lab_require(&experiment->lab, name);
    }
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static void print_notes(const struct experiment *experiment)
{
    json_t *notes = accounting_notes(&experiment->accounting);
    const json_t *note;
    size_t i;

    json_array_foreach(notes, i, note)
    {
        printf("%s\n", json_string_value(note));
    }
    json_decref(notes);
}

/* Those of the plan; the job's have orders of their own. */
static size_t count_made(const struct runs *runs)
{
    size_t count = 0;

    for (size_t i = 0; i < runs->count; i++)
        if (runs->list[i].scenario != scenario_job() && !runs->list[i].repeated)
            count++;
    return count;
}

/* What is left of it, if some has been done before. */
static double expected_s(const struct experiment *experiment)
{
    double whole_s = plan_estimate_s(&experiment->choice, &experiment->plan);
    size_t made = count_made(&experiment->runs);

    return made ? whole_s * (1 - (double)made / (double)experiment->plan.count) : whole_s;
}

static void announce_amount(const struct experiment *experiment)
{
    const struct choice *choice = &experiment->choice;

    if (experiment->plan.count == 0 && !choice->job)
        printf("No chosen model can take part in what was chosen");
    if (experiment->plan.count > 0)
        printf("%zu run%s in %u block%s%s", experiment->plan.count,
               plural(experiment->plan.count), choice->effort.runs, plural(choice->effort.runs),
               choice->job ? ", and " : "");
    if (choice->job)
        printf("%u job%s of each model by hyperfine", choice->effort.job_runs,
               plural(choice->effort.job_runs));
    if (experiment->resume)
        printf(", of which %zu run%s done", experiment->runs.count,
               experiment->runs.count == 1 ? " is" : "s are");
}

/* Before anything starts: what will be done, how long it takes, and where it goes. */
static void announce(const struct experiment *experiment)
{
    const struct choice *choice = &experiment->choice;
    const struct placement *placement = &experiment->lab.placement;
    char time[PROGRESS_TIME];

    if (choice->quiet)
        return;
    announce_amount(experiment);
    printf(": about %s. Seed %llu.\n", progress_time(expected_s(experiment), time),
           (unsigned long long)choice->seed);
    if (experiment->resume && experiment->resume->damaged)
        printf("A crash has cut the last line of the runs, which is dropped.\n");
    if (placement->shared)
        printf(
            "Server and generator share one CPU, for want of another: every run is suspect.\n");
    else
        printf("Server on CPU %d, generator on CPU %d%s.\n", placement->server_cpu,
               placement->generator_cpu, placement->one_core ? ", the same core" : "");
    if (*experiment->noise_unknown)
        printf("The noise of this machine is not known: %s.\n", experiment->noise_unknown);
    print_notes(experiment);
    printf("Results in %s.\n", experiment->store.folder);
    (void)fflush(stdout);
}

static void write_manifest(struct experiment *experiment, bool complete)
{
    struct manifest *manifest = &experiment->manifest;

    manifest->complete = complete;
    manifest->interrupted = interrupt_asked();
    clock_gettime(CLOCK_REALTIME, &manifest->ended);

    json_t *json = manifest_json(manifest);

    store_write_json(&experiment->store, "run.json", json);
    json_decref(json);
}

static void keep(struct experiment *experiment, const struct run *run)
{
    json_t *line = run_json(run);

    store_add_run(&experiment->store, line);
    json_decref(line);
}

/* Makes the run, and once more if something else was busy: the pair it stands in should be
 * alike. Not for ever: on a machine that is never quiet every run would be made twice for
 * nothing. */
static void measure_well(struct experiment *experiment, struct run *run)
{
    const struct choice *choice = &experiment->choice;
    const struct run blank = *run;
    char hlog[PATH_MAX];
    const struct conditions conditions = {
        .warm_up_ms = choice->effort.warm_up_ms,
        .window_ms = plan_window_ms(choice, run->scenario),
        .road = choice->road,
        .capacity_per_s = experiment->manifest.capacity.per_s,
        .promise_ns = choice->promise_ns,
        .hlog =
            run->scenario->spectrum ? spectrum_part(&experiment->store, run->order, hlog) : NULL
    };

    measure(&experiment->lab, &conditions, run);
    if (run->outcome != OUTCOME_MEASURED || !verdict_is_disturbed(run) ||
        experiment->repeats >= experiment->plan.count / MOST_REPEATS_ONE_IN)
        return;
    experiment->repeats++;
    run->repeated = true;
    keep(experiment, runs_add(&experiment->runs, run));
    *run = blank;
    measure(&experiment->lab, &conditions, run);
}

/* Known before the runs begin, and written down before them. */
static void find_capacity(struct experiment *experiment)
{
    struct capacity *capacity = &experiment->manifest.capacity;

    if (!capacity_wanted(&experiment->choice) || interrupt_asked() || capacity->per_s > 0)
        return;
    capacity_find(&experiment->lab, &experiment->choice, capacity);
    write_manifest(experiment, false);
    if (!experiment->choice.quiet && capacity->model)
        progress_say(&experiment->progress,
                     "The weakest model is %s with %.0f requests/s: rates are shares of that.",
                     capacity->model->name, capacity->per_s);
}

static bool was_made(const struct runs *runs, unsigned order)
{
    for (size_t i = 0; i < runs->count; i++)
        if (runs->list[i].order == order && runs->list[i].scenario != scenario_job())
            return true;
    return false;
}

static void measure_all(struct experiment *experiment)
{
    const struct choice *choice = &experiment->choice;

    for (size_t i = 0; i < experiment->plan.count && !interrupt_asked(); i++) {
        const struct trial *trial = &experiment->plan.trials[i];

        if (was_made(&experiment->runs, (unsigned)i + 1))
            continue;

        struct run run = { .scenario = trial->scenario,
                           .point = trial->point,
                           .model = trial->model,
                           .block = trial->block,
                           .order = (unsigned)i + 1,
                           .seed = seed_after(choice->seed, i) };

        progress_running(&experiment->progress, &run);
        measure_well(experiment, &run);
        if (run.outcome == OUTCOME_INTERRUPTED)
            continue;
        keep(experiment, runs_add(&experiment->runs, &run));
        progress_done(&experiment->progress, &run);
    }
}

static void do_job(struct experiment *experiment)
{
    size_t before = experiment->runs.count;

    if (!experiment->choice.job || interrupt_asked() ||
        (experiment->resume && experiment->resume->job_done))
        return;
    if (!experiment->choice.quiet)
        progress_say(&experiment->progress, "job: hyperfine times each model %u times",
                     experiment->choice.effort.job_runs);
    if (!job_run(&experiment->lab, &experiment->choice, &experiment->store, &experiment->runs,
                 experiment->job_skipped)) {
        experiment->choice.job = false;
        if (interrupt_asked())
            snprintf(experiment->job_skipped, sizeof experiment->job_skipped, "interrupted");
        else
            progress_say(&experiment->progress, "echo-bench: no job: %s",
                         experiment->job_skipped);
    }
    for (size_t i = before; i < experiment->runs.count; i++)
        keep(experiment, &experiment->runs.list[i]);
}

static void hold_gates(struct experiment *experiment)
{
    struct choice *choice = &experiment->choice;

    if (!choice->ungated)
        experiment->all_passed = gates_hold(&experiment->lab, choice, &experiment->gates);
    else if (!choice->quiet)
        printf("No gate: whether the servers echo was not asked before.\n");
}

static void begin(struct experiment *experiment)
{
    store_open(&experiment->store, experiment->choice.out);
    store_path(&experiment->store, "scratch.part", experiment->lab.scratch);
    write_manifest(experiment, false);
    noise_keep(&experiment->lab, &experiment->choice, &experiment->store, experiment->resume,
               experiment->noise_unknown);
    hold_gates(experiment);
    plan_make(&experiment->choice, &experiment->plan);
}

static void go_on_writing(struct experiment *experiment)
{
    store_reopen(&experiment->store, experiment->resume->folder,
                 experiment->resume->good_bytes);
    store_path(&experiment->store, "scratch.part", experiment->lab.scratch);
    noise_keep(&experiment->lab, &experiment->choice, &experiment->store, experiment->resume,
               experiment->noise_unknown);
}

/* Takes over what is known from before. Nothing is written before everything fits. */
static void take_over(struct experiment *experiment)
{
    struct choice *choice = &experiment->choice;
    struct resume *resume = experiment->resume;

    experiment->all_passed = gates_from_json(json_object_get(resume->manifest, "models"),
                                             choice, &experiment->gates);
    capacity_from_json(json_object_get(resume->manifest, "capacity"), choice,
                       &experiment->manifest.capacity);
    plan_make(choice, &experiment->plan);
    experiment->repeats = resume_take(resume, choice, &experiment->plan, &experiment->runs);
    go_on_writing(experiment);
}

static void go_on(struct experiment *experiment)
{
    struct manifest *manifest = &experiment->manifest;
    struct resume *resume = experiment->resume;
    json_t *environment = environment_json(&experiment->lab);

    resume_check_machine(resume, environment);
    resume_check_servers(resume, &experiment->choice.roster);
    json_decref(environment);
    manifest->resumed = resume_times(resume, manifest->started);
    json_read_time(json_object_get(resume->manifest, "started"), &manifest->started);
    if (json_array_size(resume->lines) > 0) {
        take_over(experiment);
        return;
    }
    /* It had not come to its first run, and may have stopped at the gate. */
    go_on_writing(experiment);
    hold_gates(experiment);
    plan_make(&experiment->choice, &experiment->plan);
}

static void prepare(struct experiment *experiment, int argc, char **argv)
{
    lab_find(&experiment->lab);
    check_programs(experiment);
    interrupt_watch();
    lab_settle(&experiment->lab);
    accounting_find(&experiment->accounting, &experiment->lab.placement);
    experiment->lab.accounting = &experiment->accounting;
    job_find_hyperfine(experiment->hyperfine, sizeof experiment->hyperfine);
    experiment->manifest = (struct manifest){ .lab = &experiment->lab,
                                              .choice = &experiment->choice,
                                              .argc = argc,
                                              .argv = argv,
                                              .gates = &experiment->gates,
                                              .hyperfine = experiment->hyperfine,
                                              .job_skipped = experiment->job_skipped };
    clock_gettime(CLOCK_REALTIME, &experiment->manifest.started);
    if (experiment->resume)
        go_on(experiment);
    else
        begin(experiment);
    write_manifest(experiment, false);
    announce(experiment);
    experiment->progress = progress_begin(
        experiment->choice.quiet, experiment->plan.count - count_made(&experiment->runs),
        expected_s(experiment));
}

int experiment_run(const struct choice *choice, int argc, char **argv, struct resume *resume)
{
    struct experiment experiment = { .choice = *choice, .all_passed = true, .resume = resume };

    prepare(&experiment, argc, argv);
    find_capacity(&experiment);
    measure_all(&experiment);
    do_job(&experiment);
    progress_end(&experiment.progress);
    store_close_runs(&experiment.store);
    write_manifest(&experiment, true);
    conclude(&experiment.manifest, &experiment.store, &experiment.runs);

    bool failed = troubles_name(&experiment.runs);

    runs_release(&experiment.runs);
    plan_release(&experiment.plan);
    json_decref(experiment.manifest.resumed);
    calibration_release();
    if (interrupt_asked()) {
        fprintf(stderr, "echo-bench: interrupted; what was done by then is kept\n");
        return 130;
    }
    return failed || !experiment.all_passed ? 1 : 0;
}
