/* grid.c - what was found, for people: the cases down, the servers across. */
#include "grid.h"

#include "plain.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_WIDTH = 4, CELL = 8, MOST_CELL = 16, NOTE_TEXT = TRIAL_REASON + 32 };

/* The sentences below the table; the same one is written once. */
struct notes {
    char **list;
    size_t count;
};

static size_t number_of_note(struct notes *notes, const char *text)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strcmp(notes->list[i], text) == 0)
            return i + 1;

    char **longer = reallocarray(notes->list, notes->count + 1, sizeof *longer);
    char *copy = strdup(text);

    if (!longer || !copy)
        err(VERDICT_FAIL, "no memory for the table");
    notes->list = longer;
    notes->list[notes->count++] = copy;
    return notes->count;
}

static int width_of_name(const struct findings *findings)
{
    size_t width = 0;

    for (size_t i = 0; i < findings->count; i++)
        if (strlen(findings->list[i].test->name) > width)
            width = strlen(findings->list[i].test->name);
    return (int)width;
}

/* Names come from outside: what could steer a terminal becomes ?, what is long is cut. */
static int print_name(const char *name)
{
    char plain[MOST_CELL];

    return printf("%s", plain_copy(name, plain, sizeof plain));
}

static int width_of_cell(const struct subject *subject)
{
    size_t length = strlen(subject->name);

    if (length >= MOST_CELL)
        return MOST_CELL;
    return length < CELL - 1 ? CELL : (int)length + 1;
}

/* The first finding that explains the verdict; what is only so over one transport, says so. */
static const struct finding *find_reason(const struct findings *findings,
                                         const struct test_case *test,
                                         const struct subject *subject, enum verdict verdict)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];

        if (finding->test == test && finding->subject == subject &&
            finding->verdict == verdict && finding->reason[0] != '\0')
            return finding;
    }
    return NULL;
}

static int print_cell(const struct findings *findings, const struct test_case *test,
                      const struct subject *subject, struct notes *notes)
{
    enum verdict verdict;
    char note[NOTE_TEXT] = "";

    if (!findings_sum_up(findings, test, subject, &verdict))
        return 0;

    const struct finding *why = find_reason(findings, test, subject, verdict);

    if (!why && verdict == VERDICT_PASS)
        why = find_reason(findings, test, subject, VERDICT_SKIP);
    if (!why)
        return printf("%s", verdict_mark(verdict));
    if (why->verdict == VERDICT_FAIL || (why->verdict == VERDICT_SKIP && why->transport != 0))
        (void)snprintf(note, sizeof note, "%s: ", transport_name(why->transport));
    (void)snprintf(note + strlen(note), sizeof note - strlen(note), "%s", why->reason);
    return printf("%s %zu", verdict_mark(verdict), number_of_note(notes, note));
}

static void print_heading(const struct wishes *wishes, int name_width)
{
    int width = ID_WIDTH + 1 + name_width + 1;
    int printed = printf("case");

    for (size_t i = 0; i < wishes->subject_count; i++) {
        printf("%*s", width - printed, "");
        printed = print_name(wishes->subjects[i].name);
        width = width_of_cell(&wishes->subjects[i]);
    }
    printf("\n");
}

/* False for a case that concerns none of the servers, and for one that was not chosen. */
static bool concerns_somebody(const struct findings *findings, const struct test_case *test)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->list[i].test == test && findings->list[i].verdict != VERDICT_DIFFERS)
            return true;
    return false;
}

static bool was_chosen(const struct findings *findings, const struct test_case *test)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->list[i].test == test)
            return true;
    return false;
}

static void print_row(const struct wishes *wishes, const struct findings *findings,
                      const struct test_case *test, int name_width, struct notes *notes)
{
    int width = ID_WIDTH + 1 + name_width + 1;
    int printed = printf("%-*s %s", ID_WIDTH, test->id, test->name);

    for (size_t i = 0; i < wishes->subject_count; i++) {
        printf("%*s", width - printed, "");
        printed = print_cell(findings, test, &wishes->subjects[i], notes);
        width = width_of_cell(&wishes->subjects[i]);
    }
    printf("\n");
}

static void print_notes(struct notes *notes)
{
    if (notes->count > 0)
        printf("\n");
    for (size_t i = 0; i < notes->count; i++) {
        printf("%3zu  %s\n", i + 1, notes->list[i]);
        free(notes->list[i]);
    }
    free(notes->list);
}

void grid_print(const struct wishes *wishes, const struct findings *findings)
{
    struct notes notes = { 0 };
    int name_width = width_of_name(findings);

    size_t left_out = 0;

    printf("\n");
    print_heading(wishes, name_width);
    for (size_t i = 0; i < case_count; i++) {
        if (concerns_somebody(findings, &cases[i]))
            print_row(wishes, findings, &cases[i], name_width, &notes);
        else
            left_out += was_chosen(findings, &cases[i]);
    }
    print_notes(&notes);
    if (left_out > 0)
        printf("\nBy design, %zu more cases concern none of these servers; --verbose names "
               "them.\n",
               left_out);
    printf("\n");
}
