/* hgrm.h - a histogram as HdrHistogram prints its percentiles (.hgrm): for its plotter, and for
 * everybody's eyes. */
#ifndef ECHOLAB_HGRM_H
#define ECHOLAB_HGRM_H

#include "histogram.h"

#include <stdbool.h>
#include <stdio.h>

/* Writes, byte by byte, what HdrHistogram (Java) writes of the same counts: AbstractHistogram's
 * outputPercentileDistribution() with five steps for each halving of the distance to 100 % and
 * values in milliseconds. Mean, deviation and maximum are therefore those of slots, and values
 * above one hour those of the last slot (see hdr_encoding.h). False if the file does not take
 * it. */
bool hgrm_write(FILE *file, const struct histogram *histogram);

#endif
