/* summary.c - what all runs of one model at one point say about one figure. */
#include "summary.h"

#include "plan.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The runs that a question is about, sorted into those that answer it and those that do not. Of
 * the spoiled ones only those with the mildest doubt are kept. */
struct pile {
    size_t runs, good, spoiled, failed;
    double *good_values, *spoiled_values;
    const struct rule *doubt; /* what speaks against the spoiled ones */
    const struct rule *worse; /* and against one that was not kept */
    const char *failure;      /* of the first failed one */
    const char *missing;      /* why the first one without a reading has none */
};

static bool belongs(const struct run *run, const struct question *question)
{
    return run->scenario == question->scenario && run->point == question->point &&
           run->outcome != OUTCOME_INTERRUPTED;
}

/* The other model's run in the same block, to compare with. */
static const struct run *find_partner(const struct runs *runs, const struct run *run,
                                      const struct question *question, const char *name)
{
    for (size_t i = 0; i < runs->count; i++) {
        const struct run *other = &runs->list[i];

        if (belongs(other, question) && other->block == run->block &&
            other->outcome == OUTCOME_MEASURED && strcmp(other->model->name, name) == 0)
            return other;
    }
    return NULL;
}

static void add_lacking(struct pile *pile, const char *why)
{
    if (!pile->missing)
        pile->missing = why;
}

static void add_value(struct pile *pile, double value, const struct rule *doubt)
{
    if (!doubt) {
        pile->good_values[pile->good++] = value;
        return;
    }
    if (pile->doubt && verdict_is_milder(pile->doubt, doubt)) {
        pile->worse = doubt;
        return;
    }
    if (pile->doubt && verdict_is_milder(doubt, pile->doubt)) {
        pile->worse = pile->doubt;
        pile->spoiled = 0;
    }
    pile->doubt = doubt;
    pile->spoiled_values[pile->spoiled++] = value;
}

static void add_measured(const struct runs *runs, const struct run *run,
                         const struct question *question, struct pile *pile)
{
    const struct figure *figure = question->figure;
    const struct reading *reading = readings_find(&run->readings, figure->reading);
    const struct rule *doubt = verdict_against(&run->verdict, figure);
    double value = reading ? reading->value : 0;

    if (!reading || reading->missing) {
        add_lacking(pile, reading ? reading->missing : "it was not measured");
        return;
    }
    if (figure->above) {
        const struct run *partner = find_partner(runs, run, question, figure->above);
        const struct reading *base =
            partner ? readings_find(&partner->readings, figure->reading) : NULL;

        if (!base || base->missing) {
            add_lacking(pile, "the model to compare with was not measured in the same block");
            return;
        }
        value -= base->value;
        doubt = doubt ? doubt : verdict_against(&partner->verdict, figure);
    }
    add_value(pile, value, doubt);
}

static void sort_runs(const struct runs *runs, const struct question *question,
                      struct pile *pile)
{
    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->list[i];

        if (!belongs(run, question) || run->model != question->model)
            continue;
        pile->runs++;
        if (run->outcome == OUTCOME_MEASURED) {
            add_measured(runs, run, question, pile);
            continue;
        }
        pile->failed++;
        if (!pile->failure)
            pile->failure = run->failure;
    }
}

/* Why runs that were made are not among those that were used. */
static const char *why_left_out(const struct pile *pile)
{
    if (pile->failed > 0)
        return pile->failure;
    if (pile->worse)
        return pile->worse->sentence;
    return pile->good > 0 && pile->doubt ? pile->doubt->sentence : pile->missing;
}

static void explain(const struct pile *pile, struct answer *answer)
{
    size_t used = pile->good > 0 ? pile->good : pile->spoiled;
    char left_out[NOTE_TEXT] = "";

    if (pile->runs == 0)
        snprintf(answer->note, sizeof answer->note, "not measured");
    else if (used == 0)
        snprintf(answer->note, sizeof answer->note, "%s", why_left_out(pile));
    if (used == 0)
        return;
    if (used < pile->runs)
        snprintf(left_out, sizeof left_out, "%zu of %zu runs left out: %.*s", pile->runs - used,
                 pile->runs, REASON_TEXT, why_left_out(pile));
    snprintf(answer->note, sizeof answer->note, "%s%s%s%s", answer->suspect ? "suspect: " : "",
             answer->suspect ? pile->doubt->sentence : "",
             answer->suspect && *left_out ? "; " : "", left_out);
}

struct answer summary_answer(const struct runs *runs, const struct question *question,
                             uint64_t seed)
{
    struct answer answer = { 0 };
    const char *objection =
        plan_objection(question->model, question->scenario, question->point);

    if (objection) {
        snprintf(answer.note, sizeof answer.note, "%s", objection);
        return answer;
    }

    struct pile pile = { .good_values = calloc(runs->count + 1, sizeof(double)),
                         .spoiled_values = calloc(runs->count + 1, sizeof(double)) };

    assert(pile.good_values && pile.spoiled_values);
    sort_runs(runs, question, &pile);
    answer.suspect = pile.good == 0 && pile.spoiled > 0;
    answer.known = pile.good > 0 || pile.spoiled > 0;
    if (pile.good > 0)
        answer.spread = statistics_describe(pile.good_values, pile.good, seed);
    else if (pile.spoiled > 0)
        answer.spread = statistics_describe(pile.spoiled_values, pile.spoiled, seed);
    explain(&pile, &answer);
    free(pile.good_values);
    free(pile.spoiled_values);
    return answer;
}
