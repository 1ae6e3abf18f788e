/* ladder.c - who stands above whom, as far as the runs can carry it. */
#include "ladder.h"

#include "rank.h"

#include <stdlib.h>

/* The smallest p that any two of them can have is worth nothing in this family. */
static bool cannot_carry(size_t fewest, size_t family)
{
    return fewest < FEWEST_RUNS_TO_COMPARE ||
           rank_smallest_p(fewest, fewest) * (double)family >= 0.05;
}

/* Fills in those whose figure is known; returns of how many it is, suspect ones included. */
static size_t gather(const struct digest *digest, const struct scenario *scenario,
                     const struct point *point, const struct figure *figure,
                     struct ladder *ladder)
{
    const struct roster *roster = &digest->choice->roster;

    *ladder = (struct ladder){ 0 };
    for (size_t i = 0; i < roster->count; i++) {
        const struct model *model = &roster->list[i];
        const struct answer *answer = digest_answer(digest, scenario, point, model, figure);

        if (!answer->known)
            continue;
        if (answer->suspect)
            ladder->suspects[ladder->suspect_count++] = model;
        else
            ladder->rungs[ladder->count++] = (struct rung){ .model = model,
                                                            .runs = answer->spread.count,
                                                            .note = answer->note,
                                                            .median = answer->spread.median };
    }
    return ladder->count + ladder->suspect_count;
}

static void count_runs(struct ladder *ladder)
{
    size_t pairs = ladder->count * (ladder->count - 1) / 2;

    ladder->fewest = ladder->most = ladder->rungs[0].runs;
    ladder->poorest = ladder->rungs[0];
    for (size_t i = 1; i < ladder->count; i++) {
        if (ladder->rungs[i].runs < ladder->fewest) {
            ladder->fewest = ladder->rungs[i].runs;
            ladder->poorest = ladder->rungs[i];
        }
        if (ladder->rungs[i].runs > ladder->most)
            ladder->most = ladder->rungs[i].runs;
    }
    ladder->too_few = ladder->count > 1 && cannot_carry(ladder->fewest, pairs);
}

