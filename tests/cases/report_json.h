/* report_json.h - what was found, as one JSON object of the schema echolab-conformance-1. */
#ifndef ECHOLAB_REPORT_JSON_H
#define ECHOLAB_REPORT_JSON_H

#include "findings.h"
#include "wishes.h"

#include <stdio.h>

void report_json(FILE *stream, const struct wishes *wishes, const struct findings *findings);

#endif
