/* reports.h - what was found, for machines: JSON (schema echolab-conformance-1) and JUnit's
 * XML.
 */
#ifndef ECHOLAB_REPORTS_H
#define ECHOLAB_REPORTS_H

#include "findings.h"
#include "wishes.h"

#include <stdio.h>

struct reports {
    FILE *json, *junit; /* NULL: not wanted */
};

/* Opens the files before anything is run, so that no long run ends in vain; a file that cannot
 * be written ends the program with status 1. Where one of them is stdout, everything else that
 * is printed goes to stderr from now on. */
void reports_open(struct reports *reports, const struct wishes *wishes);

/* Writes and closes them; ends the program with status 1 if that fails. */
void reports_write(struct reports *reports, const struct wishes *wishes,
                   const struct findings *findings);

#endif
