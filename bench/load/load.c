/* load.c - echo-load: loads an echo server, checks every byte, and tells how long it took. */
#include "budget.h"
#include "conductor.h"
#include "hgrm.h"
#include "json.h"
#include "merge.h"
#include "options.h"
#include "recorder.h"
#include "replace.h"
#include "result.h"
#include "run.h"
#include "summary.h"
#include "worker.h"

#include <err.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Every message and every piece of an echo has to be contiguous in the payload's table. */
static size_t longest_slice(const struct options *options)
{
    return options->size_max > RECEIVE_SIZE ? options->size_max : RECEIVE_SIZE;
}

static struct worker **create_workers(struct run *run)
{
    struct worker **workers = calloc(run->options->threads, sizeof(struct worker *));

    for (unsigned i = 0; workers && i < run->options->threads; i++)
        if (!(workers[i] = worker_create(run, i)))
            err(1, "cannot set up thread %u of %u", i + 1, run->options->threads);
    if (!workers)
        err(1, "cannot set up the threads");
    return workers;
}

static bool write_percentiles(FILE *file, const void *histogram)
{
    return hgrm_write(file, histogram);
}

/* The files that are written when all is over. */
static bool write_files(const struct result *result, const struct course *course,
                        struct worker *const *workers)
{
    const struct options *options = result->options;
    bool complete = true;

    if (options->sends)
        complete = sends_write(options->sends, course->opened_ns, workers, options->threads);
    if (options->hgrm && !replace_file(options->hgrm, write_percentiles, result->latency)) {
        warn("cannot write the percentiles to %s", options->hgrm);
        complete = false;
    }
    return complete;
}

static void run_load(const struct options *options, bool people, struct result *result)
{
    struct run run = {
        .options = options,
        .process = arrivals_process(options->arrivals, options->rate, options->connections),
    };

    if (!payload_create(&run.payload, options->seed, options->service, longest_slice(options)))
        err(1, "cannot make the bytes to send");

    struct worker **workers = create_workers(&run);
    struct progress progress;
    struct recorder recorder;

    if (!recorder_create(&recorder, &run, workers, &progress))
        exit(1);
    conductor_prepare(&run);
    if (people)
        summary_announce(options);

    const struct course course = conductor_lead(&run, workers, &recorder, &progress);

    result_gather(result, options, &course, workers, &recorder);
    result->files_complete =
        recorder_release(&recorder) && write_files(result, &course, workers);
    for (unsigned i = 0; i < options->threads; i++)
        worker_destroy(workers[i]);
    free(workers);
    payload_destroy(&run.payload);
    close(run.news);
}

/* Tells people and programs what came of it; false if somebody does not get to know. */
static bool tell(const struct options *options, const struct result *result, bool people)
{
    bool told = result->files_complete;

    if (people && !summary_print(result)) {
        warn("cannot write to stdout");
        told = false;
    }
    if (result->failure[0] != '\0')
        warnx("%s", result->failure);
    if (options->json)
        told = json_write(result, options->json) && told;
    return told;
}

/* Before the load begins: it shall not have run in vain. */
static void check_files(const struct options *options)
{
    const char *const paths[] = { options->json, options->hgrm, options->sends };

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (paths[i] && strcmp(paths[i], "-") != 0 && !replace_possible(paths[i]))
            err(1, "cannot write the result to %s", paths[i]);
}

/* Names each condition of --fail-if that is true; they decide the exit status, but not that of
 * a run that was interrupted. */
static void judge_thresholds(const struct options *options, struct result *result)
{
    char text[THRESHOLD_TEXT];

    for (unsigned i = 0; i < options->threshold_count; i++)
        if (threshold_crossed(&options->thresholds[i], result, text)) {
            warnx("%s", text);
            result->crossed++;
        }
    if (result->crossed > 0 && !result->interrupted)
        result->exit_status = 3;
}

int main(int argc, char **argv)
{
    struct options options;
    struct result result;

    if (argc > 1 && strcmp(argv[1], "merge") == 0)
        return merge_main(argc - 1, argv + 1);
    options_parse(argc, argv, &options);

    const bool people = !options.quiet && !(options.json && strcmp(options.json, "-") == 0);
    const char *reason = address_resolve(&options.address);

    if (!reason)
        reason = sources_fit(&options.sources, &options.address);
    if (!reason)
        reason = budget_check(&options);
    if (reason)
        errx(1, "%s", reason);
    check_files(&options);
    (void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is told like a full disk */
    cpus_use_all(&options.cpus);
    run_load(&options, people, &result);
    judge_thresholds(&options, &result);
    if (!tell(&options, &result, people) && result.exit_status == 0)
        result.exit_status = 1;
    result_release(&result);
    return result.exit_status;
}
