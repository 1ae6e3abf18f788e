/* report_tables.c - a summary as plain tables. */
#include "report_tables.h"

#include "results.h"

#include <math.h>
#include <string.h>

enum { NAME_WIDTH = 12, LINE = 400, MOST_DIGITS = 6 };

static const char *plain(const json_t *object, const char *key, char text[LINE])
{
    return results_plain(results_text(object, key), text, LINE);
}

static void print_sentences(FILE *stream, const json_t *list)
{
    char text[LINE];
    size_t i;
    json_t *sentence;

    json_array_foreach(list, i, sentence) if (json_is_string(sentence)) fprintf(
        stream, "  %s\n", results_plain(json_string_value(sentence), text, sizeof text));
}

/* A figure that everybody lacks has no column. */
static bool is_shown(const json_t *scenario, const json_t *figure, const char *point)
{
    size_t i;
    json_t *cell;

    json_array_foreach(
        json_object_get(scenario, "cells"), i,
        cell) if (strcmp(results_text(cell, "point"), point) == 0 &&
                  strcmp(results_text(cell, "figure"), results_text(figure, "name")) == 0 &&
                  !isnan(results_number(cell, "median"))) return true;
    return false;
}

static int width_of(const json_t *figure)
{
    char title[LINE];
    int width = (int)strlen(plain(figure, "title", title));

    return width > NAME_WIDTH ? width : NAME_WIDTH;
}

/* Writes the cell; its note, if it has one and no other of this line had, goes to `note`. */
static void print_cell(FILE *stream, const json_t *cell, const json_t *figure, char note[LINE])
{
    double median = results_number(cell, "median");
    double digits = results_number(figure, "digits");
    int width = width_of(figure);

    if (!*note)
        plain(cell, "note", note);
    if (isnan(median))
        fprintf(stream, "  %*s", width, "n/a");
    else
        fprintf(stream, "  %*.*f", width,
                digits >= 0 && digits <= MOST_DIGITS ? (int)digits : 2, median);
}

static void print_model(FILE *stream, const json_t *scenario, const char *point,
                        const json_t *model)
{
    char text[LINE];
    char note[LINE] = "";
    size_t i;
    json_t *figure;

    fprintf(stream, "  %-*s", NAME_WIDTH, plain(model, "name", text));
    json_array_foreach(json_object_get(scenario, "figures"), i,
                       figure) if (is_shown(scenario, figure, point))
    {
        struct place place = { .point = point,
                               .model = results_text(model, "name"),
                               .figure = results_text(figure, "name") };

        print_cell(stream, results_cell(scenario, &place), figure, note);
    }
    fprintf(stream, "%s%s\n", *note ? "  " : "", note);
}

static void print_point(FILE *stream, const json_t *scenario, const char *point,
                        const json_t *models)
{
    char text[LINE];
    char axis[LINE];
    size_t i;
    json_t *entry;

    fprintf(stream, "\n  %s: %s\n  %-*s", plain(scenario, "axis", axis),
            results_plain(point, text, sizeof text), NAME_WIDTH, "");
    json_array_foreach(json_object_get(scenario, "figures"), i,
                       entry) if (is_shown(scenario, entry, point))
        fprintf(stream, "  %*s", width_of(entry), plain(entry, "title", text));
    (void)fputc('\n', stream);
    json_array_foreach(models, i, entry) print_model(stream, scenario, point, entry);
}

void report_tables_print(FILE *stream, const json_t *summary)
{
    const json_t *models = json_object_get(summary, "models");
    char name[LINE];
    char question[LINE];
    size_t i, k;
    json_t *scenario, *point;

    print_sentences(stream, json_object_get(summary, "answer"));
    json_array_foreach(json_object_get(summary, "scenarios"), i, scenario)
    {
        fprintf(stream, "\n%s: %s\n", plain(scenario, "name", name),
                plain(scenario, "question", question));
        print_sentences(stream, json_object_get(scenario, "findings"));
        json_array_foreach(json_object_get(scenario, "points"), k, point)
            print_point(stream, scenario, results_text(point, "label"), models);
    }
}
