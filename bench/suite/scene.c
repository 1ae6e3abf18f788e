/* scene.c - one figure of one scenario, laid out for a picture. */
#include "scene.h"

#include "palette.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Only what means nothing to gnuplot, wherever it stands. An apostrophe would end its strings,
 * so it becomes the one that printers use. */
static void copy_plain(char *to, const char *from)
{
    static const char apostrophe[] = "\u2019";
    size_t length = 0;

    for (; *from && length + sizeof apostrophe < SCENE_TEXT; from++)
        if (*from == '\'')
            length = (size_t)(stpcpy(to + length, apostrophe) - to);
        else
            to[length++] =
                isalnum((unsigned char)*from) || strchr(" %/.,:-_()+<>=?", *from) ? *from : '_';
    to[length] = '\0';
}

/* Strangers take the other colours in turn. */
static const struct hue *hue_of(const char *model, size_t *strangers)
{
    const size_t all = sizeof palette / sizeof *palette;
    size_t others[SCENE_SERIES];
    size_t count = 0;

    for (size_t i = 0; i < all; i++) {
        bool other = strncmp(palette[i].name, "other", 5) == 0;

        if (!other && strcmp(palette[i].name, model) == 0)
            return &palette[i];
        if (other && count < SCENE_SERIES)
            others[count++] = i;
    }
    return &palette[count > 0 ? others[(*strangers)++ % count] : 0];
}

static const json_t *choose_figure(const json_t *scenario, const char *name)
{
    const json_t *figures = json_object_get(scenario, "figures");
    const json_t *figure = results_named(figures, name);
    size_t i;
    json_t *entry;

    if (figure)
        return figure;
    json_array_foreach(figures, i, entry) if (strcmp(results_text(entry, "role"), "main") ==
                                              0) return entry;
    return NULL;
}

/* A logarithmic axis has no zero: it stands a step below the least, and its label says 0. */
static void place_points(const json_t *scenario, bool single, struct scene *scene)
{
    const json_t *points = json_object_get(scenario, "points");
    double least = INFINITY;
    size_t i;
    json_t *point;

    json_array_foreach(points, i, point)
    {
        double value = results_number(point, "value");

        if (value > 0 && value < least)
            least = value;
        if (scene->points == SCENE_POINTS || (single && i > 0))
            continue;
        copy_plain(scene->point[scene->points].label, results_text(point, "label"));
        scene->point[scene->points++].position = isnan(value) ? (double)i : value;
    }
    for (i = 0; scene->log_x && i < scene->points; i++)
        if (scene->point[i].position <= 0)
            scene->point[i].position = isfinite(least) ? least / 4 : 1;
}

static struct spot spot_of(const json_t *cell, bool log)
{
    struct spot spot = { .median = results_number(cell, "median"),
                         .low = results_number(cell, "low"),
                         .high = results_number(cell, "high") };

    if (log && spot.median <= 0)
        spot.median = NAN;
    if (isnan(spot.median) || isnan(spot.low) || isnan(spot.high) || (log && spot.low <= 0))
        spot.low = spot.high = spot.median;
    return spot;
}

static void add_series(const json_t *scenario, const char *model, const char *figure,
                       const struct hue *hue, struct scene *scene)
{
    struct series *series = &scene->series[scene->count++];

    copy_plain(series->name, model);
    series->hue = hue;
    for (size_t i = 0; i < scene->points; i++) {
        const json_t *point = json_array_get(json_object_get(scenario, "points"), i);
        struct place place = { .point = results_text(point, "label"),
                               .model = model,
                               .figure = figure };
        struct spot spot = spot_of(results_cell(scenario, &place), scene->log_y);

        series->spots[i] = spot;
        scene->least = fmin(scene->least, spot.low);
        scene->most = fmax(scene->most, spot.high);
    }
}

static void set_axis(struct scene *scene)
{
    if (scene->log_y) {
        scene->least /= 1.3;
        scene->most *= 1.3;
        return;
    }
    scene->least = fmin(scene->least, 0);
    scene->most = scene->most > scene->least ? scene->most * 1.08 : scene->least + 1;
}

const struct spot *scene_last(const struct scene *scene, const struct series *series)
{
    for (size_t i = scene->points; i > 0; i--)
        if (!isnan(series->spots[i - 1].median))
            return &series->spots[i - 1];
    return NULL;
}

/* Where nobody says, an axis is logarithmic if the values differ by more than 20 times. */
static bool is_wide(const json_t *scenario, const json_t *figure)
{
    const json_t *said = json_object_get(figure, "log");
    double least = INFINITY;
    double most = 0;
    size_t i;
    json_t *cell;

    if (json_is_boolean(said))
        return json_is_true(said);
    json_array_foreach(
        json_object_get(scenario, "cells"), i,
        cell) if (strcmp(results_text(cell, "figure"), results_text(figure, "name")) == 0)
    {
        double median = results_number(cell, "median");

        least = fmin(least, median);
        most = fmax(most, median);
    }
    return least > 0 && most / least > 20;
}

static enum manner manner_of(const struct scene *scene, const char *axis_kind)
{
    if (scene->points == 1)
        return MANNER_BARS;
    return strcmp(axis_kind, "category") == 0 ? MANNER_DOTS : MANNER_LINES;
}

static void describe(const json_t *scenario, const json_t *figure, struct scene *scene)
{
    copy_plain(scene->question, results_text(scenario, "question"));
    copy_plain(scene->axis, results_text(scenario, "axis"));
    copy_plain(scene->figure, results_text(figure, "title"));
    copy_plain(scene->unit, results_text(figure, "unit"));
    *scene->question = (char)toupper((unsigned char)*scene->question);
    scene->log_x = strcmp(results_text(scenario, "axis_kind"), "log") == 0;
}

bool scene_make(const json_t *summary, const char *name, const char *figure_name, bool single,
                struct scene *scene, char reason[REASON_TEXT])
{
    const json_t *scenario = results_named(json_object_get(summary, "scenarios"), name);
    const json_t *figure = choose_figure(scenario, figure_name);
    size_t strangers = 0;
    size_t i;
    json_t *model;

    *scene = (struct scene){ .least = INFINITY, .most = -INFINITY };
    if (!figure) {
        snprintf(reason, REASON_TEXT, "%s is not in these results", name);
        return false;
    }
    describe(scenario, figure, scene);
    place_points(scenario, single, scene);
    scene->manner = manner_of(scene, results_text(scenario, "axis_kind"));
    scene->log_y = scene->manner != MANNER_BARS && is_wide(scenario, figure);
    json_array_foreach(json_object_get(summary, "models"), i,
                       model) if (scene->count < SCENE_SERIES)
        add_series(scenario, results_text(model, "name"), results_text(figure, "name"),
                   hue_of(results_text(model, "name"), &strangers), scene);
    if (!isfinite(scene->least) || !isfinite(scene->most)) {
        snprintf(reason, REASON_TEXT, "%s: nothing of it was measured", name);
        return false;
    }
    set_axis(scene);
    return true;
}
