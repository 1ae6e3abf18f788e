/* digest.c - everything that a set of runs says. */
#include "digest.h"

#include <assert.h>
#include <stdlib.h>

static void add_cell(struct digest *digest, const struct runs *runs,
                     const struct question *question)
{
    if (digest->count == digest->room) {
        digest->room = digest->room ? 2 * digest->room : 256;
        digest->cells = realloc(digest->cells, digest->room * sizeof *digest->cells);
        assert(digest->cells);
    }
    digest->cells[digest->count++] = (struct cell){ *question, summary_answer(runs, question) };
}

static struct duel *add_duel(struct digest *digest)
{
    if (digest->duel_count == digest->duel_room) {
        digest->duel_room = digest->duel_room ? 2 * digest->duel_room : 256;
        digest->duels = realloc(digest->duels, digest->duel_room * sizeof *digest->duels);
        assert(digest->duels);
    }
    return &digest->duels[digest->duel_count++];
}

struct sample digest_sample(const struct answer *answer)
{
    return (struct sample){ .count = answer->count,
                            .values = answer->values,
                            .blocks = answer->blocks };
}

bool digest_trusts(const struct answer *answer)
{
    return answer->known && !answer->suspect;
}

static void compare(struct digest *digest, const struct question *question,
                    const struct model *other, double noise)
{
    const struct scenario *scenario = question->scenario;
    const struct answer *mine =
        digest_answer(digest, scenario, question->point, question->model, question->figure);
    const struct answer *yours =
        digest_answer(digest, scenario, question->point, other, question->figure);

    if (!digest_trusts(mine) || !digest_trusts(yours))
        return;

    const struct comparison_manner manner = {
        /* hyperfine has done with one model before the next has its turn. */
        .paired = scenario != scenario_job(),
        .lower_is_better = question->figure->better == BETTER_LOWER,
        .noise = noise,
        .seed = digest->choice->seed,
    };
    struct sample a = digest_sample(mine), b = digest_sample(yours);
    struct duel *duel = add_duel(digest);

    *duel = (struct duel){ scenario,        question->point, question->figure,
                           question->model, other,           comparison_of(&a, &b, &manner) };
}

/* Concludes over the duels from `first` on: one family. */
static void conclude(struct digest *digest, size_t first)
{
    size_t count = digest->duel_count - first;
    struct comparison *family = calloc(count + 1, sizeof *family);

    assert(family);
    for (size_t i = 0; i < count; i++)
        family[i] = digest->duels[first + i].comparison;
    comparison_conclude(family, count);
    for (size_t i = 0; i < count; i++)
        digest->duels[first + i].comparison = family[i];
    free(family);
}

static void add_duels(struct digest *digest, const struct scenario *scenario,
                      const struct point *point, const struct figure *figure,
                      digest_noise *noise)
{
    const struct roster *roster = &digest->choice->roster;
    size_t first = digest->duel_count;

    for (size_t i = 0; i < roster->count; i++)
        for (size_t j = i + 1; j < roster->count; j++)
            compare(digest, &(struct question){ scenario, point, &roster->list[i], figure },
                    &roster->list[j], noise ? noise(figure->name) : 0);
    conclude(digest, first);
}

static void add_point(struct digest *digest, const struct runs *runs,
                      const struct scenario *scenario, const struct point *point,
                      digest_noise *noise)
{
    const struct roster *roster = &digest->choice->roster;
    const struct figure *figures[ALL_FIGURES + 1];

    scenario_figures(scenario, figures);
    for (size_t i = 0; i < roster->count; i++)
        for (size_t j = 0; figures[j]; j++)
            add_cell(digest, runs,
                     &(struct question){ scenario, point, &roster->list[i], figures[j] });
    for (int j = 0; j < scenario->mains && figures[j]; j++)
        if (figures[j]->better != BETTER_NEITHER && !figures[j]->pooled)
            add_duels(digest, scenario, point, figures[j], noise);
}

void digest_make(const struct choice *choice, const struct runs *runs, digest_noise *noise,
                 struct digest *digest)
{
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    size_t count = choice_scenarios(choice, chosen);

    *digest = (struct digest){ .choice = choice };
    for (size_t i = 0; i < count; i++)
        for (const struct point *point = chosen[i]->points; point->label; point++)
            if (choice_includes(choice, chosen[i], point))
                add_point(digest, runs, chosen[i], point, noise);
}

void digest_release(struct digest *digest)
{
    for (size_t i = 0; i < digest->count; i++)
        summary_release(&digest->cells[i].answer);
    free(digest->cells);
    free(digest->duels);
    *digest = (struct digest){ 0 };
}

const struct answer *digest_answer(const struct digest *digest, const struct scenario *scenario,
                                   const struct point *point, const struct model *model,
                                   const struct figure *figure)
{
    const struct answer *found = NULL;

    for (size_t i = 0; i < digest->count && !found; i++) {
        const struct question *question = &digest->cells[i].question;

        if (question->scenario == scenario && question->point == point &&
            question->model == model && question->figure == figure)
            found = &digest->cells[i].answer;
    }
    assert(found);
    return found;
}

const struct duel *digest_duel(const struct digest *digest, const struct scenario *scenario,
                               const struct point *point, const struct figure *figure,
                               const struct model *a, const struct model *b)
{
    for (size_t i = 0; i < digest->duel_count; i++) {
        const struct duel *duel = &digest->duels[i];

        if (duel->scenario == scenario && duel->point == point && duel->figure == figure &&
            ((duel->a == a && duel->b == b) || (duel->a == b && duel->b == a)))
            return duel;
    }
    return NULL;
}
