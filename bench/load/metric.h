/* metric.h - the figures of a result by name: "p99", "connect.max", "errors", "rate".
 *
 * a time:  p50, p99.9 ... (any percentile above 0 and below 100), min, mean, max: of the
 *          latency, or with one of these before them: uncorrected. lateness. connect.
 * first_byte. a count: errors, lost, duplicate, reordered, corrupt, wrong, missing, extra,
 * reset, timeout, requests, connections, unsent a rate:  rate, offered: messages a second a
 * share: cpu: of the CPU time that the generator's threads can have, 0 to 1 */
#ifndef ECHOLAB_METRIC_H
#define ECHOLAB_METRIC_H

struct result;

enum { METRIC_NAME = 32 };

enum metric_kind { METRIC_TIME, METRIC_COUNT, METRIC_RATE, METRIC_SHARE };

struct metric {
    char name[METRIC_NAME]; /* as it was written */
    enum metric_kind kind;
    const struct figure *figure; /* these three are metric.c's own */
    const struct source *source;
    double percentile;
};

/* Finds a metric. Returns NULL, or one sentence that names the text and says what would be
 * right; it lives in a buffer of the calling thread until its next call. */
const char *metric_read(const char *name, struct metric *metric);

/* Stores the metric's value, in nanoseconds if it is a time, and returns NULL; or returns why
 * it is not known, as the end of a sentence that begins with its name ("is known only with
 * --rate"): too few values lie beyond a percentile, this kind of run does not have it, or the
 * run was over before its window opened. */
const char *metric_value(const struct metric *metric, const struct result *result,
                         double *value);

#endif
