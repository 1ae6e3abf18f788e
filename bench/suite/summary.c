/* summary.c - what all runs of one model at one point say about one figure. */
#include "summary.h"

#include "plan.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The runs that a question is about, sorted into those that answer it and those that do not. Of
 * the spoiled ones only those with the mildest doubt are kept. */
struct part {
    size_t count;
    double *values;
    unsigned *blocks;
};

struct pile {
    size_t runs, failed;
    struct part good, spoiled;
    const struct rule *doubt; /* what speaks against the spoiled ones */
    const struct rule *worse; /* and against one that was not kept */
    const char *failure;      /* of the first failed one */
    const char *missing;      /* why the first one without a reading has none */
};

static bool belongs(const struct run *run, const struct question *question)
{
    return run->scenario == question->scenario && run->point == question->point &&
           run->outcome != OUTCOME_INTERRUPTED && !run->repeated;
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

static void add_to(struct part *part, double value, unsigned block)
{
    part->values[part->count] = value;
    part->blocks[part->count++] = block;
}

static void add_value(struct pile *pile, double value, unsigned block, const struct rule *doubt)
{
    if (!doubt) {
        add_to(&pile->good, value, block);
        return;
    }
    if (pile->doubt && verdict_is_milder(pile->doubt, doubt)) {
        pile->worse = doubt;
        return;
    }
    if (pile->doubt && verdict_is_milder(doubt, pile->doubt)) {
        pile->worse = pile->doubt;
        pile->spoiled.count = 0;
    }
    pile->doubt = doubt;
    add_to(&pile->spoiled, value, block);
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
    add_value(pile, value, run->block, doubt);
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
    return pile->good.count > 0 && pile->doubt ? pile->doubt->sentence : pile->missing;
}

static void explain(const struct pile *pile, struct answer *answer)
{
    size_t used = pile->good.count > 0 ? pile->good.count : pile->spoiled.count;
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

static struct part part_of(size_t most)
{
    struct part part = { .values = calloc(most + 1, sizeof *part.values),
                         .blocks = calloc(most + 1, sizeof *part.blocks) };

    assert(part.values && part.blocks);
    return part;
}

static void release(struct part *part)
{
    free(part->values);
    free(part->blocks);
}

/* Sorting is for the copy: the values stay beside their blocks. */
static struct spread describe(const struct part *part)
{
    double *sorted = malloc(part->count * sizeof *sorted);

    assert(sorted);
    memcpy(sorted, part->values, part->count * sizeof *sorted);

    struct spread spread = statistics_describe(sorted, part->count);

    free(sorted);
    return spread;
}

struct answer summary_answer(const struct runs *runs, const struct question *question)
{
    struct answer answer = { 0 };
    const char *objection =
        plan_objection(question->model, question->scenario, question->point);

    if (objection) {
        snprintf(answer.note, sizeof answer.note, "%s", objection);
        return answer;
    }

    struct pile pile = { .good = part_of(runs->count), .spoiled = part_of(runs->count) };

    sort_runs(runs, question, &pile);
    answer.suspect = pile.good.count == 0 && pile.spoiled.count > 0;
    explain(&pile, &answer);

    struct part *used = answer.suspect ? &pile.spoiled : &pile.good;

    answer.known = used->count > 0;
    if (answer.known && question->figure->pooled)
        used->count = 1; /* the runs repeat it, which makes it no surer */
    if (answer.known)
        answer.spread = describe(used);
    answer.count = used->count;
    answer.values = used->values;
    answer.blocks = used->blocks;
    release(answer.suspect ? &pile.good : &pile.spoiled);
    return answer;
}

void summary_release(struct answer *answer)
{
    free(answer->values);
    free(answer->blocks);
    answer->values = NULL;
    answer->blocks = NULL;
}
