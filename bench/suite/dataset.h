/* dataset.h - a folder of results as those see it who compare or export it: its summary.json.
 *
 *     struct dataset dataset;
 *     if (!dataset_read(&dataset, folder))
 *         errx(1, "%s", dataset.fault);
 *     ...
 *     dataset_release(&dataset);
 *
 * The file may come from anywhere, so all that is read of it is checked: types, ranges, sizes,
 * names that refer to each other. What it holds beyond that is not looked at. Texts may still
 * be hostile in what they say: print them with plain.h. */
#ifndef ECHOLAB_DATASET_H
#define ECHOLAB_DATASET_H

#include "node.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum better { BETTER_NONE, BETTER_LOWER, BETTER_HIGHER };

enum role { ROLE_MAIN, ROLE_SIDE, ROLE_WHY };

struct dataset_model {
    const char *name;
    const char *gate; /* "pass", or what it failed; never NULL */
};

struct dataset_figure {
    const char *name, *title, *unit;
    int digits;
    enum better better;
    enum role role;
    double noise; /* of the machine, relative; 0: not calibrated */
};

/* One figure of one model at one point. */
struct dataset_cell {
    size_t count; /* values that runs gave; 0: there is none, and note says why */
    double *values;
    unsigned *blocks;
    double median;
    bool suspect;
    const char *note; /* or NULL */
};

struct dataset_scenario {
    const char *name, *question, *axis;
    bool side_by_side; /* the models took turns in each block, so that its runs are pairs */
    size_t point_count, figure_count;
    const char **points; /* their labels */
    struct dataset_figure *figures;
    struct dataset_cell *cells; /* of all points, models and figures: dataset_cell() */
};

struct dataset {
    char path[PATH_MAX];
    struct document document;
    const char *fault; /* after dataset_read() was false: one line that names file and key */

    const char *title, *effort;
    const char *commit, *started; /* or NULL */
    const char *cpu, *kernel, *placement;
    size_t cpus; /* 0: not known */
    size_t model_count, scenario_count;
    struct dataset_model *models;
    struct dataset_scenario *scenarios;
    size_t room; /* for cells, of all scenarios */
};

/* `folder` may be the path of the folder, or of the file itself. Must be released, whatever
 * came back. */
bool dataset_read(struct dataset *dataset, const char *folder);

void dataset_release(struct dataset *dataset);

/* What has the name; NULL if nothing has. */
const struct dataset_model *dataset_model(const struct dataset *dataset, const char *name);
const struct dataset_scenario *dataset_scenario(const struct dataset *dataset,
                                                const char *name);
const struct dataset_figure *dataset_figure(const struct dataset_scenario *scenario,
                                            const char *name);

/* The label's number, or point_count. */
size_t dataset_point(const struct dataset_scenario *scenario, const char *label);

/* Never NULL: what the file does not have is a cell without runs. */
const struct dataset_cell *dataset_cell(const struct dataset *dataset,
                                        const struct dataset_scenario *scenario, size_t point,
                                        const struct dataset_model *model,
                                        const struct dataset_figure *figure);

#endif
