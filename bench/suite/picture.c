/* picture.c - a scene as files for gnuplot: the data, and what to draw. */
#include "picture.h"

#include "replace.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So far apart, in shares of the picture's height, labels can be read. */
static const double label_step = 0.06;

static const struct {
    const char *symbol;
    int filled; /* gnuplot's number for it */
} point_types[] = {
    { "circle", 7 },   { "square", 5 }, { "triangle", 9 }, { "wedge", 11 }, { "diamond", 13 },
    { "hexagon", 15 }, { "cross", 1 },  { "saltire", 2 },  { "star", 3 },   { "bar", 5 },
};

static int point_type(const struct hue *hue)
{
    for (size_t i = 0; i < sizeof point_types / sizeof *point_types; i++)
        if (strcmp(point_types[i].symbol, hue->symbol) == 0)
            return point_types[i].filled;
    return point_types[0].filled;
}

/* A block for each model. Of lines: position, median, low, high. Of bars and dots: median, row
 * (the first model is on top), low, high, gnuplot's number of a marker for the point. */
static void write_data(FILE *file, const struct scene *scene)
{
    for (size_t i = 0; i < scene->count; i++) {
        const struct series *series = &scene->series[i];

        fprintf(file, "# %s\n", series->name);
        for (size_t k = 0; k < scene->points; k++) {
            struct spot spot = series->spots[k];

            if (isnan(spot.median))
                fprintf(file, "# %s: not measured\n", scene->point[k].label);
            else if (scene->manner == MANNER_LINES)
                fprintf(file, "%g %g %g %g\n", scene->point[k].position, spot.median, spot.low,
                        spot.high);
            else
                fprintf(file, "%g %zu %g %g %d\n", spot.median, scene->count - i, spot.low,
                        spot.high, k == 0 ? 6 : point_types[(k - 1) % 6].filled);
        }
        /* A block without data would not be counted. */
        if (!scene_last(scene, series))
            fprintf(file, "NaN NaN NaN NaN NaN\n");
        fprintf(file, "\n\n");
    }
}

static void write_frame(FILE *file, const char *name, const struct scene *scene)
{
    fprintf(file,
            "# %s.gp - made by echo-bench plot. gnuplot -c %s.gp light|dark svg|png FOLDER\n"
            "set encoding utf8\n"
            "dark = ARGC > 0 && ARG1 eq 'dark'\n"
            "png = ARGC > 1 && ARG2 eq 'png'\n"
            "folder = ARGC > 2 ? ARG3 : '.'\n"
            "paper = dark ? '#14171c' : '#fdfdfb'\n"
            "ink = dark ? '#e8eaee' : '#1b1f26'\n"
            "soft = dark ? '#a2abb8' : '#5c6470'\n"
            "rule = dark ? '#2c333d' : '#e2e2da'\n"
            "if (png) {\n"
            "    set terminal pngcairo noenhanced size 1560,900 font 'sans,22' linewidth 2 "
            "background rgb paper\n"
            "} else {\n"
            "    set terminal svg noenhanced size 780,450 dynamic font 'sans-serif,13' "
            "background rgb paper\n"
            "}\n"
            "data = folder . '/%s.dat'\n"
            "set output folder . '/%s' . (dark ? '-dark' : '') . (png ? '.png' : '.svg')\n"
            "set lmargin at screen 0.115\nset rmargin at screen 0.86\n"
            "set tmargin at screen 0.83\nset bmargin at screen 0.15\n"
            "unset key\nset border 0\nset tics scale 0 textcolor rgb soft\n"
            "set grid linecolor rgb rule linewidth 1 linetype 1\n"
            "set bars small\n"
            "set label '%s' at screen 0.02,0.945 left textcolor rgb ink font ',%s'\n"
            "set label '%s' at screen 0.02,0.885 left textcolor rgb soft\n",
            name, name, name, name, scene->question, "'.(png ? 30 : 17).'", scene->figure);
    for (size_t i = 0; i < scene->count; i++)
        fprintf(file, "color%zu = dark ? '%s' : '%s' # %s\n", i, scene->series[i].hue->dark,
                scene->series[i].hue->light, scene->series[i].name);
}

