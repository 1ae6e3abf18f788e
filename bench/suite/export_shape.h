/* export_shape.h - results in hyperfine's and in Google Benchmark's shape of JSON. */
#ifndef ECHOLAB_EXPORT_SHAPE_H
#define ECHOLAB_EXPORT_SHAPE_H

#include "dataset.h"
#include "selection.h"

#include <jansson.h>

/* Makes the whole document of what is selected and is a time; no figure selected means all
 * that are. The caller has the reference. */
typedef json_t *export_shape(const struct dataset *dataset, const struct selection *selection);

/* hyperfine --export-json: an entry of "results" for each figure of each model at each point.
 * Its scripts read command, mean, stddev, median, min, max, times (in seconds) and parameters.
 */
export_shape export_hyperfine;

/* --benchmark_format=json: an entry of "benchmarks" for each run and, of several runs, for
 * their mean, median, stddev and cv; compare.py pairs them by name. */
export_shape export_google_benchmark;

#endif
