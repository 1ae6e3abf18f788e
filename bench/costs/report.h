/* report.h - the lines of echo-costs: a figure of whom, held against what, and the limit to it.
 *
 *     report_begin("message", "cpu_us_per_request", "epoll", "minimal-epoll");
 *     kept &= report_end(&spread, (struct limit){ LIMIT_AT_MOST, 1.05 });
 */
#ifndef ECHOLAB_REPORT_H
#define ECHOLAB_REPORT_H

#include "statistics.h"

#include <stdbool.h>

struct limit {
    enum { LIMIT_NONE, LIMIT_AT_MOST, LIMIT_AT_LEAST } direction; /* none: for information */
    double value;
};

void report_heading(void);

/* The first half of a line, shown before anything is measured. `yardstick` may be NULL: the
 * figure itself counts, and no ratio. */
void report_begin(const char *group, const char *figure, const char *subject,
                  const char *yardstick);

/* The second half. True if the median keeps to the limit. */
bool report_end(const struct spread *spread, struct limit limit);

/* The second half when there is no figure: a failure. False. */
bool report_lack(const char *reason);

/* A whole line about what is left out, which is no failure. */
void report_omission(const char *group, const char *why);

#endif
