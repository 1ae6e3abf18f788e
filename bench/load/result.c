/* result.c - what a run has found: all its threads in one. */
#include "result.h"

#include "clock.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void *need(void *memory)
{
    if (!memory)
        errx(1, "no memory for the result");
    return memory;
}

static void add_window(struct result *result, const struct worker *worker)
{
    const struct edge *opened = &worker->opened, *closed = &worker->closed;
    struct generator *generator = &result->generator;

    result->requests += closed->requests - opened->requests;
    result->bytes += closed->bytes_received - opened->bytes_received;
    result->connections_opened += closed->connections - opened->connections;
    generator->cpu_s += (double)(closed->usage.cpu_ns - opened->usage.cpu_ns) / NS_PER_S;
    generator->voluntary_switches += closed->usage.voluntary - opened->usage.voluntary;
    generator->involuntary_switches += closed->usage.involuntary - opened->usage.involuntary;
}

static void add_worker(struct result *result, const struct worker *worker)
{
    add_window(result, worker);
    result->total.requests += worker->requests;
    result->total.bytes_sent += worker->bytes_sent;
    result->total.bytes_received += worker->bytes_received;
    result->total.connections += worker->connections_made;
    histogram_add(result->latency, worker->latency);
    histogram_add(result->connect, worker->connect);
    histogram_add(result->first_byte, worker->first_byte);
    faults_add(&result->faults, &worker->faults);
}

static void weigh_fairness(struct result *result, struct worker *const *workers)
{
    const struct options *options = result->options;
    uint64_t *answered = need(calloc(options->connections + 1, sizeof *answered));
    size_t count = 0;

    for (unsigned i = 0; i < options->threads; i++)
        for (size_t k = 0; k < workers[i]->senders; k++)
            answered[count++] = workers[i]->connections[k].answered;
    result->fairness = fairness_of(answered, count);
    free(answered);
}

/* A counted run is over with its last reply, which the conductor hears of a little later. */
static void measure_window(struct result *result, const struct course *course,
                           struct worker *const *workers)
{
    uint64_t closed_ns = course->closed_ns;

    result->measured = course->opened_ns > 0;
    if (result->options->requests > 0 && result->measured && !course->interrupted) {
        closed_ns = course->opened_ns;
        for (unsigned i = 0; i < result->options->threads; i++)
            if (workers[i]->closed.time_ns > closed_ns)
                closed_ns = workers[i]->closed.time_ns;
    }
    result->window_s = (double)(closed_ns - course->opened_ns) / NS_PER_S;
    if (result->window_s > 0)
        result->generator.cpu_share =
            result->generator.cpu_s / (result->window_s * result->options->threads);
}

static void describe_losses(struct result *result)
{
    const struct options *options = result->options;
    const uint64_t wanted = (uint64_t)options->connections + options->idle;
    const uint64_t lost = faults_lost(&result->faults);
    char causes[RESULT_TEXT / 2];

    faults_describe_losses(&result->faults, causes, sizeof causes);
    if (result->total.connections == 0)
        snprintf(result->failure, sizeof result->failure, "cannot connect to %s: %s",
                 result->address, causes);
    else
        snprintf(result->failure, sizeof result->failure,
                 "%" PRIu64 " of %" PRIu64 " connections to %s were lost: %s", lost, wanted,
                 result->address, causes);
}

static void describe_differences(struct result *result)
{
    const struct faults *faults = &result->faults;

    snprintf(result->failure, sizeof result->failure,
             "the echo was not right: %" PRIu64 " wrong, %" PRIu64 " missing and %" PRIu64
             " extra bytes",
             faults->wrong, faults->missing, faults->extra);
}

/* The first reason is told; the counts tell the others. */
static void judge(struct result *result)
{
    const struct faults *faults = &result->faults;

    if (faults->wrong > 0 || faults->extra > 0 || (faults->missing > 0 && !faults_lost(faults)))
        describe_differences(result);
    else if (faults_lost(faults) > 0)
        describe_losses(result);
    else if (result->interrupted && !result->measured)
        snprintf(result->failure, sizeof result->failure,
                 "interrupted before the window opened");

    result->exit_status = faults_total(faults) > 0 ? 1 : 0;
    if (result->interrupted)
        result->exit_status = 130;
}

void result_gather(struct result *result, const struct options *options,
                   const struct course *course, struct worker *const *workers)
{
    const struct address *address = &options->address;

    *result = (struct result){
        .options = options,
        .interrupted = course->interrupted,
        .latency = need(histogram_create()),
        .connect = need(histogram_create()),
        .first_byte = need(histogram_create()),
    };
    address_format(address->transport, &address->endpoints[workers[0]->endpoint],
                   result->address);
    for (unsigned i = 0; i < options->threads; i++)
        add_worker(result, workers[i]);
    weigh_fairness(result, workers);
    measure_window(result, course, workers);
    judge(result);
}

void result_release(struct result *result)
{
    histogram_destroy(result->latency);
    histogram_destroy(result->connect);
    histogram_destroy(result->first_byte);
}
