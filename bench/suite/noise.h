/* noise.h - the noise that the results of a run are judged by. */
#ifndef ECHOLAB_NOISE_H
#define ECHOLAB_NOISE_H

#include "choice.h"
#include "lab.h"
#include "resume.h"
#include "store.h"

/* Finds the calibration of this machine (calibration.h), and keeps a copy with the results. A
 * run that goes on has one already; a thorough one that begins calibrates first if nobody has.
 * `unknown` says why there is none; "" if there is one. */
void noise_keep(const struct lab *lab, const struct choice *choice, const struct store *store,
                const struct resume *resume, char unknown[REASON_TEXT]);

#endif
