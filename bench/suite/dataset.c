/* dataset.c - a folder of results as those see it who compare or export it: its summary.json.
 */
#include "dataset.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Far beyond what anybody measures, and small enough to be held. */
enum {
    MOST_NAMES = 1000, /* of models, scenarios, points or figures */
    MOST_CELLS = 200000,
    MOST_VALUES = 10000
};

static const double largest = 1e300;

/* hyperfine has done with all jobs of one model before the next has its turn. */
static const char job[] = "job";

static const char *const better_words[] = {
    [BETTER_NONE] = "none",
    [BETTER_LOWER] = "lower",
    [BETTER_HIGHER] = "higher",
    NULL,
};

static const char *const role_words[] = {
    [ROLE_MAIN] = "main",
    [ROLE_SIDE] = "side",
    [ROLE_WHY] = "why",
    NULL,
};

static void *new_list(size_t count, size_t size)
{
    void *list = calloc(count + 1, size);

    assert(list);
    return list;
}

static const char *member_text(const struct node *node, const char *key)
{
    struct node member = node_member(node, key);

    return node_text(&member);
}

static const char *member_text_or_null(const struct node *node, const char *key)
{
    struct node member = node_member(node, key);

    return node_text_or_null(&member);
}

static size_t member_choice(const struct node *node, const char *key, const char *const *words)
{
    struct node member = node_member(node, key);

    return node_choice(&member, words);
}

static void read_models(struct dataset *dataset, const struct node *root)
{
    struct node models = node_member(root, "models");

    dataset->model_count = node_count(&models, MOST_NAMES);
    dataset->models = new_list(dataset->model_count, sizeof *dataset->models);
    for (size_t i = 0; i < dataset->model_count; i++) {
        struct node model = node_item(&models, i);
        const char *gate = member_text_or_null(&model, "gate");

        dataset->models[i].name = member_text(&model, "name");
        dataset->models[i].gate = gate ? gate : "pass";
        if (dataset_model(dataset, dataset->models[i].name) != &dataset->models[i])
            node_fault(&model, "another model has the same name");
    }
}

static double read_noise(const struct node *root, const char *figure)
{
    struct node noise = node_member(root, "noise");
    struct node share = node_member(&noise, figure);

    if (!node_is_null(&noise) && !json_is_object(noise.value))
        node_fault(&noise, "an object or null was expected");
    return node_is_null(&share) ? 0 : node_number(&share, 0, 1000);
}

static void read_figures(struct dataset_scenario *scenario, const struct node *root,
                         const struct node *from)
{
    struct node figures = node_member(from, "figures");

    scenario->figure_count = node_count(&figures, MOST_NAMES);
    scenario->figures = new_list(scenario->figure_count, sizeof *scenario->figures);
    for (size_t i = 0; i < scenario->figure_count; i++) {
        struct dataset_figure *figure = &scenario->figures[i];
        struct node node = node_item(&figures, i);
        struct node digits = node_member(&node, "digits");

        figure->name = member_text(&node, "name");
        figure->title = member_text(&node, "title");
        figure->unit = member_text(&node, "unit");
        figure->digits = (int)node_whole(&digits, 9);
        figure->better = (enum better)member_choice(&node, "better", better_words);
        figure->role = (enum role)member_choice(&node, "role", role_words);
        figure->noise = read_noise(root, figure->name);
        if (dataset_figure(scenario, figure->name) != figure)
            node_fault(&node, "another figure has the same name");
    }
}

static void read_points(struct dataset_scenario *scenario, const struct node *from)
{
    struct node points = node_member(from, "points");

    scenario->point_count = node_count(&points, MOST_NAMES);
    scenario->points = new_list(scenario->point_count, sizeof *scenario->points);
    for (size_t i = 0; i < scenario->point_count; i++) {
        struct node point = node_item(&points, i);

        scenario->points[i] = member_text(&point, "label");
        if (dataset_point(scenario, scenario->points[i]) != i)
            node_fault(&point, "another point has the same label");
    }
}

