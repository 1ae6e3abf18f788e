/* grid.h - what was found, for people: the cases down, the servers across. */
#ifndef ECHOLAB_GRID_H
#define ECHOLAB_GRID_H

#include "findings.h"
#include "wishes.h"

/* Prints it. A cell says ok, FAIL, skip, or - for what differs by design; nothing, if the
 * server was not asked. A number beside it leads to the sentence below which says why. */
void grid_print(const struct wishes *wishes, const struct findings *findings);

#endif
