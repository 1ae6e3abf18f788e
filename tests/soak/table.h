/* table.h - what a soak came to, a row for each model. */
#ifndef ECHOLAB_SOAK_TABLE_H
#define ECHOLAB_SOAK_TABLE_H

#include "life.h"

#include <stdbool.h>

void table_heading(void);

/* False if the model's memory at rest grows: by 1 KiB a minute or more, and not by chance.
 * Where the interval is too wide to tell, the row says "undecided". */
bool table_row(const char *model, const struct memories *memories);

#endif
