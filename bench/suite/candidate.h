/* candidate.h - one server under test, from its ready line to a clean leave.
 *
 *     struct candidate candidate;
 *     if (!candidate_start(&lab, &order, &candidate, reason)) ... reason says what went wrong
 *     ... measure at candidate.address ...
 *     if (!candidate_stop(&candidate, &ending, reason)) ... it left, but not as it should
 *
 * A server of ours is ready when its ready line names the model, the process that we started,
 * and an address: a stale server cannot be measured by mistake. Of others see foreign.h. */
#ifndef ECHOLAB_CANDIDATE_H
#define ECHOLAB_CANDIDATE_H

#include "accounting.h"
#include "address.h"
#include "lab.h"
#include "model.h"
#include "process.h"

#include <stdbool.h>

struct candidate_order {
    const struct model *model;
    const char *address;     /* "tcp://127.0.0.1:0": a free port */
    bool tasks;              /* it serves tasks instead of echoes */
    bool detached;           /* it will be reaped by the next subreaper above us */
    struct account *account; /* keeps account of it; NULL: nobody does */
};

struct candidate {
    const struct lab *lab;
    const struct model *model;
    struct process process;
    int complaints; /* a memory file with its stderr */
    char address[ADDRESS_TEXT];
};

/* True when it is ready. Otherwise nothing is left of it and `reason` says why. */
bool candidate_start(const struct lab *lab, const struct candidate_order *order,
                     struct candidate *candidate, char reason[REASON_TEXT]);

/* SIGTERM, a bounded wait, SIGKILL if that does not help; then whatever it left behind is
 * killed and reaped, too, so no other child of ours may be alive. True if it left with exit
 * status 0, in time, and alone, or, being somebody else's, was still there to be asked;
 * otherwise `reason` says what it did. `ending` is filled in either way. */
bool candidate_stop(struct candidate *candidate, struct ending *ending,
                    char reason[REASON_TEXT]);

#endif
