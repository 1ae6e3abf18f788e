/* contrast.c - two sides, A and B, figure by figure: what has changed, and what only seems to.
 */
#include "contrast.h"

#include "plain.h"
#include "scatter.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two models, each of its side. */
struct couple {
    const struct dataset_model *a, *b;
};

/* One scenario as both sides have it. */
struct scene {
    const struct contrast_question *question;
    const struct dataset_scenario *a, *b;
    size_t sweep; /* so far, of all scenarios */
};

__attribute__((format(printf, 2, 3))) static void note(struct contrast *contrast,
                                                       const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);

    int length = vasprintf(&text, format, arguments);

    va_end(arguments);
    assert(length >= 0);
    contrast->notes =
        reallocarray(contrast->notes, contrast->note_count + 1, sizeof *contrast->notes);
    assert(contrast->notes);
    contrast->notes[contrast->note_count++] = plain_text(text);
    free(text);
}

static void add_line(struct contrast *contrast, struct contrast_line line)
{
    contrast->lines =
        reallocarray(contrast->lines, contrast->count + 1, sizeof *contrast->lines);
    assert(contrast->lines);
    contrast->lines[contrast->count++] = line;
}

/* One figure may be missing for a reason of its own, as a percentile of too few requests. */
static bool has_nothing(const struct scene *scene, size_t point,
                        const struct dataset_model *model)
{
    for (size_t i = 0; i < scene->b->figure_count; i++)
        if (dataset_cell(scene->question->b.dataset, scene->b, point, model,
                         &scene->b->figures[i])
                ->count > 0)
            return false;
    return true;
}

static void add_sweep(struct contrast *contrast, struct scene *scene, struct couple couple,
                      const struct dataset_figure *figure)
{
    const struct contrast_question *question = scene->question;
    const struct dataset_figure *same = dataset_figure(scene->b, figure->name);

    scene->sweep++;
    for (size_t i = 0; i < scene->a->point_count; i++) {
        size_t point = dataset_point(scene->b, scene->a->points[i]);

        if (point == scene->b->point_count)
            continue;

        struct contrast_line line = {
            .scenario = scene->a,
            .figure = figure,
            .point = scene->a->points[i],
            .a_model = couple.a->name,
            .b_model = couple.b->name,
            .a = dataset_cell(question->a.dataset, scene->a, i, couple.a, figure),
            .b = dataset_cell(question->b.dataset, scene->b, point, couple.b, same),
            .sweep = scene->sweep,
            .kind = contrast->kinds + (size_t)(figure - scene->a->figures),
        };

        line.gone = line.a->count > 0 && has_nothing(scene, point, couple.b);
        if (line.a->count > 0 || line.b->count > 0)
            add_line(contrast, line);
    }
}

static bool is_asked(const struct contrast_question *question,
                     const struct dataset_figure *figure)
{
    const struct names *names = &question->selection->figures;

    if (figure->better == BETTER_NONE)
        return false;
    if (names->count == 0)
        return figure->role == ROLE_MAIN;
    return names_include(names, figure->name) || names_include(names, "all");
}

static void add_figures(struct contrast *contrast, struct scene *scene, struct couple couple)
{
    for (size_t i = 0; i < scene->a->figure_count; i++) {
        const struct dataset_figure *figure = &scene->a->figures[i];
        const struct dataset_figure *same = dataset_figure(scene->b, figure->name);

        if (same && same->better == figure->better && is_asked(scene->question, figure))
            add_sweep(contrast, scene, couple, figure);
    }
}

/* Whom a model of B is compared with: NULL if with nobody. */
static const struct dataset_model *counterpart(const struct contrast_question *question,
                                               const struct dataset_model *model)
{
    const char *name = question->a.model ? question->a.model : model->name;

    if (question->b.model && strcmp(question->b.model, model->name) != 0)
        return NULL;
    /* Nothing is compared with itself where the question is which model is better. */
    if (question->together && question->a.model && !question->b.model &&
        strcmp(name, model->name) == 0)
        return NULL;
    return names_include(&question->selection->models, model->name)
               ? dataset_model(question->a.dataset, name)
               : NULL;
}

