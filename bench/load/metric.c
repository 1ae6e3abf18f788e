/* metric.c - the figures of a result by name: "p99", "connect.max", "errors", "rate". */
#include "metric.h"

#include "quantity.h"
#include "result.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCE = 768 };

/* Which runs have a figure. */
enum runs { ANY_RUN, OPEN_LOOPS, DATAGRAMS, STREAMS };

/* A histogram, and how the names of its figures begin. */
struct source {
    const char *prefix;
    enum runs runs;
    size_t place; /* of its pointer in struct result */
};

/* Stores a figure, or returns why it is not known. */
typedef const char *teller(const struct metric *metric, const struct result *result,
                           double *value);

struct figure {
    const char *name;
    enum metric_kind kind;
    enum runs runs;
    teller *tell;
    size_t place; /* in struct result, if it is not made of a histogram or a sum */
};

static _Thread_local char sentence[SENTENCE];

__attribute__((format(printf, 1, 2))) static const char *refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return sentence;
}

static const void *member(const struct result *result, size_t place)
{
    return (const char *)result + place;
}

static const char *tell_count(const struct metric *metric, const struct result *result,
                              double *value)
{
    *value = (double)*(const uint64_t *)member(result, metric->figure->place);
    return NULL;
}

static const char *tell_number(const struct metric *metric, const struct result *result,
                               double *value)
{
    *value = *(const double *)member(result, metric->figure->place);
    return NULL;
}

static const char *tell_errors(const struct metric *metric, const struct result *result,
                               double *value)
{
    (void)metric;
    *value = (double)faults_total(&result->faults);
    return NULL;
}

/* NULL, if there is nothing in it to tell of. */
static const struct histogram *histogram_of(const struct metric *metric,
                                            const struct result *result)
{
    const struct histogram *histogram =
        *(struct histogram *const *)member(result, metric->source->place);

    return histogram && histogram->count > 0 ? histogram : NULL;
}

static const char nothing[] = "is not known, because nothing was recorded";

static const char *tell_min(const struct metric *metric, const struct result *result,
                            double *value)
{
    const struct histogram *histogram = histogram_of(metric, result);

    *value = histogram ? (double)histogram->min : 0;
    return histogram ? NULL : nothing;
}

static const char *tell_mean(const struct metric *metric, const struct result *result,
                             double *value)
{
    const struct histogram *histogram = histogram_of(metric, result);

    *value = histogram ? histogram_mean(histogram) : 0;
    return histogram ? NULL : nothing;
}

static const char *tell_max(const struct metric *metric, const struct result *result,
                            double *value)
{
    const struct histogram *histogram = histogram_of(metric, result);

    *value = histogram ? (double)histogram->max : 0;
    return histogram ? NULL : nothing;
}

static const char *tell_percentile(const struct metric *metric, const struct result *result,
                                   double *value)
{
    const struct histogram *histogram = histogram_of(metric, result);
    uint64_t value_ns = 0;

    if (!histogram)
        return nothing;
    if (!histogram_percentile(histogram, metric->percentile, &value_ns))
        return "is not known, because fewer than 10 values lie beyond it";
    *value = (double)value_ns;
    return NULL;
}

#define PLACE(name) offsetof(struct result, name)

/* The one without a prefix comes last: it fits every name. */
static const struct source sources[] = {
    { "uncorrected.", OPEN_LOOPS, PLACE(uncorrected) },
    { "lateness.", OPEN_LOOPS, PLACE(lateness) },
    { "connect.", ANY_RUN, PLACE(connect) },
    { "first_byte.", ANY_RUN, PLACE(first_byte) },
    { "", ANY_RUN, PLACE(latency) },
};

static const struct figure percentile = { "p", METRIC_TIME, ANY_RUN, tell_percentile, 0 };

static const struct figure statistics[] = {
    { "min", METRIC_TIME, ANY_RUN, tell_min, 0 },
    { "mean", METRIC_TIME, ANY_RUN, tell_mean, 0 },
    { "max", METRIC_TIME, ANY_RUN, tell_max, 0 },
};

