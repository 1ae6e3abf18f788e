/* table.h - the results as aligned text, for people. */
#ifndef ECHOLAB_TABLE_H
#define ECHOLAB_TABLE_H

#include "digest.h"

#include <stdio.h>

/* One table for each chosen scenario, with its footnotes. Plain text, without control
 * characters; as wide as `width` columns allow, so that points which do not fit side by side
 * follow below. */
void table_print(FILE *stream, const struct digest *digest, int width);

/* The models, what they are, and what bounds them. */
void table_print_models(FILE *stream);

#endif
