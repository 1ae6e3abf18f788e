/* generator_cost.h - what a message costs echo-load in a closed loop, and the minimal client.
 */
#ifndef ECHOLAB_GENERATOR_COST_H
#define ECHOLAB_GENERATOR_COST_H

#include "lab.h"

#include <stdbool.h>

/* 64 connections, 64 B, against echo-epoll, over `rounds` pairs. Prints its line; true if the
 * limit is kept. */
bool generator_cost_check(const struct lab *lab, unsigned rounds);

#endif
