/* report_junit.h - what was found, as the XML that JUnit writes and CI systems read. */
#ifndef ECHOLAB_REPORT_JUNIT_H
#define ECHOLAB_REPORT_JUNIT_H

#include "findings.h"
#include "wishes.h"

#include <stdio.h>

/* A suite for each server, a test case for each case and transport. What differs by design is a
 * skipped test, with the reason: the format knows nothing else. */
void report_junit(FILE *stream, const struct wishes *wishes, const struct findings *findings);

#endif
