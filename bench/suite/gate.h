/* gate.h - who does not do what it is there for is not measured.
 *
 *     gates_hold(&lab, &choice, &gates);      models get their failed_gate
 *
 * Before anything is measured, each model is started once for each kind of load that was
 * chosen, connections and datagrams, and has to pass the quick cases of echo-conformance
 * (`--set=gate`), which take a second at most. A fast server that loses bytes is not fast. */
#ifndef ECHOLAB_GATE_H
#define ECHOLAB_GATE_H

#include "choice.h"
#include "lab.h"

#include <jansson.h>

struct gate {
    enum { GATE_NOT_ASKED, GATE_PASSED, GATE_FAILED } outcome;
    char failed[160];         /* "A1 echoes_every_size"; "" if it did not even start */
    char reason[REASON_TEXT]; /* what was expected and seen */
    char sentence[240];       /* for tables: that it failed, and where */
};

/* By the roster of the choice. */
struct gates {
    struct gate connections[MOST_MODELS], datagrams[MOST_MODELS];
};

/* Asks everybody in turn; an interrupt ends it. The roster borrows sentences of `gates`. Names
 * on stderr who failed, and returns false if anybody did. Leaves the program with exit 1 and a
 * sentence if echo-conformance is not there or cannot do its work. */
bool gates_hold(const struct lab *lab, struct choice *choice, struct gates *gates);

/* {"connections": {"outcome": ..., "case": ..., "reason": ...} or null, "datagrams": ...} of
 * one model, by its place in the roster. */
json_t *gates_json(const struct gates *gates, size_t place);

/* Takes what was found before from the "models" of run.json, instead of asking again. Returns
 * what gates_hold() did. */
bool gates_from_json(const json_t *models, struct choice *choice, struct gates *gates);

#endif
