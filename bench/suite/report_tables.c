/* report_tables.c - a summary as plain tables. */
#include "report_tables.h"

#include "grid.h"
#include "plain.h"
#include "results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 32, MOST_DIGITS = 6 };

/* The figures that somebody has at a point: a column each. */
struct columns {
    size_t count;
    const json_t *figures[MOST_COLUMNS];
};

static void print_plain(FILE *stream, const char *before, const char *text, const char *after)
{
    char *plain = plain_text(text);

    fprintf(stream, "%s%s%s", before, plain, after);
    free(plain);
}

static void print_sentences(FILE *stream, const json_t *list)
{
    size_t i;
    json_t *sentence;

    json_array_foreach(list, i, sentence) if (json_is_string(sentence))
        print_plain(stream, "  ", json_string_value(sentence), "\n");
}

static bool has_figure(const json_t *scenario, const char *figure, const char *point)
{
    size_t i;
    json_t *cell;

    json_array_foreach(json_object_get(scenario, "cells"), i,
                       cell) if (strcmp(results_text(cell, "point"), point) == 0 &&
                                 strcmp(results_text(cell, "figure"), figure) == 0 &&
                                 !isnan(results_number(cell, "median"))) return true;
    return false;
}

static struct columns find_columns(const json_t *scenario, const char *point)
{
    struct columns columns = { 0 };
    size_t i;
    json_t *figure;

    json_array_foreach(json_object_get(scenario, "figures"), i,
                       figure) if (columns.count < MOST_COLUMNS &&
                                   has_figure(scenario, results_text(figure, "name"), point))
        columns.figures[columns.count++] = figure;
    return columns;
}

/* The first note of a row stands at its end: most often they are the same. */
static void add_row(struct grid *grid, const json_t *scenario, const char *point,
                    const char *model, const struct columns *columns)
{
    const char *note = "";

    grid_add(grid, "%s", model);
    for (size_t i = 0; i < columns->count; i++) {
        const json_t *figure = columns->figures[i];
        struct place place = { .point = point,
                               .model = model,
                               .figure = results_text(figure, "name") };
        const json_t *cell = results_cell(scenario, &place);
        double median = results_number(cell, "median");
        double digits = results_number(figure, "digits");

        if (!*note)
            note = results_text(cell, "note");
        if (isnan(median))
            grid_add(grid, "n/a");
        else
            grid_add(grid, "%.*f", digits >= 0 && digits <= MOST_DIGITS ? (int)digits : 2,
                     median);
    }
    grid_add(grid, "%s", note);
}

static void print_point(FILE *stream, const json_t *scenario, const char *point,
                        const json_t *models)
{
    struct columns columns = find_columns(scenario, point);
    char alignment[MOST_COLUMNS + 3] = "l";
    size_t i;
    json_t *model;

    memset(alignment + 1, 'r', columns.count);
    alignment[columns.count + 1] = 'l';
    print_plain(stream, "\n  ", results_text(scenario, "axis"), ": ");
    print_plain(stream, "", point, "\n");

    struct grid *grid = grid_new(alignment);

    grid_add(grid, "%s", "");
    for (i = 0; i < columns.count; i++)
        grid_add(grid, "%s", results_text(columns.figures[i], "title"));
    grid_add(grid, "%s", "");
    json_array_foreach(models, i, model)
        add_row(grid, scenario, point, results_text(model, "name"), &columns);
    grid_print(grid, stream, "  ");
    grid_release(grid);
}

void report_tables_print(FILE *stream, const json_t *summary)
{
    const json_t *models = json_object_get(summary, "models");
    size_t i, k;
    json_t *scenario, *point;

    print_sentences(stream, json_object_get(summary, "answer"));
    json_array_foreach(json_object_get(summary, "scenarios"), i, scenario)
    {
        print_plain(stream, "\n", results_text(scenario, "name"), ": ");
        print_plain(stream, "", results_text(scenario, "question"), "\n");
        print_sentences(stream, json_object_get(scenario, "findings"));
        json_array_foreach(json_object_get(scenario, "points"), k, point)
            print_point(stream, scenario, results_text(point, "label"), models);
    }
}
