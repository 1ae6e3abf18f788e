/* many.h - what 18,000 connections cost echo-load: the time to make them, and its memory. */
#ifndef ECHOLAB_MANY_H
#define ECHOLAB_MANY_H

#include "lab.h"

#include <stdbool.h>

/* Against echo-epoll, over two source addresses, so many times. Prints its lines; true if all
 * limits are kept. */
bool many_check(const struct lab *lab, unsigned times);

#endif
