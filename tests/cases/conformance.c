/* conformance.c - holds servers against the catalogue of cases, and says which they pass.
 *
 *     echo-conformance                              everything, every model
 *     echo-conformance --model=epoll --case=A6      one case, by id or by name
 *     echo-conformance --command='CMD {host} {port}'   somebody else's server
 *     echo-conformance --list                       what CTest is told
 *
 * Each case runs once for each of its transports, in a process of its own (trial.h). Exit
 * status: 0 all passed, 1 one failed, 2 wrong use, 77 nothing could be run here, 130
 * interrupted. */
#include "catalogue.h"
#include "clock.h"
#include "findings.h"
#include "grid.h"
#include "plain.h"
#include "relevance.h"
#include "reports.h"
#include "trial.h"
#include "wishes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

enum { NAME_TEXT = 256 };

/* NAME SECTION ARGUMENT..., as discover.cmake reads it. */
static void list_cases(const struct wishes *wishes)
{
    for (size_t i = 0; i < case_count; i++)
        for (size_t k = 0; k < wishes->subject_count; k++) {
            const struct subject *subject = &wishes->subjects[k];

            if (wishes->chosen[i] && subject->kind == SUBJECT_OURS &&
                case_applies(&cases[i], &subject->model))
                printf("%s.%s %c --model=%s --case=%s\n", subject->name, cases[i].name,
                       cases[i].id[0], subject->name, cases[i].id);
        }
}

static void print_finding(const struct finding *finding)
{
    char name[NAME_TEXT];

    printf("%-4s %-4s %-10s %-8s %6.0f ms  %s\n", verdict_mark(finding->verdict),
           finding->test->id, plain_copy(finding->subject->name, name, sizeof name),
           transport_name(finding->transport), finding->took_ms, finding->test->name);
}

/* What did not even start is not asked for every other case. */
static void note_absence(struct subject *subject, const struct trial *trial,
                         enum verdict verdict)
{
    if (verdict == VERDICT_FAIL && subject->kind != SUBJECT_OURS && !trial->testimony->started)
        subject->absent |= trial->transport;
}

static void try_over(const struct wishes *wishes, struct subject *subject,
                     const struct relevance *relevance, struct trial *trial,
                     struct findings *findings)
{
    struct finding finding = { .test = trial->test,
                               .subject = subject,
                               .transport = trial->transport,
                               .verdict = VERDICT_SKIP,
                               .reason = "the server had not started for an earlier case" };

    if (!(subject->absent & trial->transport)) {
        uint64_t start_ns = clock_now_ns();

        finding.verdict = trial_run(trial);
        finding.took_ms = (double)(clock_now_ns() - start_ns) / NS_PER_MS;
        finding.reason = trial->testimony->reason;
        if (finding.verdict == VERDICT_PASS)
            finding.reason = (char *)relevance->reason;
        note_absence(subject, trial, finding.verdict);
    }
    findings_add(findings, &finding);
    if (wishes->verbose)
        print_finding(&finding);
}

/* Over each transport that case and server have in common; returns whether there is one. */
static bool try_everywhere(const struct wishes *wishes, struct subject *subject,
                           const struct test_case *test, const struct relevance *relevance,
                           struct findings *findings)
{
    bool asked = false;

    for (unsigned transport = TCP; transport <= UNIXGRAM; transport <<= 1) {
        struct trial trial = { .test = test,
                               .run = relevance->run,
                               .subject = subject,
                               .model = &subject->model,
                               .transport = transport,
                               .program = subject->program,
                               .seed = wishes->seed,
                               .full = wishes->full,
                               .brief = wishes->brief,
                               .strict = wishes->strict,
                               .shared_network = wishes->shared_network };

        if (!(subject->transports & wishes->transports & transport) ||
            !relevance_of_transport(test, subject, transport))
            continue;
        asked = true;
        if (relevance->verdict == VERDICT_PASS)
            try_over(wishes, subject, relevance, &trial, findings);
    }
    return asked;
}

/* One line for the case, unless each transport has had its own. What differs by design, the
 * table says, too. */
static void print_sum(const struct wishes *wishes, const struct findings *findings,
                      const struct test_case *test, const struct subject *subject,
                      const char *reason)
{
    enum verdict verdict;
    char name[NAME_TEXT];

    if (!findings_sum_up(findings, test, subject, &verdict))
        return;
    if (wishes->verbose ? verdict != VERDICT_DIFFERS : verdict == VERDICT_DIFFERS)
        return;
    printf("%-4s %-4s %-10s %s%s%s\n", verdict_mark(verdict), test->id,
           plain_copy(subject->name, name, sizeof name), test->name, *reason ? ": " : "",
           reason);
}

static void try_one(const struct wishes *wishes, struct subject *subject,
                    const struct test_case *test, struct findings *findings)
{
    struct relevance relevance = relevance_of(test, subject, wishes->strict);
    bool tried = relevance.verdict == VERDICT_PASS;
    bool asked = try_everywhere(wishes, subject, test, &relevance, findings);

    if (!asked)
        return;
    if (!tried)
        findings_add(findings, &(struct finding){ .test = test,
                                                  .subject = subject,
                                                  .verdict = relevance.verdict,
                                                  .reason = relevance.reason });
    print_sum(wishes, findings, test, subject, tried ? "" : relevance.reason);
}

/* Walks the table: every chosen case with every server. */
static void walk(struct wishes *wishes, struct findings *findings)
{
    for (size_t i = 0; i < case_count; i++)
        for (size_t k = 0; wishes->chosen[i] && k < wishes->subject_count; k++)
            try_one(wishes, &wishes->subjects[k], &cases[i], findings);
}

/* What was never tried has not passed. */
static int conclude_nothing(const struct findings *findings)
{
    if (findings->count == 0)
        printf("nothing was tried: no case of these fits that server and transport\n");
    else if (findings->skipped == 0)
        printf("nothing was tried: by design; --verbose says why\n");
    return VERDICT_SKIP;
}

static int conclude(const struct wishes *wishes, const struct findings *findings)
{
    if (wishes->table || wishes->subject_count > 1)
        grid_print(wishes, findings);
    printf("%zu passed, %zu failed, %zu skipped", findings->passed, findings->failed,
           findings->skipped);
    if (findings->differing > 0)
        printf(", %zu differing by design", findings->differing);
    printf("; seed %" PRIu64 "\n", wishes->seed);
    if (findings->failed > 0)
        return VERDICT_FAIL;
    return findings->passed > 0 ? VERDICT_PASS : conclude_nothing(findings);
}

int main(int argc, char **argv)
{
    static struct wishes wishes;
    struct findings findings = { 0 };
    struct reports reports;

    wishes_read(&wishes, argc, argv);
    if (wishes.list) {
        list_cases(&wishes);
        wishes_release(&wishes);
        return EXIT_SUCCESS;
    }
    reports_open(&reports, &wishes);
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    trial_watch_for_interrupts();
    walk(&wishes, &findings);

    int status = conclude(&wishes, &findings);

    reports_write(&reports, &wishes, &findings);
    findings_release(&findings);
    wishes_release(&wishes);
    return status;
}
