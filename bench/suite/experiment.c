/* experiment.c - `echo-bench run` from the first check to the last table. */
#include "experiment.h"

#include "csv.h"
#include "interrupt.h"
#include "job.h"
#include "manifest.h"
#include "measure.h"
#include "plan.h"
#include "progress.h"
#include "store.h"
#include "table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 100 };

enum { MOST_REPEATS_ONE_IN = 5 };

struct experiment {
    struct lab lab;
    struct choice choice; /* ours: the job is struck out when it cannot be done */
    struct plan plan;
    struct store store;
    struct runs runs;
    struct progress progress;
    struct manifest manifest;
    size_t repeats;
    char hyperfine[32];
    char job_skipped[REASON_TEXT];
};

static void check_programs(const struct experiment *experiment)
{
    lab_require(&experiment->lab, "echo-load");
    for (size_t i = 0; i < experiment->choice.roster.count; i++) {
        const struct model *model = &experiment->choice.roster.list[i];
        char name[64];

        snprintf(name, sizeof name, "echo-%.32s", model->name);
        if (!model->foreign)
            lab_require(&experiment->lab, name);
    }
}

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* Before anything starts: what will be done, how long it takes, and where it goes. */
static void announce(const struct experiment *experiment)
{
    const struct choice *choice = &experiment->choice;
    const struct placement *placement = &experiment->lab.placement;
    char time[PROGRESS_TIME];

    if (choice->quiet)
        return;
    if (experiment->plan.count == 0 && !choice->job)
        printf("No chosen model can take part in what was chosen");
    if (experiment->plan.count > 0)
        printf("%zu run%s in %u block%s%s", experiment->plan.count,
               plural(experiment->plan.count), choice->effort.runs, plural(choice->effort.runs),
               choice->job ? ", and " : "");
    if (choice->job)
        printf("%u job%s of each model by hyperfine", choice->effort.job_runs,
               plural(choice->effort.job_runs));
    printf(": about %s. Seed %llu.\n",
           progress_time(plan_estimate_s(choice, &experiment->plan), time),
           (unsigned long long)choice->seed);
    if (placement->shared)
        printf(
            "Server and generator share one CPU, for want of another: every run is suspect.\n");
    else
        printf("Server on CPU %d, generator on CPU %d%s.\n", placement->server_cpu,
               placement->generator_cpu, placement->one_core ? ", the same core" : "");
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
    const struct conditions conditions = { .warm_up_ms = choice->effort.warm_up_ms,
                                           .window_ms = plan_window_ms(choice, run->scenario),
                                           .road = choice->road,
                                           .capacity_per_s =
                                               experiment->manifest.capacity.per_s,
                                           .promise_ns = choice->promise_ns };

    measure(&experiment->lab, &conditions, run);
    if (run->outcome != OUTCOME_MEASURED || !verdict_is_disturbed(&run->verdict) ||
        experiment->repeats >= experiment->plan.count / MOST_REPEATS_ONE_IN)
        return;
    experiment->repeats++;
    run->repeated = true;
    keep(experiment, run);
    json_decref(run->load);
    *run = blank;
    measure(&experiment->lab, &conditions, run);
}

/* Known before the runs begin, and written down before them. */
static void find_capacity(struct experiment *experiment)
{
    struct capacity *capacity = &experiment->manifest.capacity;

    if (!capacity_wanted(&experiment->choice) || interrupt_asked())
        return;
    capacity_find(&experiment->lab, &experiment->choice, capacity);
    write_manifest(experiment, false);
    if (!experiment->choice.quiet && capacity->per_s > 0)
        progress_say(&experiment->progress,
                     "The weakest model is %s with %.0f requests/s: rates are shares of that.",
                     capacity->model->name, capacity->per_s);
}

