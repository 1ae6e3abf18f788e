/* ladder.c - who stands above whom, as far as the runs can carry it. */
#include "ladder.h"

#include <stdlib.h>

/* Fills in those whose figure is known; returns of how many it is, suspect ones included. */
static size_t gather(const struct digest *digest, const struct scenario *scenario,
                     const struct point *point, const struct figure *figure,
                     struct ladder *ladder)
{
    const struct roster *roster = &digest->choice->roster;

    *ladder = (struct ladder){ 0 };
    for (size_t i = 0; i < roster->count; i++) {
        const struct answer *answer =
            digest_answer(digest, scenario, point, &roster->list[i], figure);

        ladder->suspects += answer->known && answer->suspect;
        if (digest_trusts(answer))
            ladder->rungs[ladder->count++] = (struct rung){ .model = &roster->list[i],
                                                            .runs = answer->spread.count,
                                                            .median = answer->spread.median };
    }
    return ladder->count + ladder->suspects;
}

static int by_median(const void *left, const void *right)
{
    const struct rung *a = left, *b = right;

    return (a->median > b->median) - (a->median < b->median);
}

static void reverse(struct ladder *ladder)
{
    for (size_t i = 0; i < ladder->count / 2; i++) {
        struct rung rung = ladder->rungs[i];

        ladder->rungs[i] = ladder->rungs[ladder->count - 1 - i];
        ladder->rungs[ladder->count - 1 - i] = rung;
    }
}

/* Of the pair: the verdict on `model`, and its ratio to the best. */
static enum relation relation_to(const struct duel *duel, struct rung *rung)
{
    const struct comparison *comparison = &duel->comparison;
    bool first = duel->a == rung->model;

    rung->ratio = first ? comparison->ratio : 1 / comparison->ratio;
    if (first || comparison->relation == RELATION_SAME ||
        comparison->relation == RELATION_INCONCLUSIVE)
        return comparison->relation;
    return comparison->relation == RELATION_FASTER ? RELATION_SLOWER : RELATION_FASTER;
}

/* Brings those that tie with the best one to the front, in their order. */
static void find_ties(const struct digest *digest, const struct scenario *scenario,
                      const struct point *point, const struct figure *figure,
                      struct ladder *ladder)
{
    struct rung *rungs = ladder->rungs;

    if (ladder->count == 0)
        return;
    rungs[0].ratio = 1;
    ladder->ties = 1;
    for (size_t i = 1; i < ladder->count; i++) {
        const struct duel *duel =
            digest_duel(digest, scenario, point, figure, rungs[0].model, rungs[i].model);
        struct rung rung = rungs[i];

        rung.ratio = rungs[i].median / rungs[0].median;
        if (duel && relation_to(duel, &rung) == RELATION_SLOWER) {
            rungs[i] = rung;
            continue;
        }
        for (size_t k = i; k > ladder->ties; k--)
            rungs[k] = rungs[k - 1];
        rungs[ladder->ties++] = rung;
    }
    ladder->too_few = ladder->count > 1 && (rungs[0].runs < FEWEST_RUNS_TO_COMPARE ||
                                            rungs[1].runs < FEWEST_RUNS_TO_COMPARE);
}

const struct figure *ladder_climb(const struct digest *digest, const struct scenario *scenario,
                                  const struct point *point, struct ladder *ladder)
{
    for (int i = 0; i < scenario->mains; i++) {
        const struct figure *figure = scenario->figures[i];

        if (figure->better == BETTER_NEITHER ||
            gather(digest, scenario, point, figure, ladder) == 0)
            continue;
        qsort(ladder->rungs, ladder->count, sizeof *ladder->rungs, by_median);
        if (figure->better == BETTER_HIGHER)
            reverse(ladder);
        find_ties(digest, scenario, point, figure, ladder);
        return figure;
    }
    return NULL;
}

static bool contains(const struct model *const *models, size_t count, const struct model *model)
{
    for (size_t i = 0; i < count; i++)
        if (models[i] == model)
            return true;
    return false;
}

void ladder_from_first(const struct digest *digest, const struct scenario *scenario,
                       const struct point *first, const struct point *point,
                       const struct model *const *without, size_t without_count,
                       struct from_first *from_first)
{
    const struct roster *roster = &digest->choice->roster;
    const struct figure *figure = scenario->figures[0];
    const struct model *members[MOST_MODELS];
    struct comparison family[MOST_MODELS];
    size_t count = 0;

    for (size_t i = 0; i < roster->count; i++) {
        const struct model *model = &roster->list[i];
        const struct answer *after = digest_answer(digest, scenario, point, model, figure);
        const struct answer *before = digest_answer(digest, scenario, first, model, figure);
        const struct comparison_manner manner = { .paired = true,
                                                  .lower_is_better =
                                                      figure->better == BETTER_LOWER,
                                                  .seed = digest->choice->seed };

        if (!digest_trusts(after) || !digest_trusts(before) ||
            contains(without, without_count, model))
            continue;

        struct sample a = digest_sample(after), b = digest_sample(before);

        members[count] = model;
        family[count++] = comparison_of(&a, &b, &manner);
    }
    comparison_conclude(family, count);
    *from_first = (struct from_first){ 0 };
    for (size_t i = 0; i < count; i++)
        if (family[i].relation == RELATION_SLOWER) {
            from_first->ratios[from_first->worse_count] = family[i].ratio;
            from_first->worse[from_first->worse_count++] = members[i];
        } else {
            from_first->same[from_first->same_count++] = members[i];
        }
}