static size_t read_values(struct dataset_cell *cell, const struct node *node)
{
    struct node values = node_member(node, "values");
    struct node blocks = node_member(node, "blocks");
    size_t count = node_count(&values, MOST_VALUES);

    if (node_count(&blocks, MOST_VALUES) != count)
        node_fault(&blocks, "as many as values were expected, and those are %zu", count);
    cell->values = new_list(count, sizeof *cell->values);
    cell->blocks = new_list(count, sizeof *cell->blocks);
    for (size_t i = 0; i < count; i++) {
        struct node value = node_item(&values, i);
        struct node block = node_item(&blocks, i);

        cell->values[i] = node_number(&value, -largest, largest);
        cell->blocks[i] = (unsigned)node_whole(&block, INT32_MAX);
    }
    return count;
}

/* Older files have the number that all jobs of a model share once for each of them, without an
 * interval. */
static bool is_one_number(const struct dataset_cell *cell, const struct node *node)
{
    struct node low = node_member(node, "low");

    for (size_t i = 1; i < cell->count; i++)
        if (cell->values[i] != cell->values[0])
            return false;
    return cell->count > 0 && node_is_null(&low);
}

static void read_cell(const struct dataset_scenario *scenario, struct dataset_cell *cell,
                      const struct node *node)
{
    struct node median = node_member(node, "median");
    struct node suspect = node_member(node, "suspect");

    if (cell->values) {
        node_fault(node, "another cell has the same point, model and figure");
        return;
    }
    cell->count = read_values(cell, node);
    if (!scenario->side_by_side && is_one_number(cell, node))
        cell->count = 1;
    cell->median = node_is_null(&median) ? NAN : node_number(&median, -largest, largest);
    cell->suspect = !node_is_null(&suspect) && node_flag(&suspect);
    cell->note = member_text_or_null(node, "note");
    if (cell->count > 0 && isnan(cell->median))
        node_fault(&median, "a number was expected, since there are values");
}

static size_t cell_index(const struct dataset *dataset, const struct dataset_scenario *scenario,
                         size_t point, const struct dataset_model *model,
                         const struct dataset_figure *figure)
{
    return (point * dataset->model_count + (size_t)(model - dataset->models)) *
               scenario->figure_count +
           (size_t)(figure - scenario->figures);
}

static void place_cell(struct dataset *dataset, struct dataset_scenario *scenario,
                       const struct node *node)
{
    struct node where = node_member(node, "point");
    struct node who = node_member(node, "model");
    struct node what = node_member(node, "figure");
    size_t point = dataset_point(scenario, node_text(&where));
    const struct dataset_model *model = dataset_model(dataset, node_text(&who));
    const struct dataset_figure *figure = dataset_figure(scenario, node_text(&what));

    if (point == scenario->point_count)
        node_fault(&where, "the scenario has no such point");
    else if (!model)
        node_fault(&who, "there is no such model");
    else if (!figure)
        node_fault(&what, "the scenario has no such figure");
    else
        read_cell(scenario,
                  &scenario->cells[cell_index(dataset, scenario, point, model, figure)], node);
}

/* The room for cells is that of all points, models and figures, whether they are there or not.
 */
static void read_cells(struct dataset *dataset, struct dataset_scenario *scenario,
                       const struct node *from)
{
    struct node cells = node_member(from, "cells");
    size_t count = node_count(&cells, MOST_CELLS);
    size_t room = dataset->model_count * scenario->point_count * scenario->figure_count;

    if (room > MOST_CELLS - dataset->room) {
        node_fault(from, "%zu points with %zu figures of %zu models are too many",
                   scenario->point_count, scenario->figure_count, dataset->model_count);
        return;
    }
    dataset->room += room;
    scenario->cells = new_list(room, sizeof *scenario->cells);
    for (size_t i = 0; i < count; i++) {
        struct node cell = node_item(&cells, i);

        place_cell(dataset, scenario, &cell);
    }
}

static void read_scenarios(struct dataset *dataset, const struct node *root)
{
    struct node scenarios = node_member(root, "scenarios");
    size_t count = node_count(&scenarios, MOST_NAMES);

    dataset->scenarios = new_list(count, sizeof *dataset->scenarios);
    while (dataset->scenario_count < count && !*dataset->document.fault) {
        struct node node = node_item(&scenarios, dataset->scenario_count);
        struct dataset_scenario *scenario = &dataset->scenarios[dataset->scenario_count++];

        scenario->name = member_text(&node, "name");
        scenario->question = member_text(&node, "question");
        scenario->axis = member_text(&node, "axis");
        scenario->side_by_side = strcmp(scenario->name, job) != 0;
        if (dataset_scenario(dataset, scenario->name) != scenario)
            node_fault(&node, "another scenario has the same name");
        read_points(scenario, &node);
        read_figures(scenario, root, &node);
        read_cells(dataset, scenario, &node);
    }
}

