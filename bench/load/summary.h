/* summary.h - the result for people, on stdout, in the manner of wrk. */
#ifndef ECHOLAB_SUMMARY_H
#define ECHOLAB_SUMMARY_H

#include "options.h"
#include "result.h"

#include <stdbool.h>

/* What is about to run, in two lines. */
void summary_announce(const struct options *options);

/* What came of it; nothing if the window never opened. False if stdout does not take it. */
bool summary_print(const struct result *result);

#endif