/* Axes of the figure: y of lines, x of all else. */
static void write_axis(FILE *file, const struct scene *scene, char axis)
{
    fprintf(file, "set %crange [%g:%g]\nset format %c '%%.12g'\n", axis, scene->least,
            scene->most, axis);
    if (!scene->log_y)
        return;
    fprintf(file, "set logscale %c\nset %ctics (", axis, axis);

    const char *comma = "";

    for (int power = -3; power < 12; power++)
        for (int step = 1; step <= 3; step += 2) {
            double value = step * pow(10, power);

            if (value < scene->least || value > scene->most)
                continue;
            fprintf(file, "%s'%.12g' %g", comma, value, value);
            comma = ", ";
        }
    fprintf(file, ")\n");
}

struct label {
    size_t series;
    double height; /* 0 to 1 */
};

static int by_height(const void *a, const void *b)
{
    const struct label *first = a;
    const struct label *second = b;

    return (first->height > second->height) - (first->height < second->height);
}

static double height_of(const struct scene *scene, double value)
{
    if (scene->log_y)
        return log(value / scene->least) / log(scene->most / scene->least);
    return (value - scene->least) / (scene->most - scene->least);
}

/* Names stand where the lines end, moved up as far as they would touch. */
static void write_line_labels(FILE *file, const struct scene *scene)
{
    struct label labels[SCENE_SERIES];
    size_t count = 0;
    double above = -1;

    for (size_t i = 0; i < scene->count; i++) {
        const struct spot *last = scene_last(scene, &scene->series[i]);

        if (last)
            labels[count++] =
                (struct label){ .series = i, .height = height_of(scene, last->median) };
    }
    qsort(labels, count, sizeof *labels, by_height);
    for (size_t i = 0; i < count; i++) {
        above = fmax(labels[i].height, above + label_step);
        fprintf(file, "set label '%s' at graph 1.015,%.4f left textcolor rgb color%zu\n",
                scene->series[labels[i].series].name, above, labels[i].series);
    }
}

/* To gnuplot the label of a tick is a format. */
static void write_tick(FILE *file, const char *comma, const struct stop *stop)
{
    fprintf(file, "%s'", comma);
    for (const char *at = stop->label; *at; at++)
        fprintf(file, "%s%c", *at == '%' ? "%" : "", *at);
    fprintf(file, "' %g", stop->position);
}

static void write_lines(FILE *file, const struct scene *scene)
{
    write_axis(file, scene, 'y');
    if (scene->log_x)
        fprintf(file, "set logscale x\n");
    fprintf(file, "set xrange [%g:%g]\nset xtics (", scene->point[0].position,
            scene->point[scene->points - 1].position);
    for (size_t i = 0; i < scene->points; i++)
        write_tick(file, i ? ", " : "", &scene->point[i]);
    fprintf(file, ")\nset xlabel '%s' textcolor rgb soft\n", scene->axis);
    write_line_labels(file, scene);
    fprintf(file, "plot ");
    for (size_t i = 0; i < scene->count; i++)
        fprintf(
            file,
            "%s\\\n    data index %zu using 1:3:4 with filledcurves fillcolor rgb color%zu "
            "fillstyle transparent solid 0.15 noborder, \\\n"
            "    data index %zu using 1:2 with linespoints linecolor rgb color%zu linewidth "
            "2 pointtype %d pointsize 0.8",
            i ? ", " : "", i, i, i, i, point_type(scene->series[i].hue));
    fprintf(file, "\n");
}

