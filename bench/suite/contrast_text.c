/* contrast_text.c - a contrast for people: first in words, then in tables. */
#include "contrast_text.h"

#include "grid.h"
#include "plain.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TOLD = 10, NUMBER_TEXT = 40 };

static void print_side(FILE *stream, const char *letter, const struct side *side)
{
    const struct dataset *dataset = side->dataset;
    char *folder = plain_text(dataset->path);
    char *title = plain_text(dataset->title);
    char *rest = plain_text(dataset->commit ? dataset->commit : "not known");
    char *model = plain_text(side->model ? side->model : "");

    fprintf(stream, "%s  %s%s%s (%s, commit %s)\n", letter, model, *model ? " of " : "", folder,
            title, rest);
    free(folder);
    free(title);
    free(rest);
    free(model);
}

/* "1.21", "0.034", "none" */
static const char *ratio_text(double ratio, char text[NUMBER_TEXT])
{
    if (isnan(ratio))
        return "none";
    if (isinf(ratio))
        return "beyond all";
    snprintf(text, NUMBER_TEXT, "%.*f", ratio < 0.1 ? 3 : ratio < 100 ? 2 : 0, ratio);
    return text;
}

/* One line of a list, as a sentence. */
static void tell(FILE *stream, const struct contrast_line *line,
                 const struct comparison *comparison)
{
    char texts[3][NUMBER_TEXT];
    char *sentence = NULL;
    int length = -1;

    if (line->gone)
        length = asprintf(&sentence, "gone: %s at %s, %s: %s", line->scenario->name,
                          line->point, line->b_model, line->figure->title);
    else
        length = asprintf(
            &sentence, "%s: %s at %s, %s: %s %s times as much (%s to %s)",
            relation_word(comparison->relation), line->scenario->name, line->point,
            line->b_model, line->figure->title, ratio_text(comparison->ratio, texts[0]),
            ratio_text(comparison->low, texts[1]), ratio_text(comparison->high, texts[2]));
    if (length < 0)
        return;

    char *plain = plain_text(sentence);

    fprintf(stream, "  %s\n", plain);
    free(plain);
    free(sentence);
}

/* Whether a line is to be told. */
typedef bool is_told(const struct contrast *contrast, size_t line, double limit);

static bool is_different(const struct contrast *contrast, size_t line, double limit)
{
    enum relation relation = contrast->comparisons[line].relation;

    (void)limit;
    return relation == RELATION_FASTER || relation == RELATION_SLOWER ||
           contrast->lines[line].gone;
}

/* Tells the first ones, and how many there are besides. */
static size_t tell_all(FILE *stream, const struct contrast *contrast, is_told *told,
                       double limit)
{
    size_t count = 0;

    for (size_t i = 0; i < contrast->count; i++)
        if (told(contrast, i, limit) && count++ < MOST_TOLD)
            tell(stream, &contrast->lines[i], &contrast->comparisons[i]);
    if (count > MOST_TOLD)
        fprintf(stream, "  and %zu more\n", count - MOST_TOLD);
    return count;
}

static void print_notes(FILE *stream, const struct contrast *contrast)
{
    for (size_t i = 0; i < contrast->note_count; i++)
        fprintf(stream, "Note: %s\n", contrast->notes[i]);
    if (contrast->note_count > 0)
        fprintf(stream, "\n");
}

/* How many are in A or in B only. */
static size_t count_lone(const struct contrast *contrast)
{
    size_t lone = 0;

    for (size_t i = 0; i < contrast->count; i++)
        lone += contrast->lines[i].a->count == 0 || contrast->lines[i].b->count == 0 ? 1 : 0;
    return lone;
}

static void print_counts(FILE *stream, const struct contrast *contrast)
{
    size_t counts[RELATION_SLOWER + 1] = { 0 };

    for (size_t i = 0; i < contrast->count; i++)
        counts[contrast->comparisons[i].relation]++;

    size_t lone = count_lone(contrast);
    size_t vague = counts[RELATION_INCONCLUSIVE] - lone;

    fprintf(stream, "No difference that the data can carry in %zu of %zu figures",
            counts[RELATION_SAME] + vague, contrast->count - lone);
    fprintf(stream, ": %zu are the same, %zu inconclusive.\n", counts[RELATION_SAME], vague);
    if (lone > 0)
        fprintf(stream, "%zu more have runs on one side only.\n", lone);
    if (counts[RELATION_FASTER] + counts[RELATION_SLOWER] > 0)
        fprintf(stream, "B, compared with A, is\n");
}