static void add_scenario(struct contrast *contrast, struct scene *scene)
{
    const struct dataset *b = scene->question->b.dataset;

    for (size_t i = 0; i < b->model_count; i++) {
        struct couple couple = { counterpart(scene->question, &b->models[i]), &b->models[i] };

        if (couple.a)
            add_figures(contrast, scene, couple);
    }
}

static void compare_points(struct contrast *contrast, const struct scene *scene)
{
    for (size_t i = 0; i < scene->a->point_count; i++)
        if (dataset_point(scene->b, scene->a->points[i]) == scene->b->point_count)
            note(contrast, "%s: B has no point %s.", scene->a->name, scene->a->points[i]);
    if (strcmp(scene->a->axis, scene->b->axis) != 0)
        note(contrast, "%s: the same label may not be the same load: \"%s\" and \"%s\".",
             scene->a->name, scene->a->axis, scene->b->axis);
}

static void add_scenarios(struct contrast *contrast, const struct contrast_question *question)
{
    struct scene scene = { .question = question };

    for (size_t i = 0; i < question->a.dataset->scenario_count; i++) {
        scene.a = &question->a.dataset->scenarios[i];
        scene.b = dataset_scenario(question->b.dataset, scene.a->name);
        if (!names_include(&question->selection->scenarios, scene.a->name))
            continue;
        if (!scene.b) {
            note(contrast, "B has no scenario %s.", scene.a->name);
            continue;
        }
        compare_points(contrast, &scene);
        add_scenario(contrast, &scene);
        contrast->kinds += scene.a->figure_count;
    }
}

/* --- What has to be known of both. */

static void note_difference(struct contrast *contrast, const char *what, const char *a,
                            const char *b)
{
    const char *first = a ? a : "not known";
    const char *second = b ? b : "not known";

    if (strcmp(first, second) != 0)
        note(contrast, "%s: %s in A, %s in B.", what, first, second);
}

static void note_models(struct contrast *contrast, const struct contrast_question *question)
{
    const struct dataset *a = question->a.dataset;

    if (question->a.model || question->b.model)
        return;
    for (size_t i = 0; i < a->model_count; i++)
        if (names_include(&question->selection->models, a->models[i].name) &&
            !dataset_model(question->b.dataset, a->models[i].name))
            note(contrast, "B has no model %s.", a->models[i].name);
}

static void note_sides(struct contrast *contrast, const struct contrast_question *question)
{
    const struct dataset *a = question->a.dataset;
    const struct dataset *b = question->b.dataset;

    if (question->together)
        return;
    note_difference(contrast, "The processors differ", a->cpu, b->cpu);
    note_difference(contrast, "The kernels differ", a->kernel, b->kernel);
    note_difference(contrast, "The places of server and generator differ", a->placement,
                    b->placement);
    note_difference(contrast, "The commits differ", a->commit, b->commit);
    note_difference(contrast, "The efforts differ", a->effort, b->effort);
    note(contrast, "A and B were not measured side by side: if the machine has changed in "
                   "between, that looks like a difference.");
    note_models(contrast, question);
}

/* --- The comparisons. */

static struct sample sample_of(const struct dataset_cell *cell)
{
    return (struct sample){ cell->count, cell->values, cell->blocks };
}

static double louder(const struct contrast_question *question, const struct contrast_line *line)
{
    const struct dataset_scenario *scenario =
        dataset_scenario(question->b.dataset, line->scenario->name);

    return fmax(line->figure->noise, dataset_figure(scenario, line->figure->name)->noise);
}

static void compare_line(const struct contrast_question *question, struct contrast_line *line,
                         struct comparison *comparison)
{
    struct sample a = sample_of(line->a);
    struct sample b = sample_of(line->b);
    struct comparison_manner manner = {
        .paired = question->together && line->scenario->side_by_side,
        .lower_is_better = line->figure->better == BETTER_LOWER,
        .noise = louder(question, line),
        .seed = 1, /* whoever compares again shall read the same */
    };

    *comparison = comparison_of(&b, &a, &manner);
    line->variance = scatter_of(&b, &a, comparison->paired);
}

