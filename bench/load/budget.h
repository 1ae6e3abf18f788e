/* budget.h - whether the machine has what a run asks for, told before it starts. */
#ifndef ECHOLAB_BUDGET_H
#define ECHOLAB_BUDGET_H

#include "options.h"

/* Raises the soft limit of descriptors to the hard one, and checks that descriptors and, to a
 * tcp or udp address, local ports are enough. Returns NULL, or a sentence in a static buffer
 * which says how many are needed, how many there are, how many are missing, and how to get
 * them. */
const char *budget_check(const struct options *options);

#endif