void contrast_print_summary(FILE *stream, const struct contrast_question *question,
                            const struct contrast *contrast)
{
    print_side(stream, "A", &question->a);
    print_side(stream, "B", &question->b);
    fprintf(stream, "\n");
    print_notes(stream, contrast);
    print_counts(stream, contrast);
    tell_all(stream, contrast, is_different, 0);
}

/* --- Tables. */

static void add_heads(struct grid *grid, bool couples)
{
    static const char *const heads[] = { "point",         "A", "B",    "B / A",
                                         "95 % interval", "p", "B is", "" };

    grid_add(grid, "%s", couples ? "B against A" : "model");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        grid_add(grid, "%s", heads[i]);
}

static void add_median(struct grid *grid, const struct contrast_line *line,
                       const struct dataset_cell *cell)
{
    if (cell->count > 0)
        grid_add(grid, "%.*f", line->figure->digits, cell->median);
    else
        grid_add(grid, "n/a");
}

static void add_p(struct grid *grid, double p)
{
    if (isnan(p))
        grid_add(grid, "n/a");
    else if (p < 0.0001)
        grid_add(grid, "<0.0001");
    else
        grid_add(grid, "%.4f", p);
}

static void add_row(struct grid *grid, const struct contrast_line *line,
                    const struct comparison *comparison)
{
    char low[NUMBER_TEXT];
    char high[NUMBER_TEXT];

    if (strcmp(line->a_model, line->b_model) == 0)
        grid_add(grid, "%s", line->b_model);
    else
        grid_add(grid, "%s against %s", line->b_model, line->a_model);
    grid_add(grid, "%s", line->point);
    add_median(grid, line, line->a);
    add_median(grid, line, line->b);
    grid_add(grid, "%s", ratio_text(comparison->ratio, low));
    if (isnan(comparison->ratio))
        grid_add(grid, "none");
    else
        grid_add(grid, "%s to %s", ratio_text(comparison->low, low),
                 ratio_text(comparison->high, high));
    add_p(grid, comparison->p_holm);
    grid_add(grid, "%s", relation_word(comparison->relation));
    grid_add(grid, "%s", comparison->why);
}

/* All lines of one figure, from `from` on, whatever stands between them. */
static void print_table(FILE *stream, const struct contrast *contrast, size_t from)
{
    const struct contrast_line *first = &contrast->lines[from];
    struct grid *grid = grid_new("llrrrrrll");
    char *title = plain_text(first->figure->title);

    fprintf(stream, "\n  %s, %s is better\n", title,
            first->figure->better == BETTER_LOWER ? "lower" : "higher");
    free(title);
    add_heads(grid, strcmp(first->a_model, first->b_model) != 0);
    for (size_t i = from; i < contrast->count; i++)
        if (contrast->lines[i].kind == first->kind)
            add_row(grid, &contrast->lines[i], &contrast->comparisons[i]);
    grid_print(grid, stream, "  ");
    grid_release(grid);
}

static void print_scenario(FILE *stream, const struct dataset_scenario *scenario)
{
    char *name = plain_text(scenario->name);
    char *question = plain_text(scenario->question);

    fprintf(stream, "\n%s: %s\n", name, question);
    free(name);
    free(question);
}

void contrast_print_tables(FILE *stream, const struct contrast *contrast)
{
    bool *printed = calloc(contrast->kinds + 1, sizeof *printed);
    const struct dataset_scenario *scenario = NULL;

    assert(printed);
    for (size_t i = 0; i < contrast->count; i++) {
        const struct contrast_line *line = &contrast->lines[i];

        if (line->scenario != scenario)
            print_scenario(stream, line->scenario);
        scenario = line->scenario;
        if (!printed[line->kind])
            print_table(stream, contrast, i);
        printed[line->kind] = true;
    }
    free(printed);
}

size_t contrast_print_losses(FILE *stream, const struct contrast *contrast, double limit)
{
    size_t lost = 0;

    for (size_t i = 0; i < contrast->count; i++)
        lost += contrast_is_lost(contrast, i, limit) ? 1 : 0;
    if (lost == 0)
        fprintf(stream, "\nNothing is worse by more than %g %% for certain.\n", limit * 100);
    else
        fprintf(stream, "\nWorse by more than %g %% for certain, or gone:\n", limit * 100);
    tell_all(stream, contrast, contrast_is_lost, limit);
    return lost;
}
