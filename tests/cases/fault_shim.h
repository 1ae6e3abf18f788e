/* fault_shim.h - servers in whose calls faults are put from outside: tests/faults/faults.c.
 *
 *     struct faults *faults = faults_begin(trial);
 *     faults->one_in = 8;
 *     ... start servers, and talk to them ...
 *     check(faults->failed > 0, ...);
 *
 * From faults_begin() on every server that the trial starts has the library before it, and does
 * as the common memory says, at once, whenever that changes. */
#ifndef ECHOLAB_FAULT_SHIM_H
#define ECHOLAB_FAULT_SHIM_H

#include "../faults/faults.h"

struct trial;

/* Skips the case where the library is not there. */
struct faults *faults_begin(const struct trial *trial);

#endif
