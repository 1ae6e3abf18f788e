/* run.h - one run: a fresh server of one model, at one point of one scenario, and what came
 * out.
 *
 * Runs are the raw material. Tables, verdicts and comparisons are made from them and from
 * nothing else, so whatever is worth knowing later belongs in here. */
#ifndef ECHOLAB_RUN_H
#define ECHOLAB_RUN_H

#include "lab.h"
#include "model.h"
#include "readings.h"
#include "scenario.h"
#include "verdict.h"

#include <jansson.h>
#include <stdint.h>
#include <time.h>

enum outcome {
    OUTCOME_MEASURED,
    OUTCOME_FAILED,     /* `failure` says why; the readings so far are kept */
    OUTCOME_INTERRUPTED /* somebody asked to stop; it does not count */
};

struct run {
    const struct scenario *scenario;
    const struct point *point;
    double rate; /* messages a second that were to be offered; 0: a closed loop */
    const struct model *model;
    unsigned block; /* which repetition: what is compared stands in the same block */
    unsigned order; /* which run of all, from 1 */
    uint64_t seed;
    struct timespec started; /* CLOCK_REALTIME */
    double took_s;
    bool repeated; /* it was disturbed and made again: kept in the file, and counted nowhere */
    enum outcome outcome;
    char failure[REASON_TEXT];
    char leave[REASON_TEXT]; /* what was wrong with how the server left; "" if nothing */
    struct verdict verdict;
    struct readings readings;
    json_t *load; /* echo-load's result as it is; NULL if there is none */
};

/* True if it was measured and nothing speaks against it. */
bool run_is_valid(const struct run *run);

/* "measured", "failed", "interrupted". */
const char *run_outcome(const struct run *run);

/* One line of runs.ndjson. */
json_t *run_json(const struct run *run);

/* Reads that again; the run borrows the texts of the line, and shares its "load". False if the
 * line is none of a run of these models. */
bool run_from_json(const json_t *line, const struct roster *roster, struct run *run);

/* All runs made so far, in their order. */
struct runs {
    size_t count, room;
    struct run *list;
};

/* Takes over the run with what it owns. Returns where it is kept until the next call. */
struct run *runs_add(struct runs *runs, const struct run *run);

void runs_release(struct runs *runs);

#endif
