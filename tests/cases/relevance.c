/* relevance.c - whether a server is held to a case, and if not, why not. */
#include "relevance.h"

#include "cases_foreign.h"
#include "subject.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum need {
    NOTHING = 0, /* but to be an echo server */
    START = 1,   /* we have to have started it: to limit it, to signal it, to look at it */
    STRICT = 2,  /* it is a promise of ours, not of echo servers in general */
    SEVERAL = 4, /* it has to serve several clients at the same time */
    TURNS = 8,   /* it has to serve one after another */
    NEVER = 16   /* it cannot be asked at all */
};

/* `run` is given where the catalogue's function asks for more than another's server owes. */
struct row {
    const char *id; /* or the letter of a section */
    unsigned needs;
    void (*run)(struct trial *trial);
    const char *never;
};

static const char own_option[] = "it is about an option of echolab's servers";
static const char own_tasks[] = "the task service is echolab's own";
static const char own_children[] = "it need not have a child for each client";
static const char own_errors[] = "errors are put into calls of echolab's servers only";

/* A case that has no row is about the insides of echolab's own servers. The first row that fits
 * counts. */
static const struct row rows[] = {
    { "A1", NOTHING, NULL, NULL },
    { "A2", NOTHING, NULL, NULL },
    { "A3", NOTHING, NULL, NULL },
    { "A3n", NEVER, NULL, own_tasks },
    { "A4", NOTHING, NULL, NULL },
    { "A5", NOTHING, NULL, NULL },
    { "A6", NOTHING, NULL, NULL },
    { "A7", NOTHING, NULL, NULL },
    { "A8", NOTHING, NULL, NULL },
    { "A9", NEVER, NULL, "the upper service is echolab's own" },
    { "A10", NOTHING, NULL, NULL },
    { "B1", NOTHING, foreign_b1, NULL },
    { "B2", NOTHING, NULL, NULL },
    { "B3", START, NULL, NULL },
    { "B4", NOTHING, NULL, NULL },
    { "B5", START, NULL, NULL },
    { "B6", NEVER, NULL, own_option },
    { "C1", NOTHING, NULL, NULL },
    { "C2", SEVERAL, NULL, NULL },
    { "C3", NOTHING, NULL, NULL },
    { "C4", NEVER, NULL, own_option },
    { "C5", SEVERAL, NULL, NULL },
    { "C6", START | STRICT | SEVERAL, NULL, NULL },
    { "C6w", START | STRICT, NULL, NULL },
    { "C7", NEVER, NULL, own_option },
    { "D1", TURNS, NULL, NULL },
    { "D2", NEVER, NULL, own_option },
    { "D2w", NEVER, NULL, own_option },
    { "D3", START | SEVERAL, foreign_d3, NULL },
    { "D4", START | SEVERAL, foreign_d4, NULL },
    { "D4d", START, foreign_d4_door, NULL },
    { "D5", NEVER, NULL, own_errors },
    { "D6", NEVER, NULL, own_option },
    { "D7", NEVER, NULL, own_errors },
    { "D7p", NEVER, NULL, own_errors },
    { "D7m", NEVER, NULL, own_errors },
    { "D7b", NEVER, NULL, own_errors },
    { "D8", NEVER, NULL, own_option },
    { "D9", NEVER, NULL, own_option },
    { "D10", NOTHING, foreign_d10, NULL },
    { "D11", NEVER, NULL, own_option },
    { "D11s", NEVER, NULL, own_option },
    { "D12", NEVER, NULL, own_option },
    { "D13", NEVER, NULL, own_option },
    { "D13m", NEVER, NULL, own_option },
    { "D13r", NEVER, NULL, own_option },
    { "D14", NEVER, NULL, own_option },
    { "D16", NEVER, NULL, "D3 asks for a crowd" },
    { "D17", NEVER, NULL, "D10 asks for many clients one after another" },
    { "D18", NEVER, NULL, own_option },
    { "D18t", NEVER, NULL, own_option },
    { "E1", START | STRICT, NULL, NULL },
    { "E2", START | STRICT, NULL, NULL },
    { "E2s", NEVER, NULL, "to see clients off is echolab's own" },
    { "E3", NEVER, NULL, own_option },
    { "E4", NEVER, NULL, "what a second signal does is echolab's own" },
    { "E5", START | STRICT, NULL, NULL },
    { "E6", START | STRICT, NULL, NULL },
    { "E7", START | STRICT, NULL, NULL },
    { "E8", START, foreign_e8, NULL },
    { "E8b", NEVER, NULL, own_children },
    { "E8l", NEVER, NULL, own_children },
    { "E9", NEVER, NULL, own_children },
    { "E9d", NEVER, NULL, own_children },
    { "E9m", NEVER, NULL, own_children },
    { "E10", NEVER, NULL, own_children },
    { "E11", NEVER, NULL, own_children },
    { "E14", NEVER, NULL, own_tasks },
    { "E15", NEVER, NULL, own_tasks },
    { "E16", NEVER, NULL, "what SIGHUP does is echolab's own" },
    { "E18", NEVER, NULL, own_children },
    { "E19", NEVER, NULL, own_children },
    { "E20", NEVER, NULL, own_option },
    { "F1", NOTHING, NULL, NULL },
    { "F2", START | STRICT, NULL, NULL },
    { "F3", START | STRICT, NULL, NULL },
    { "F4", START | STRICT, NULL, NULL },
    { "F5", NOTHING, NULL, NULL },
    { "F6", START | STRICT, NULL, NULL },
    { "F7", START | STRICT, NULL, NULL },
    { "F8", START | STRICT, NULL, NULL },
    { "F9", START | STRICT, NULL, NULL },
    { "F10", START | STRICT, NULL, NULL },
    { "F11", START | STRICT, NULL, NULL },
    { "G1", NEVER, NULL, own_option },
    { "G2", START | STRICT, NULL, NULL },
    { "G3", START | STRICT, NULL, NULL },
    { "G4", NOTHING, NULL, NULL },
    { "G4r", START, NULL, NULL },
    { "G5", NEVER, NULL, own_errors },
    { "H1", NEVER, NULL, "a command is for one family" },
    { "K", NEVER, NULL, own_tasks },
    { "L10", NEVER, NULL, "what it says on stderr is its own" },
    { "L", NEVER, NULL, "its command line is its own" },
    { "N12", START, NULL, NULL },
    { "N", NEVER, NULL, own_errors },
};

