/* verdict.h - may a run be trusted? VALID, or SUSPECT with the reasons.
 *
 * A doubt spoils the figures it concerns and no others: a generator at its limit says nothing
 * against what a request cost the server. Suspect runs are kept and shown as such. A further
 * reason is a further entry of the table in verdict.c. */
#ifndef ECHOLAB_VERDICT_H
#define ECHOLAB_VERDICT_H

#include "scenario.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct run;

struct rule {
    const char *code;     /* in the files: "foreign_load" */
    const char *sentence; /* for people */
    enum concern spoils;
    bool grave; /* the server or the data is wrong, which is worth a line and an exit status */
    bool (*applies)(const struct run *run);
};

enum { MOST_DOUBTS = 16 };

struct verdict {
    size_t count; /* 0: VALID */
    const struct rule *doubts[MOST_DOUBTS];
};

/* Applies every rule to a run that is complete but for its verdict. */
struct verdict verdict_of(const struct run *run);

/* The worst doubt that spoils this figure; NULL if none does. */
const struct rule *verdict_against(const struct verdict *verdict, const struct figure *figure);

/* True if `rule` leaves more of a figure's worth than the other one. */
bool verdict_is_milder(const struct rule *rule, const struct rule *than);

/* True if something else used more than 8 % of a CPU during the run, or the hypervisor took
 * more than 5 %: made again, it may well be good. */
bool verdict_is_disturbed(const struct run *run);

/* The worst grave doubt, or NULL. */
const struct rule *verdict_gravest(const struct verdict *verdict);

/* [{"code": ..., "text": ..., "detail": only where there is one}] */
json_t *verdict_json(const struct run *run);

/* Reads that again, with the detail of how the server left. False if a code is not known. */
bool verdict_from_json(const json_t *doubts, struct run *run);

#endif
