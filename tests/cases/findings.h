/* findings.h - what was found out: one finding for each case, server and transport. */
#ifndef ECHOLAB_FINDINGS_H
#define ECHOLAB_FINDINGS_H

#include "catalogue.h"
#include "trial.h"

#include <stddef.h>

struct subject;

struct finding {
    const struct test_case *test;
    const struct subject *subject;
    unsigned transport; /* 0: all of them, where the case was not tried */
    enum verdict verdict;
    double took_ms;
    char *reason; /* of a failure, a skip, a difference; "" if there is nothing to say */
};

struct findings {
    struct finding *list;
    size_t count;
    size_t passed, failed, skipped, differing;
};

/* Copies the finding, with its reason. */
void findings_add(struct findings *findings, const struct finding *finding);

/* How all findings of one case and server look in one word: FAIL if one failed, or else ok if
 * one passed, and so on. False if there is none. */
bool findings_sum_up(const struct findings *findings, const struct test_case *test,
                     const struct subject *subject, enum verdict *verdict);

/* "pass", "fail", "skip", "differs": for machines. */
const char *verdict_word(enum verdict verdict);

/* "ok", "FAIL", "skip", "-": for people. */
const char *verdict_mark(enum verdict verdict);

void findings_release(struct findings *findings);

#endif