static void read_machine(struct dataset *dataset, const struct node *root)
{
    struct node machine = node_member(root, "machine");
    struct node cpus = node_member(&machine, "cpus");

    dataset->cpus = node_is_null(&cpus) ? 0 : node_whole(&cpus, INT32_MAX);
    dataset->cpu = member_text(&machine, "cpu");
    dataset->kernel = member_text(&machine, "kernel");
    dataset->commit = member_text_or_null(&machine, "commit");
    dataset->placement = member_text(&machine, "placement");
}

static void read_all(struct dataset *dataset)
{
    struct node root = document_root(&dataset->document);
    struct node schema = node_member(&root, "schema");

    if (strcmp(node_text(&schema), "echolab-summary-2") != 0) {
        node_fault(&schema, "echolab-summary-2 was expected");
        return;
    }
    dataset->title = member_text(&root, "title");
    dataset->effort = member_text(&root, "effort");
    dataset->started = member_text_or_null(&root, "started");
    read_machine(dataset, &root);
    read_models(dataset, &root);
    read_scenarios(dataset, &root);
}

bool dataset_read(struct dataset *dataset, const char *folder)
{
    struct stat status;
    bool is_file = stat(folder, &status) == 0 && S_ISREG(status.st_mode);

    *dataset = (struct dataset){ .fault = "the name of the folder is too long" };
    if (snprintf(dataset->path, sizeof dataset->path, is_file ? "%s" : "%s/summary.json",
                 folder) >= (int)sizeof dataset->path)
        return false;
    dataset->fault = dataset->document.fault;
    if (document_load(&dataset->document, dataset->path))
        read_all(dataset);
    return !*dataset->fault;
}

void dataset_release(struct dataset *dataset)
{
    for (size_t i = 0; i < dataset->scenario_count; i++) {
        struct dataset_scenario *scenario = &dataset->scenarios[i];
        size_t cells = dataset->model_count * scenario->point_count * scenario->figure_count;

        for (size_t j = 0; scenario->cells && j < cells; j++) {
            free(scenario->cells[j].values);
            free(scenario->cells[j].blocks);
        }
        free(scenario->cells);
        free(scenario->figures);
        free(scenario->points);
    }
    free(dataset->scenarios);
    free(dataset->models);
    document_release(&dataset->document);
}

const struct dataset_model *dataset_model(const struct dataset *dataset, const char *name)
{
    for (size_t i = 0; i < dataset->model_count; i++)
        if (dataset->models[i].name && strcmp(dataset->models[i].name, name) == 0)
            return &dataset->models[i];
    return NULL;
}

const struct dataset_scenario *dataset_scenario(const struct dataset *dataset, const char *name)
{
    for (size_t i = 0; i < dataset->scenario_count; i++)
        if (strcmp(dataset->scenarios[i].name, name) == 0)
            return &dataset->scenarios[i];
    return NULL;
}

const struct dataset_figure *dataset_figure(const struct dataset_scenario *scenario,
                                            const char *name)
{
    for (size_t i = 0; i < scenario->figure_count; i++)
        if (scenario->figures[i].name && strcmp(scenario->figures[i].name, name) == 0)
            return &scenario->figures[i];
    return NULL;
}

size_t dataset_point(const struct dataset_scenario *scenario, const char *label)
{
    size_t i = 0;

    while (i < scenario->point_count && scenario->points[i] &&
           strcmp(scenario->points[i], label) != 0)
        i++;
    return i;
}

const struct dataset_cell *dataset_cell(const struct dataset *dataset,
                                        const struct dataset_scenario *scenario, size_t point,
                                        const struct dataset_model *model,
                                        const struct dataset_figure *figure)
{
    return &scenario->cells[cell_index(dataset, scenario, point, model, figure)];
}
