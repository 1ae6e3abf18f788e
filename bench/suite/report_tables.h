/* report_tables.h - a summary as plain tables, for those who have no page. */
#ifndef ECHOLAB_REPORT_TABLES_H
#define ECHOLAB_REPORT_TABLES_H

#include <jansson.h>
#include <stdio.h>

/* The answer, and for each scenario its finding and a table for each of its points. No control
 * characters, whatever the summary holds. */
void report_tables_print(FILE *stream, const json_t *summary);

#endif
