/* environment.h - where and with what a result was made: whatever could change the figures. */
#ifndef ECHOLAB_ENVIRONMENT_H
#define ECHOLAB_ENVIRONMENT_H

#include "lab.h"

#include <jansson.h>

/* An object with kernel, CPU, memory, network settings, limits, accounting, build. What the
 * machine does not tell is null. The caller owns it. */
json_t *environment_json(const struct lab *lab);

#endif