static void write_row_labels(FILE *file, const struct scene *scene)
{
    fprintf(file, "set yrange [0.4:%.1f]\nunset ytics\nset grid noytics xtics\n",
            (double)scene->count + 0.6);
    for (size_t i = 0; i < scene->count; i++) {
        const struct series *series = &scene->series[i];

        fprintf(file, "set label '%s' at graph -0.012,first %zu right textcolor rgb color%zu\n",
                series->name, scene->count - i, i);
        if (!scene_last(scene, series))
            fprintf(file,
                    "set label 'not measured' at graph 0.01,first %zu left textcolor rgb "
                    "soft\n",
                    scene->count - i);
    }
}

static void write_bars(FILE *file, const struct scene *scene)
{
    write_axis(file, scene, 'x');
    write_row_labels(file, scene);
    fprintf(file, "set xlabel '%s: %s' textcolor rgb soft\nset boxwidth 0.6\nplot ",
            scene->axis, scene->point[0].label);
    for (size_t i = 0; i < scene->count; i++)
        fprintf(file,
                "%s\\\n    data index %zu using (0.5*$1):2:(0.5*$1):(0.28) with boxxyerror "
                "fillcolor rgb color%zu fillstyle solid 0.85 noborder, \\\n"
                "    data index %zu using 1:2:3:4 with xerrorbars linecolor rgb ink pointtype "
                "-1, \\\n"
                "    data index %zu using 4:2:(gprintf('%%.4g', $1)) with labels left offset "
                "0.8,0 textcolor rgb ink",
                i ? ", " : "", i, i, i, i);
    fprintf(file, "\n");
}

static void write_dots(FILE *file, const struct scene *scene)
{
    write_axis(file, scene, 'x');
    write_row_labels(file, scene);
    fprintf(file, "set key at screen 0.98,0.96 right top horizontal textcolor rgb soft "
                  "samplen 0.5 width -1 maxrows 2\nplot ");
    for (size_t i = 0; i < scene->count; i++)
        fprintf(file,
                "%s\\\n    data index %zu using 1:2:5 with points pointtype variable pointsize "
                "1.1 linecolor rgb color%zu notitle",
                i ? ", " : "", i, i);
    for (size_t k = 0; k < scene->points; k++)
        fprintf(file, ", \\\n    NaN with points pointtype %d linecolor rgb soft title '%s'",
                k == 0 ? 6 : point_types[(k - 1) % 6].filled, scene->point[k].label);
    fprintf(file, "\n");
}

static void write_script(FILE *file, const char *name, const struct scene *scene)
{
    write_frame(file, name, scene);
    if (scene->manner == MANNER_LINES)
        write_lines(file, scene);
    else if (scene->manner == MANNER_BARS)
        write_bars(file, scene);
    else
        write_dots(file, scene);
}

/* What a writer of a file has to know. */
struct task {
    const char *name;
    const struct scene *scene;
};

static bool data_writer(FILE *file, const void *subject)
{
    const struct task *task = subject;

    write_data(file, task->scene);
    return !ferror(file);
}

static bool script_writer(FILE *file, const void *subject)
{
    const struct task *task = subject;

    write_script(file, task->name, task->scene);
    return !ferror(file);
}

static bool keep(const char *folder, const char *ending, const struct task *task,
                 replace_writer *writer, char reason[REASON_TEXT])
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/%s%s", folder, task->name, ending) >=
        (int)sizeof path) {
        snprintf(reason, REASON_TEXT, "the name of the folder is too long");
        return false;
    }
    if (replace_file(path, writer, task))
        return true;
    snprintf(reason, REASON_TEXT, "cannot write %.200s: %s", path, strerror(errno));
    return false;
}

bool picture_write(const char *folder, const char *name, const struct scene *scene,
                   char reason[REASON_TEXT])
{
    const struct task task = { .name = name, .scene = scene };

    return keep(folder, ".dat", &task, data_writer, reason) &&
           keep(folder, ".gp", &task, script_writer, reason);
}