static const struct row *find_row(const char *id)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool section = strlen(rows[i].id) == 1 && rows[i].id[0] == id[0];

        if (section || strcmp(rows[i].id, id) == 0)
            return &rows[i];
    }
    return NULL;
}

static struct relevance decide(enum verdict verdict, const char *reason)
{
    struct relevance relevance = { .verdict = verdict };

    (void)snprintf(relevance.reason, sizeof relevance.reason, "%s", reason);
    return relevance;
}

static struct relevance of_foreign(const struct test_case *test, const struct subject *subject,
                                   bool strict)
{
    const struct row *row = find_row(test->id);
    bool takes_turns = subject->model.letter == (char)LETTER_ONE_AT_A_TIME;

    if (!row)
        return decide(VERDICT_DIFFERS, "it looks into echolab's own servers");
    if (row->needs & NEVER)
        return decide(VERDICT_DIFFERS, row->never);
    if (row->needs & SEVERAL && takes_turns)
        return decide(VERDICT_DIFFERS, "it serves one client after another");
    if (row->needs & TURNS && !takes_turns)
        return decide(VERDICT_DIFFERS, "it serves several clients at the same time");
    if (row->needs & STRICT && !strict)
        return decide(VERDICT_SKIP, "asked only with --strict");
    if (row->needs & START && subject->kind == SUBJECT_RUNNING)
        return decide(VERDICT_SKIP, "asked only of a server that was started for it");

    struct relevance relevance = decide(VERDICT_PASS, "");

    relevance.run = row->run ? row->run : test->run;
    return relevance;
}

/* True if the clause "I, F: hold one at a time" names the letter; `text` is where the sentence
 * begins. A clause without letters is about those who are left out. */
static bool clause_names(const char *clause, size_t length, char letter, const char **text)
{
    const char *colon = memchr(clause, ':', length);
    bool named = false;

    *text = clause;
    for (const char *at = clause; colon && at < colon; at++) {
        if (!isupper((unsigned char)*at) && !strchr(", ", *at))
            colon = NULL; /* a colon inside of a sentence */
        else
            named = named || *at == letter;
    }
    if (colon)
        *text = colon + 1 + strspn(colon + 1, " ");
    return colon && named;
}

/* Finds what `because` says about a model: clauses are separated by semicolons. */
static void explain(const char *because, char letter, bool left_out,
                    char reason[RELEVANCE_TEXT])
{
    const char *clause = because;

    reason[0] = '\0';
    while (*clause != '\0') {
        size_t length = strcspn(clause, ";");
        const char *text;
        bool names = clause_names(clause, length, letter, &text);

        if (names || (left_out && text == clause)) {
            (void)snprintf(reason, RELEVANCE_TEXT, "%.*s", (int)(clause + length - text), text);
            return;
        }
        clause += length;
        clause += strspn(clause, "; ");
    }
}

struct relevance relevance_of(const struct test_case *test, const struct subject *subject,
                              bool strict)
{
    bool applies = case_applies(test, &subject->model);
    struct relevance relevance = { .verdict = applies ? VERDICT_PASS : VERDICT_DIFFERS,
                                   .run = test->run };

    if (subject->kind != SUBJECT_OURS)
        return of_foreign(test, subject, strict);
    explain(test->because, subject->model.letter, !applies, relevance.reason);
    return relevance;
}

bool relevance_of_transport(const struct test_case *test, const struct subject *subject,
                            unsigned transport)
{
    unsigned asked = test->transports;

    if (subject->kind != SUBJECT_OURS && asked & TCP)
        asked |= TCP6;
    if (subject->kind != SUBJECT_OURS && asked & UDP)
        asked |= UDP6;
    return asked & transport;
}
