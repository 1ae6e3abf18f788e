/* calibration.h - what `echo-bench calibrate` has found on this machine: calibrate.h.
 *
 *     calibration_load(path, environment, reason);     once; from then on:
 *     calibration_noise("cpu_us_per_request")          0.02: 2 % is nothing here
 *
 * One is known, or none: comparisons ask for the noise by a figure's name alone. A calibration
 * of another machine is none, so the CPU (its model, how many, which are used), the kernel and
 * the architecture have to be the same. */
#ifndef ECHOLAB_CALIBRATION_H
#define ECHOLAB_CALIBRATION_H

#include "lab.h"

#include <jansson.h>
#include <stdbool.h>

/* Where calibrate puts it, and run looks for it: calibration-HOST.json among the results. */
void calibration_path(char path[PATH_MAX]);

/* True if it is there and is one of this machine; otherwise `reason` says why not, and none is
 * known. `environment` is environment_json(). */
bool calibration_load(const char *path, const json_t *environment, char reason[REASON_TEXT]);

/* The whole of it, borrowed; NULL if none is known. */
const json_t *calibration_known(void);

/* Relative; 0 if it is not known of this figure, or suspect. */
double calibration_noise(const char *figure);

/* {"figure": noise, ...}, or null; the caller owns it. */
json_t *calibration_noise_json(void);

/* Forgets it. */
void calibration_release(void);

#endif
