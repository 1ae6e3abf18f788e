/* selection.h - names of cases, models and transports, as a command line lists them. */
#ifndef ECHOLAB_SELECTION_H
#define ECHOLAB_SELECTION_H

#include "catalogue.h"

#include <stdbool.h>

enum { SELECTION_NAME = 128 };

/* Takes the next name off a list with commas, cut if it is long; false at the list's end. */
bool selection_next(const char **list, char name[SELECTION_NAME]);

/* NULL if there is none of that name. */
const struct model *selection_model(const char *name);

/* Adds what a list with commas names: to `chosen` each case with that id or name, or of that
 * section; to `*transports` each transport. Returns NULL, or the first name that there is not;
 * it lives until the next call. */
const char *selection_add_cases(bool chosen[], const char *list);
const char *selection_add_transports(unsigned *transports, const char *list);

/* Nothing chosen means everything. Then, if `gate`, only what is in the gate's set stays. */
void selection_complete(bool chosen[], bool gate);

#endif