static void measure_all(struct experiment *experiment)
{
    const struct choice *choice = &experiment->choice;

    for (size_t i = 0; i < experiment->plan.count && !interrupt_asked(); i++) {
        const struct trial *trial = &experiment->plan.trials[i];
        struct run run = { .scenario = trial->scenario,
                           .point = trial->point,
                           .model = trial->model,
                           .block = trial->block,
                           .order = (unsigned)i + 1,
                           .seed = choice->seed + i };

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

    if (!experiment->choice.job || interrupt_asked())
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

static int terminal_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return USUAL_WIDTH;
}

static void write_summary(const struct experiment *experiment, const struct digest *digest)
{
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);

    assert(stream);
    csv_write(stream, digest);
    (void)fclose(stream);
    store_write(&experiment->store, "summary.csv", text);
    free(text);
}

/* What went wrong with a run; NULL if nothing did. */
static const char *trouble(const struct run *run)
{
    const struct rule *grave = verdict_gravest(&run->verdict);

    if (run->outcome == OUTCOME_FAILED)
        return run->failure;
    if (grave && *run->leave)
        return run->leave;
    return grave ? grave->sentence : NULL;
}

/* How often the trouble of this run came to its model; 0 if an earlier run has been told of it.
 */
static size_t count_trouble(const struct runs *runs, size_t index)
{
    const struct run *run = &runs->list[index];
    size_t count = 0;

    for (size_t i = 0; i < runs->count; i++) {
        const char *why = trouble(&runs->list[i]);

        if (!why || runs->list[i].model != run->model || strcmp(why, trouble(run)) != 0)
            continue;
        if (i < index)
            return 0;
        count++;
    }
    return count;
}

/* Names what went wrong, on stderr; true if something did. */
static bool name_failures(const struct runs *runs)
{
    bool any = false;

    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->list[i];
        size_t count = trouble(run) ? count_trouble(runs, i) : 0;

        if (count == 0)
            continue;
        any = true;
        fprintf(stderr, "echo-bench: %s failed in %s %s, run %u", run->model->name,
                run->scenario->name, run->point->label, run->order);
        if (count > 1)
            fprintf(stderr, " and %zu more", count - 1);
        fprintf(stderr, ": %s\n", trouble(run));
    }
    return any;
}

static void prepare(struct experiment *experiment, int argc, char **argv)
{
    lab_find(&experiment->lab);
    check_programs(experiment);
    interrupt_watch();
    lab_settle(&experiment->lab);
    job_find_hyperfine(experiment->hyperfine, sizeof experiment->hyperfine);
    experiment->manifest = (struct manifest){ .lab = &experiment->lab,
                                              .choice = &experiment->choice,
                                              .argc = argc,
                                              .argv = argv,
                                              .hyperfine = experiment->hyperfine,
                                              .job_skipped = experiment->job_skipped };
    clock_gettime(CLOCK_REALTIME, &experiment->manifest.started);
    plan_make(&experiment->choice, &experiment->plan);
    store_open(&experiment->store, experiment->choice.out);
    write_manifest(experiment, false);
    announce(experiment);
    experiment->progress =
        progress_begin(experiment->choice.quiet, experiment->plan.count,
                       plan_estimate_s(&experiment->choice, &experiment->plan));
}

int experiment_run(const struct choice *choice, int argc, char **argv)
{
    struct experiment experiment = { .choice = *choice };
    struct digest digest;

    prepare(&experiment, argc, argv);
    find_capacity(&experiment);
    measure_all(&experiment);
    do_job(&experiment);
    progress_end(&experiment.progress);
    store_close_runs(&experiment.store);
    digest_make(&experiment.choice, &experiment.runs, NULL, &digest);
    write_summary(&experiment, &digest);
    write_manifest(&experiment, true);
    table_print(stdout, &digest, terminal_width());
    printf("\nResults: %s\n", experiment.store.folder);
    (void)fflush(stdout);

    bool failed = name_failures(&experiment.runs);

    digest_release(&digest);
    runs_release(&experiment.runs);
    plan_release(&experiment.plan);
    if (interrupt_asked()) {
        fprintf(stderr, "echo-bench: interrupted; what was done by then is kept\n");
        return 130;
    }
    return failed ? 1 : 0;
}
