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
    generator->waited_s +=
        (double)(closed->usage.waited_ns - opened->usage.waited_ns) / NS_PER_S;
    generator->waited_known = closed->usage.waited_known;
    generator->voluntary_switches += closed->usage.voluntary - opened->usage.voluntary;
    generator->involuntary_switches += closed->usage.involuntary - opened->usage.involuntary;
}

static void add_worker(struct result *result, const struct worker *worker)
{
    add_window(result, worker);
    result->total.requests += worker->requests;
    result->total.bytes_sent += worker->bytes_sent;
    result->total.bytes_received += worker->bytes_received;
    result->total.datagrams_sent += worker->datagrams_sent;
    result->total.datagrams_received += worker->datagrams_received;
    result->generator.dropped += worker->dropped;
    result->total.connections += worker->connections_made;
    result->stalled.connections += worker->stalled.connections;
    result->stalled.ended_by_server += worker->stalled.ended_by_server;
    result->stalled.bytes_sent += worker->stalled.bytes_sent;
    result->due += worker->due;
    result->delayed += worker->delayed;
    result->unsent += worker->unsent;
    result->answered += worker->answered;
    histogram_add(result->connect, worker->connect);
    histogram_add(result->first_byte, worker->first_byte);
    faults_add(&result->faults, &worker->faults);
}

/* What a connection got: messages answered, or, in an open loop, parts in a million of those
 * that were due on it. False if nothing was due, which says nothing about the server. */
static bool share_of(const struct connection *connection, bool open_loop, uint64_t *share)
{
    *share = connection->answered;
    if (!open_loop)
        return true;
    if (connection->due > 0)
        *share = connection->answered * 1000000 / connection->due;
    return connection->due > 0;
}

static void weigh_fairness(struct result *result, struct worker *const *workers)
{
    const struct options *options = result->options;
    uint64_t *shares = need(calloc(options->connections + 1, sizeof *shares));
    size_t count = 0;

    for (unsigned i = 0; i < options->threads; i++)
        for (size_t k = 0; k < workers[i]->senders; k++)
            if (share_of(&workers[i]->connections[k], result->open_loop, &shares[count]))
                count++;
    result->fairness = fairness_of(shares, count);
    free(shares);
}

/* No message is due after the planned end, however late that was noticed. */
static double planned_s(const struct result *result, const struct course *course)
{
    const double duration_s = (double)result->options->duration_ns / NS_PER_S;

    return duration_s > 0 && duration_s < result->window_s && !course->interrupted
               ? duration_s
               : result->window_s;
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
    if (result->window_s <= 0)
        return;
    result->requests_per_s = (double)result->requests / result->window_s;
    result->offered_per_s = (double)result->due / planned_s(result, course);
    result->generator.cpu_share =
        result->generator.cpu_s / (result->window_s * result->options->threads);
    result->generator.starved_share =
        result->generator.waited_s / (result->window_s * result->options->threads);
}

static void describe_losses(struct result *result)
{
    const struct options *options = result->options;
    const uint64_t wanted = (uint64_t)options->connections + options->idle;
    const uint64_t lost = faults_lost(&result->faults);
    char causes[RESULT_TEXT / 2];

    faults_describe_losses(&result->faults, causes, sizeof causes);
    if (result->total.connections == 0 || result->faults.connect == wanted)
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

static void describe_datagrams(struct result *result)
{
    char counts[RESULT_TEXT / 2];

    snprintf(result->failure, sizeof result->failure, "the echo was not right: %s",
             faults_describe_datagrams(&result->faults, counts, sizeof counts));
}

/* What is missing because its connection was lost is not told for itself. */
static bool has_wrong_datagrams(const struct faults *faults)
{
    return faults_in_datagrams(faults) > (faults_lost(faults) > 0 ? faults->lost : 0);
}

/* The first reason is told; the counts tell the others. */
static void judge(struct result *result)
{
    const struct faults *faults = &result->faults;

    if (faults->wrong > 0 || faults->extra > 0 || (faults->missing > 0 && !faults_lost(faults)))
        describe_differences(result);
    else if (has_wrong_datagrams(faults))
        describe_datagrams(result);
    else if (faults_lost(faults) > 0)
        describe_losses(result);
    else if (result->interrupted && !result->measured)
        snprintf(result->failure, sizeof result->failure,
                 "interrupted before the window opened");

    result->exit_status = faults_total(faults) > 0 ? 1 : 0;
    if (result->interrupted)
        result->exit_status = 130;
}

/* The recorder keeps nothing of it. */
static void take_measured(struct result *result, struct recorder *recorder)
{
    result->recorded = recorder->total;
    recorder->total = (struct interval){ 0 };
    result->latency = result->recorded.latency;
    result->uncorrected = result->recorded.uncorrected;
    result->lateness = result->recorded.lateness;
    for (int i = 0; i < LATENCY_CLASSES; i++)
        result->classes[i] = result->recorded.classes[i];
}

void result_gather(struct result *result, const struct options *options,
                   const struct course *course, struct worker *const *workers,
                   struct recorder *recorder)
{
    const struct address *address = &options->address;

    *result = (struct result){
        .options = options,
        .interrupted = course->interrupted,
        .open_loop = options->rate > 0,
        .connect = need(histogram_create()),
        .first_byte = need(histogram_create()),
    };
    address_format(address->transport, &address->endpoints[workers[0]->endpoint],
                   result->address);
    take_measured(result, recorder);
    for (unsigned i = 0; i < options->threads; i++)
        add_worker(result, workers[i]);
    weigh_fairness(result, workers);
    measure_window(result, course, workers);
    judge(result);
}

bool result_is_partial(const struct result *result)
{
    return result->interrupted || faults_lost(&result->faults) > 0;
}

void result_release(struct result *result)
{
    interval_release(&result->recorded);
    histogram_destroy(result->connect);
    histogram_destroy(result->first_byte);
}
