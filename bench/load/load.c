/* load.c - echo-load: loads an echo server, checks every byte, and tells how long it took. */
#include "budget.h"
#include "conductor.h"
#include "json.h"
#include "merge.h"
#include "options.h"
#include "result.h"
#include "run.h"
#include "summary.h"
#include "worker.h"

#include <err.h>
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

static void run_load(const struct options *options, struct result *result)
{
    struct run run = { .options = options };

    conductor_prepare(&run);
    if (!payload_create(&run.payload, options->seed, options->service, longest_slice(options)))
        err(1, "cannot make the bytes to send");

    struct worker **workers = create_workers(&run);
    const struct course course = conductor_lead(&run, workers);

    result_gather(result, options, &course, workers);
    for (unsigned i = 0; i < options->threads; i++)
        worker_destroy(workers[i]);
    free(workers);
    payload_destroy(&run.payload);
    close(run.news);
}

/* Tells people and programs what came of it; false if somebody does not get to know. */
static bool tell(const struct options *options, const struct result *result, bool people)
{
    bool told = true;

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
        reason = budget_check(&options);
    if (reason)
        errx(1, "%s", reason);
    cpus_use_all(&options.cpus);
    if (people)
        summary_announce(&options);
    run_load(&options, &result);
    if (!tell(&options, &result, people) && result.exit_status == 0)
        result.exit_status = 1;
    result_release(&result);
    return result.exit_status;
}
