/* scene.h - one figure of one scenario, laid out for a picture: positions instead of names. */
#ifndef ECHOLAB_SCENE_H
#define ECHOLAB_SCENE_H

#include "results.h"

#include <stdbool.h>
#include <stddef.h>

enum { SCENE_SERIES = 16, SCENE_POINTS = 32, SCENE_TEXT = 120 };

/* A line of bench/report/palette.json. */
struct hue {
    const char *name;         /* a model of ours, or "other1" and so on for all others */
    const char *light, *dark; /* on a background that is so */
    const char *symbol;
};

struct spot {
    double median, low, high; /* NaN: not known */
};

struct series {
    char name[SCENE_TEXT];
    const struct hue *hue;
    struct spot spots[SCENE_POINTS];
};

/* A point of the axis. */
struct stop {
    char label[SCENE_TEXT];
    double position;
};

enum manner {
    MANNER_LINES, /* along an axis */
    MANNER_BARS,  /* one point: a bar for each model */
    MANNER_DOTS   /* points that are no numbers: a row for each model */
};

struct scene {
    enum manner manner;
    char question[SCENE_TEXT], axis[SCENE_TEXT], figure[SCENE_TEXT], unit[SCENE_TEXT];
    bool log_x, log_y;
    size_t points;
    struct stop point[SCENE_POINTS];
    size_t count;
    struct series series[SCENE_SERIES];
    double least, most; /* where the axis of the figure begins and ends */
};

/* Lays out the figure; the scenario's first main one if there is none of that name. `single`:
 * of its first point only. False with the reason if there is nothing to see. */
bool scene_make(const json_t *summary, const char *scenario, const char *figure, bool single,
                struct scene *scene, char reason[REASON_TEXT]);

/* The last spot of a series that is known; NULL if none is. */
const struct spot *scene_last(const struct scene *scene, const struct series *series);

#endif
