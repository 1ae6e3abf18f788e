/* series.h - the files that get a line an interval: --csv and --hlog. */
#ifndef ECHOLAB_SERIES_H
#define ECHOLAB_SERIES_H

#include "hdr_log.h"
#include "interval.h"
#include "options.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct series {
    const struct options *options;
    FILE *csv; /* NULL if it is not wanted */
    struct hdr_log log;
    uint64_t begun_ns;  /* what the stamps of the log count from: its StartTime */
    uint64_t opened_ns; /* what the stamps of the CSV file count from: the window's opening */
};

/* Opens the files before the load begins, so that it does not run in vain. False, after a line
 * on stderr, if that cannot be done. */
bool series_open(struct series *series, const struct options *options);

/* The window has opened. */
void series_begin(struct series *series, uint64_t opened_ns);

/* Writes an interval; times of CLOCK_MONOTONIC. Allocates nothing. */
void series_add(struct series *series, uint64_t begun_ns, uint64_t ended_ns,
                const struct interval *interval);

/* False, after a line on stderr, if a file is not complete. */
bool series_close(struct series *series);

#endif
