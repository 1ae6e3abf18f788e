/* threshold.h - conditions under which a run counts as failed: "p99>1ms", "rate<0.99*offered".
 *
 *     struct threshold threshold;
 *     const char *reason = threshold_parse("p99 > 1ms", &threshold);
 *     ...
 *     if (threshold_crossed(&threshold, &result, text))
 *         warnx("%s", text);
 *
 * An expression is METRIC OP LIMIT, blanks allowed. METRIC is one of metric.h, OP one of
 * > >= < <=. LIMIT is METRIC or FACTOR*METRIC of the same kind, or a number: a time with its
 * unit
 * ("1ms"), or a decimal number, with k or M if it is large ("0.99", "20k"). */
#ifndef ECHOLAB_THRESHOLD_H
#define ECHOLAB_THRESHOLD_H

#include "metric.h"

#include <stdbool.h>

enum { THRESHOLD_TEXT = 256 };

enum comparison { ABOVE, AT_LEAST, BELOW, AT_MOST };

struct threshold {
    struct metric metric;
    enum comparison comparison;
    double limit;                 /* in nanoseconds, if the metric is a time; */
    bool relative;                /* or so many times `base` */
    struct metric base;           /* only then */
    char limit_text[METRIC_NAME]; /* as it was written */
};

/* Reads an expression. Returns NULL, or one sentence that names what is wrong and what would be
 * right; it lives in a buffer of the calling thread until its next call. */
const char *threshold_parse(const char *text, struct threshold *threshold);

/* True if the run has crossed the threshold; then `text` says how, in one sentence that begins
 * with the expression. What metric_value() does not know is crossed as well: a check must not
 * pass for lack of data. */
bool threshold_crossed(const struct threshold *threshold, const struct result *result,
                       char text[THRESHOLD_TEXT]);

#endif
