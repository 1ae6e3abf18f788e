/* table.c - the results as aligned text. */
#include "table.h"

#include "numbers.h"
#include "statistics.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = MOST_POINTS * MOST_FIGURES };

/* Texts of one cell; a column aligns each of the three by itself. */
struct cell_text {
    char median[NUMBER_TEXT];
    char spread[NUMBER_TEXT];
    char mark[8];
};

struct column {
    const struct point *point;
    const struct figure *figure;
    size_t median_width, spread_width, width;
    struct cell_text cells[MOST_MODELS];
};

struct footnotes {
    size_t count;
    char texts[MOST_COLUMNS][NOTE_TEXT];
};

/* A table in the making. */
struct sheet {
    const struct choice *choice;
    const struct digest *digest;
    const struct scenario *scenario;
    size_t columns;
    struct column column[MOST_COLUMNS];
    struct footnotes footnotes;
    size_t most_runs;
};

/* The number of a note, the same one for the same text. */
static size_t number_note(struct footnotes *footnotes, const char *text)
{
    for (size_t i = 0; i < footnotes->count; i++)
        if (strcmp(footnotes->texts[i], text) == 0)
            return i + 1;
    if (footnotes->count == MOST_COLUMNS)
        return MOST_COLUMNS;
    snprintf(footnotes->texts[footnotes->count], NOTE_TEXT, "%s", text);
    return ++footnotes->count;
}

static void fill_cell(struct sheet *sheet, const struct figure *figure,
                      const struct answer *answer, struct cell_text *cell)
{
    const struct spread *spread = &answer->spread;

    if (!answer->known)
        snprintf(cell->median, sizeof cell->median, "n/a");
    else
        number_format(spread->median, figure->digits, cell->median);
    if (answer->known && spread->count > 1) {
        char number[NUMBER_TEXT];

        number_format(fmax(spread->high - spread->median, spread->median - spread->low),
                      figure->digits, number);
        snprintf(cell->spread, sizeof cell->spread, "+-%.28s", number);
    }
    if (*answer->note)
        snprintf(cell->mark, sizeof cell->mark, "[%zu]",
                 number_note(&sheet->footnotes, answer->note));
    if (answer->known && spread->count > sheet->most_runs)
        sheet->most_runs = spread->count;
}

static size_t longer(size_t width, const char *text)
{
    return strlen(text) > width ? strlen(text) : width;
}

static void fill_column(struct sheet *sheet, struct column *column)
{
    size_t mark_width = 0;

    for (size_t i = 0; i < sheet->choice->roster.count; i++) {
        struct cell_text *cell = &column->cells[i];
        const struct answer *answer =
            digest_answer(sheet->digest, sheet->scenario, column->point,
                          &sheet->choice->roster.list[i], column->figure);
        fill_cell(sheet, column->figure, answer, cell);
        column->median_width = longer(column->median_width, cell->median);
        column->spread_width = longer(column->spread_width, cell->spread);
        mark_width = longer(mark_width, cell->mark);
    }

    size_t content = column->median_width +
                     (column->spread_width ? 1 + column->spread_width : 0) +
                     (mark_width ? 1 + mark_width : 0);

    column->width = longer(content, column->figure->title);
    /* A title that is wider than its numbers moves them to the right. */
    column->median_width += column->width - content;
}

static void fill_sheet(struct sheet *sheet)
{
    for (const struct point *point = sheet->scenario->points; point->label; point++) {
        if (!choice_includes(sheet->choice, sheet->scenario, point))
            continue;
        for (size_t i = 0; sheet->scenario->figures[i]; i++) {
            struct column *column = &sheet->column[sheet->columns++];

            column->point = point;
            column->figure = sheet->scenario->figures[i];
            fill_column(sheet, column);
        }
    }
}

static size_t name_width(const struct sheet *sheet)
{
    size_t width = 0;

    for (size_t i = 0; i < sheet->choice->roster.count; i++)
        width = longer(width, sheet->choice->roster.list[i].name);
    return width;
}

/* What stands left of a column. */
static const char *gap(const struct column *column)
{
    return column->figure->apart ? "  |  " : "  ";
}

static size_t gap_width(const struct column *column)
{
    return strlen(gap(column));
}

static void print_row(FILE *stream, const struct sheet *sheet, size_t row, size_t from,
                      size_t to)
{
    fprintf(stream, "%-*s", (int)name_width(sheet), sheet->choice->roster.list[row].name);
    for (size_t i = from; i < to; i++) {
        const struct column *column = &sheet->column[i];
        const struct cell_text *cell = &column->cells[row];
        int used =
            fprintf(stream, "%s%*s", gap(column), (int)column->median_width, cell->median);

        if (column->spread_width)
            used += fprintf(stream, " %*s", (int)column->spread_width, cell->spread);
        if (*cell->mark)
            used += fprintf(stream, " %s", cell->mark);
        /* Nothing is right of the last column, and so no blanks are. */
        if (i + 1 < to)
            fprintf(stream, "%*s", (int)gap_width(column) + (int)column->width - used, "");
    }
    fprintf(stream, "\n");
}

