/* experiment.h - `echo-bench run` from the first check to the last table. */
#ifndef ECHOLAB_EXPERIMENT_H
#define ECHOLAB_EXPERIMENT_H

#include "choice.h"
#include "resume.h"

/* Measures what was chosen, or, with `resume`, what is left of it; NULL: it begins. `argc` and
 * `argv` are kept with the results. Returns the exit
 * status: 0, 1 if something failed, 130 if it was interrupted; what was done is kept in any
 * case. */
int experiment_run(const struct choice *choice, int argc, char **argv, struct resume *resume);

#endif