/* Who is left out must not be the one who would have won. */
static bool is_contested(const struct digest *digest, const struct scenario *scenario,
                         const struct point *point, const struct figure *figure,
                         const struct ladder *ladder)
{
    double best = ladder->rungs[0].median;

    for (size_t i = 0; i < ladder->suspect_count; i++) {
        double median =
            digest_answer(digest, scenario, point, ladder->suspects[i], figure)->spread.median;

        if (figure->better == BETTER_LOWER ? median <= best : median >= best)
            return true;
    }
    return ladder->count == 1 && ladder->suspect_count > 0;
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

static void move_up(struct ladder *ladder, size_t from, size_t to)
{
    struct rung rung = ladder->rungs[from];

    for (size_t k = from; k > to; k--)
        ladder->rungs[k] = ladder->rungs[k - 1];
    ladder->rungs[to] = rung;
}

/* Brings those that are the same as the best one, or cannot be told from it, to the front. */
static void sort_by_verdict(const struct digest *digest, const struct scenario *scenario,
                            const struct point *point, const struct figure *figure,
                            struct ladder *ladder)
{
    struct rung *rungs = ladder->rungs;

    rungs[0].ratio = 1;
    for (size_t i = 1; i < ladder->count; i++) {
        const struct duel *duel =
            digest_duel(digest, scenario, point, figure, rungs[0].model, rungs[i].model);
        enum relation relation = RELATION_INCONCLUSIVE;

        rungs[i].ratio = rungs[i].median / rungs[0].median;
        if (duel)
            relation = relation_to(duel, &rungs[i]);
        if (relation == RELATION_SAME)
            move_up(ladder, i, 1 + ladder->same++);
        else if (relation != RELATION_SLOWER)
            move_up(ladder, i, 1 + ladder->same + ladder->unclear++);
    }
}

const struct figure *ladder_climb(const struct digest *digest, const struct scenario *scenario,
                                  const struct point *point, struct ladder *ladder)
{
    for (int i = 0; i < scenario->mains; i++) {
        const struct figure *figure = scenario->figures[i];

        if (figure->better == BETTER_NEITHER ||
            gather(digest, scenario, point, figure, ladder) == 0)
            continue;
        if (ladder->count == 0)
            return figure;
        qsort(ladder->rungs, ladder->count, sizeof *ladder->rungs, by_median);
        if (figure->better == BETTER_HIGHER)
            reverse(ladder);
        count_runs(ladder);
        ladder->contested = is_contested(digest, scenario, point, figure, ladder);
        sort_by_verdict(digest, scenario, point, figure, ladder);
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

static void sort_member(const struct model *model, const struct comparison *comparison,
                        struct from_first *from_first)
{
    size_t fewest =
        comparison->a_runs < comparison->b_runs ? comparison->a_runs : comparison->b_runs;

    switch (comparison->relation) {
    case RELATION_SLOWER:
        from_first->ratios[from_first->worse_count] = comparison->ratio;
        from_first->worse[from_first->worse_count++] = model;
        return;
    case RELATION_FASTER:
        from_first->better[from_first->better_count++] = model;
        return;
    case RELATION_SAME:
        from_first->same[from_first->same_count++] = model;
        return;
    case RELATION_INCONCLUSIVE:
        from_first->unclear[from_first->unclear_count++] = model;
        from_first->too_few |= cannot_carry(fewest, comparison->family);
        return;
    }
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
        sort_member(members[i], &family[i], from_first);
}

/* The last point up to `last` at which there is a figure to be trusted; NULL if that is the
 * first point, or none. */
static const struct point *reach(const struct digest *digest, const struct scenario *scenario,
                                 const struct point *last, const struct model *model)
{
    const struct point *farthest = NULL;

    for (const struct point *point = scenario->points + 1; point <= last; point++)
        if (choice_includes(digest->choice, scenario, point) &&
            digest_trusts(digest_answer(digest, scenario, point, model, scenario->figures[0])))
            farthest = point;
    return farthest;
}

static struct comparison compare_ends(const struct digest *digest,
                                      const struct scenario *scenario, const struct point *last,
                                      const struct model *model)
{
    const struct figure *figure = scenario->figures[0];
    struct sample a = digest_sample(digest_answer(digest, scenario, last, model, figure));
    struct sample b =
        digest_sample(digest_answer(digest, scenario, scenario->points, model, figure));

    return comparison_of(&a, &b,
                         &(struct comparison_manner){ .paired = true,
                                                      .lower_is_better = true,
                                                      .seed = digest->choice->seed });
}

static void sort_growth(const struct grown *grown, const struct comparison *comparison,
                        struct growth *growth)
{
    static const double worth_telling = 1.05, surely_none = 1.10;

    if (comparison->relation == RELATION_SLOWER && comparison->ratio > worth_telling) {
        growth->grown[growth->grown_count] = *grown;
        growth->grown[growth->grown_count++].ratio = comparison->ratio;
    } else if (comparison->a_runs >= FEWEST_RUNS_TO_COMPARE &&
               comparison->b_runs >= FEWEST_RUNS_TO_COMPARE && comparison->high < surely_none) {
        growth->same[growth->same_count++] = grown->model;
    } else {
        growth->unclear[growth->unclear_count++] = grown->model;
    }
}

void ladder_grow(const struct digest *digest, const struct scenario *scenario,
                 const struct point *last, struct growth *growth)
{
    const struct roster *roster = &digest->choice->roster;
    struct comparison family[MOST_MODELS];
    struct grown members[MOST_MODELS];
    size_t count = 0;

    for (size_t i = 0; i < roster->count; i++) {
        const struct model *model = &roster->list[i];
        const struct point *to = reach(digest, scenario, last, model);

        if (!to || !digest_trusts(digest_answer(digest, scenario, scenario->points, model,
                                                scenario->figures[0])))
            continue;
        members[count] = (struct grown){ .model = model, .to = to };
        family[count++] = compare_ends(digest, scenario, to, model);
    }
    comparison_conclude(family, count);
    *growth = (struct growth){ 0 };
    for (size_t i = 0; i < count; i++)
        sort_growth(&members[i], &family[i], growth);
}