static const struct figure figures[] = {
    { "errors", METRIC_COUNT, ANY_RUN, tell_errors, 0 },
    { "lost", METRIC_COUNT, DATAGRAMS, tell_count, PLACE(faults.lost) },
    { "duplicate", METRIC_COUNT, DATAGRAMS, tell_count, PLACE(faults.duplicate) },
    { "reordered", METRIC_COUNT, DATAGRAMS, tell_count, PLACE(faults.reordered) },
    { "corrupt", METRIC_COUNT, DATAGRAMS, tell_count, PLACE(faults.corrupt) },
    { "wrong", METRIC_COUNT, STREAMS, tell_count, PLACE(faults.wrong) },
    { "missing", METRIC_COUNT, STREAMS, tell_count, PLACE(faults.missing) },
    { "extra", METRIC_COUNT, STREAMS, tell_count, PLACE(faults.extra) },
    { "reset", METRIC_COUNT, ANY_RUN, tell_count, PLACE(faults.reset) },
    { "timeout", METRIC_COUNT, ANY_RUN, tell_count, PLACE(faults.timeout) },
    { "requests", METRIC_COUNT, ANY_RUN, tell_count, PLACE(requests) },
    { "connections", METRIC_COUNT, ANY_RUN, tell_count, PLACE(total.connections) },
    { "unsent", METRIC_COUNT, OPEN_LOOPS, tell_count, PLACE(unsent) },
    { "rate", METRIC_RATE, ANY_RUN, tell_number, PLACE(requests_per_s) },
    { "offered", METRIC_RATE, OPEN_LOOPS, tell_number, PLACE(offered_per_s) },
    { "cpu", METRIC_SHARE, ANY_RUN, tell_number, PLACE(generator.cpu_share) },
};

static const struct figure *find(const struct figure *table, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

/* "99" or "99.9", and nothing else. */
static bool is_decimal(const char *text)
{
    const size_t whole = strspn(text, "0123456789");
    const size_t places = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;

    return whole > 0 && text[whole + (places > 0 ? places + 1 : 0)] == '\0';
}

static const char *refuse_unknown(const char *name)
{
    char quote[QUANTITY_QUOTE];

    return refuse(
        "%s is no metric; write a percentile such as p99.9, min, mean or max (of the "
        "latency, or after uncorrected. lateness. connect. first_byte.), errors, lost, "
        "duplicate, reordered, corrupt, wrong, missing, extra, reset, timeout, rate, "
        "offered, requests, connections, unsent or cpu",
        quantity_quote(name, quote));
}

/* What is told of a histogram. */
static const char *read_time(const char *name, struct metric *metric)
{
    const struct source *source = sources;

    while (strncmp(name, source->prefix, strlen(source->prefix)) != 0)
        source++;

    const char *rest = name + strlen(source->prefix);

    metric->source = source;
    metric->figure = find(statistics, sizeof statistics / sizeof *statistics, rest);
    if (metric->figure)
        return NULL;
    if (rest[0] != 'p' || !is_decimal(rest + 1))
        return refuse_unknown(name);
    metric->figure = &percentile;
    metric->percentile = strtod(rest + 1, NULL);
    if (metric->percentile > 0 && metric->percentile < 100)
        return NULL;
    return refuse("'%s' is no percentile: they lie between 0 and 100, and the ends are min and "
                  "max",
                  name);
}

const char *metric_read(const char *name, struct metric *metric)
{
    const char *reason = NULL;

    *metric = (struct metric){ 0 };
    if (strlen(name) >= sizeof metric->name)
        return refuse_unknown(name);
    memcpy(metric->name, name, strlen(name));
    metric->figure = find(figures, sizeof figures / sizeof *figures, name);
    if (!metric->figure)
        reason = read_time(name, metric);
    if (!reason)
        metric->kind = metric->figure->kind;
    return reason;
}

/* Returns NULL, or why a run of this kind cannot have the figure. */
static const char *missing_in(enum runs runs, const struct result *result)
{
    const bool datagrams = address_is_datagram(&result->options->address);

    if (runs == OPEN_LOOPS && !result->open_loop)
        return "is known only of a run with --rate";
    if (runs == DATAGRAMS && !datagrams)
        return "is counted only of datagrams";
    if (runs == STREAMS && datagrams)
        return "is counted only of streams; lost and corrupt are of datagrams";
    return NULL;
}

const char *metric_value(const struct metric *metric, const struct result *result,
                         double *value)
{
    const enum runs runs = metric->source ? metric->source->runs : metric->figure->runs;
    const char *reason = missing_in(runs, result);

    if (!reason && !result->measured)
        reason = "is not known, because the run was over before its window opened";
    return reason ? reason : metric->figure->tell(metric, result, value);
}
