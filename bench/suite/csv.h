/* csv.h - the results as comma-separated values (RFC 4180), for programs. */
#ifndef ECHOLAB_CSV_H
#define ECHOLAB_CSV_H

#include "digest.h"

#include <stdio.h>

/* One line for each figure of each model at each point, after a line of names. What is not
 * known is empty, and `verdict` and `note` say why. */
void csv_write(FILE *stream, const struct digest *digest);

#endif
