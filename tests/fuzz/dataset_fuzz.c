/* dataset_fuzz.c - the summary of somebody's results, as `echo-bench compare` reads it. */
#include "fuzz.h"

#include "dataset.h"

#include <math.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static void claim_cell(const struct dataset_cell *cell)
{
    claim(cell != NULL, "every place has a cell");
    claim(cell->count == 0 || (cell->values && cell->blocks), "there are values");
    for (size_t i = 0; i < cell->count; i++)
        claim(isfinite(cell->values[i]), "every value is a number");
    claim(cell->count == 0 || isfinite(cell->median), "the median is a number");
}

static void claim_scenario(const struct dataset *dataset,
                           const struct dataset_scenario *scenario)
{
    claim(scenario->name && scenario->question && scenario->axis, "a scenario says what it is");
    claim(dataset_scenario(dataset, scenario->name), "a scenario has a name of its own");
    for (size_t point = 0; point < scenario->point_count; point++)
        for (size_t model = 0; model < dataset->model_count; model++)
            for (size_t figure = 0; figure < scenario->figure_count; figure++)
                claim_cell(dataset_cell(dataset, scenario, point, &dataset->models[model],
                                        &scenario->figures[figure]));
}

static void claim_dataset(const struct dataset *dataset)
{
    claim(dataset->title && dataset->effort && dataset->cpu && dataset->kernel &&
              dataset->placement,
          "there are texts");
    for (size_t i = 0; i < dataset->model_count; i++)
        claim(dataset->models[i].name && dataset->models[i].gate, "a model has a name");
    for (size_t i = 0; i < dataset->scenario_count; i++)
        claim_scenario(dataset, &dataset->scenarios[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[32];
    struct dataset dataset;
    const int file = memfd_create("summary", MFD_CLOEXEC);

    claim(file >= 0 && write(file, data, size) == (ssize_t)size, "there is a file");
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (dataset_read(&dataset, path))
        claim_dataset(&dataset);
    else
        claim_message(dataset.fault);
    dataset_release(&dataset);
    close(file);
    return 0;
}