/* A few runs may happen to lie close together, so the mean error of all lines of a figure
 * counts where it is more. */
static void reckon_with_chance(struct contrast *contrast, size_t judged)
{
    double *sums = calloc(contrast->kinds + 1, sizeof *sums);
    double *known = calloc(contrast->kinds + 1, sizeof *known);

    assert(sums && known);
    for (size_t i = 0; i < contrast->count; i++) {
        const struct contrast_line *line = &contrast->lines[i];

        sums[line->kind] += isnan(line->variance) ? 0 : line->variance;
        known[line->kind] += isnan(line->variance) ? 0 : 1;
    }
    for (size_t i = 0; i < contrast->count; i++) {
        const struct contrast_line *line = &contrast->lines[i];
        double variance = fmax(line->variance, sums[line->kind] / known[line->kind]);

        contrast->comparisons[i].manner.chance = scatter_reach(variance, judged);
    }
    free(sums);
    free(known);
}

static void conclude_sweeps(struct contrast *contrast)
{
    for (size_t from = 0, to; from < contrast->count; from = to) {
        for (to = from;
             to < contrast->count && contrast->lines[to].sweep == contrast->lines[from].sweep;
             to++)
            ;
        comparison_conclude(contrast->comparisons + from, to - from);
    }
}

/* What the runs are is known here only. */
static void correct(const struct contrast_line *line, struct comparison *comparison)
{
    bool suspect = line->a->suspect || line->b->suspect;
    const char *note = line->a->count == 0 ? line->a->note : line->b->note;
    const char *missing = line->a->count == 0 ? "only B has it"
                          : line->gone        ? "gone in B"
                                              : "only A has it";

    if (line->a->count == 0 || line->b->count == 0)
        snprintf(comparison->why, sizeof comparison->why, "%s%s%.90s", missing,
                 note ? ": " : "", note ? note : "");
    else if (suspect)
        snprintf(comparison->why, sizeof comparison->why, "the runs of %s are suspect",
                 !line->a->suspect  ? "B"
                 : line->b->suspect ? "both"
                                    : "A");
    if (suspect)
        comparison->relation = RELATION_INCONCLUSIVE;
}

static void compare_all(struct contrast *contrast, const struct contrast_question *question)
{
    size_t judged = 0;

    contrast->comparisons = calloc(contrast->count + 1, sizeof *contrast->comparisons);
    assert(contrast->comparisons);
    for (size_t i = 0; i < contrast->count; i++) {
        compare_line(question, &contrast->lines[i], &contrast->comparisons[i]);
        judged += isnan(contrast->comparisons[i].p) ? 0 : 1;
    }
    reckon_with_chance(contrast, judged);
    conclude_sweeps(contrast);
    for (size_t i = 0; i < contrast->count; i++)
        correct(&contrast->lines[i], &contrast->comparisons[i]);
}

struct contrast contrast_of(const struct contrast_question *question)
{
    struct contrast contrast = { 0 };

    note_sides(&contrast, question);
    add_scenarios(&contrast, question);
    compare_all(&contrast, question);
    return contrast;
}

void contrast_release(struct contrast *contrast)
{
    for (size_t i = 0; i < contrast->note_count; i++)
        free(contrast->notes[i]);
    free(contrast->notes);
    free(contrast->lines);
    free(contrast->comparisons);
    *contrast = (struct contrast){ 0 };
}

/* By how much B is worse for certain: the nearer end of the interval. */
static double loss(const struct contrast_line *line, const struct comparison *comparison)
{
    if (line->gone)
        return INFINITY;
    if (comparison->relation != RELATION_SLOWER)
        return 0;
    if (isnan(comparison->ratio))
        return INFINITY;
    return comparison->manner.lower_is_better ? comparison->low - 1 : 1 - comparison->high;
}

bool contrast_is_lost(const struct contrast *contrast, size_t line, double limit)
{
    return contrast->lines[line].figure->role == ROLE_MAIN &&
           loss(&contrast->lines[line], &contrast->comparisons[line]) > limit;
}
