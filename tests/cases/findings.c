/* findings.c - what was found out: one finding for each case, server and transport. */
#include "findings.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

static size_t *counter_of(struct findings *findings, enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS:
        return &findings->passed;
    case VERDICT_FAIL:
        return &findings->failed;
    case VERDICT_SKIP:
        return &findings->skipped;
    default:
        return &findings->differing;
    }
}

void findings_add(struct findings *findings, const struct finding *finding)
{
    struct finding *longer =
        reallocarray(findings->list, findings->count + 1, sizeof *findings->list);
    char *reason = strdup(finding->reason);

    if (!longer || !reason)
        err(VERDICT_FAIL, "no memory for the findings");
    findings->list = longer;
    longer[findings->count] = *finding;
    longer[findings->count].reason = reason;
    findings->count++;
    ++*counter_of(findings, finding->verdict);
}

/* The smaller, the more it says. */
static unsigned rank(enum verdict verdict)
{
    static const enum verdict order[] = { VERDICT_FAIL, VERDICT_PASS, VERDICT_SKIP };
    unsigned place = 0;

    while (place < sizeof order / sizeof *order && order[place] != verdict)
        place++;
    return place;
}

bool findings_sum_up(const struct findings *findings, const struct test_case *test,
                     const struct subject *subject, enum verdict *verdict)
{
    bool found = false;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];

        if (finding->test != test || finding->subject != subject)
            continue;
        if (!found || rank(finding->verdict) < rank(*verdict))
            *verdict = finding->verdict;
        found = true;
    }
    return found;
}

const char *verdict_word(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS:
        return "pass";
    case VERDICT_FAIL:
        return "fail";
    case VERDICT_SKIP:
        return "skip";
    default:
        return "differs";
    }
}

const char *verdict_mark(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS:
        return "ok";
    case VERDICT_FAIL:
        return "FAIL";
    case VERDICT_SKIP:
        return "skip";
    default:
        return "-";
    }
}

void findings_release(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        free(findings->list[i].reason);
    free(findings->list);
    *findings = (struct findings){ 0 };
}
