/* troubles.h - what went wrong with the runs, told once for each model and reason. */
#ifndef ECHOLAB_TROUBLES_H
#define ECHOLAB_TROUBLES_H

#include "run.h"

#include <stdbool.h>

/* Names it on stderr; true if something did. */
bool troubles_name(const struct runs *runs);

#endif