static void print_heads(FILE *stream, const struct sheet *sheet, size_t from, size_t to)
{
    int indent = (int)name_width(sheet);
    size_t figures = 0;

    while (sheet->scenario->figures[figures])
        figures++;
    fprintf(stream, "%*s", indent, "");
    for (size_t i = from; i < to; i += figures) {
        char label[160];
        int width = 0;

        snprintf(label, sizeof label, "%s: %s", sheet->scenario->axis,
                 sheet->column[i].point->label);
        for (size_t j = i; j < i + figures; j++)
            width += (int)(gap_width(&sheet->column[j]) + sheet->column[j].width);
        fprintf(stream, "%s%-*s", gap(&sheet->column[i]),
                i + figures < to ? width - (int)gap_width(&sheet->column[i]) : 0, label);
    }
    fprintf(stream, "\n%*s", indent, "");
    for (size_t i = from; i < to; i++)
        fprintf(stream, "%s%*s", gap(&sheet->column[i]), (int)sheet->column[i].width,
                sheet->column[i].figure->title);
    fprintf(stream, "\n");
}

/* The columns from `from` on whose points fit side by side; at least one point's. */
static size_t fitting(const struct sheet *sheet, size_t from, int width)
{
    size_t used = name_width(sheet);
    size_t to = from;

    for (size_t i = from; i < sheet->columns; i++) {
        used += gap_width(&sheet->column[i]) + sheet->column[i].width;
        if (used > (size_t)width && to > from)
            return to;
        if (i + 1 == sheet->columns || sheet->column[i + 1].point != sheet->column[i].point)
            to = i + 1;
    }
    return to;
}

static void print_legend(FILE *stream, const struct sheet *sheet)
{
    fprintf(stream, "\n");
    if (sheet->most_runs == 0)
        fprintf(stream, "No run.\n");
    else if (sheet->most_runs == 1)
        fprintf(stream, "One run.\n");
    else if (sheet->most_runs < STATISTICS_FEWEST)
        fprintf(stream,
                "Median of %zu runs, and +- how far the furthest of them lies from it.\n",
                sheet->most_runs);
    else
        fprintf(stream,
                "Median of %zu runs, and +- how far its 95 %% confidence interval reaches.\n",
                sheet->most_runs);
    if (sheet->scenario->note)
        fprintf(stream, "%s\n", sheet->scenario->note);
}

static void print_sheet(FILE *stream, const struct sheet *sheet, int width)
{
    fprintf(stream, "\n%s: %s\n", sheet->scenario->name, sheet->scenario->question);
    for (size_t from = 0, to; from < sheet->columns; from = to) {
        to = fitting(sheet, from, width);
        fprintf(stream, "\n");
        print_heads(stream, sheet, from, to);
        for (size_t row = 0; row < sheet->choice->roster.count; row++)
            print_row(stream, sheet, row, from, to);
    }
    print_legend(stream, sheet);
    for (size_t i = 0; i < sheet->footnotes.count; i++)
        fprintf(stream, "[%zu] %s\n", i + 1, sheet->footnotes.texts[i]);
}

static void print_scenario(FILE *stream, const struct digest *digest,
                           const struct scenario *scenario, int width)
{
    struct sheet *sheet = calloc(1, sizeof *sheet);

    assert(sheet);
    sheet->choice = digest->choice;
    sheet->digest = digest;
    sheet->scenario = scenario;
    fill_sheet(sheet);
    print_sheet(stream, sheet, width);
    free(sheet);
}

void table_print(FILE *stream, const struct digest *digest, int width)
{
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    size_t count = choice_scenarios(digest->choice, chosen);

    for (size_t i = 0; i < count; i++)
        print_scenario(stream, digest, chosen[i], width);
}

void table_print_models(FILE *stream)
{
    size_t name = 0, idea = 0;

    for (size_t i = 0; i < model_count(); i++) {
        name = longer(name, model_at(i)->name);
        idea = longer(idea, model_at(i)->idea);
    }
    for (size_t i = 0; i < model_count(); i++) {
        const struct model *model = model_at(i);
        char limit[64] = "";

        if (model->one_at_a_time)
            snprintf(limit, sizeof limit, "serves one client at a time");
        else if (model->most_connections > 0)
            snprintf(limit, sizeof limit, "up to %d clients", model->most_connections);
        fprintf(stream, "%-*s  %-*s", (int)name, model->name, *limit ? (int)idea : 0,
                model->idea);
        fprintf(stream, "%s%s\n", *limit ? "  " : "", limit);
    }
}
