/* generator_cost.h - what a message costs echo-load, in pairs with the minimal client. */
#ifndef ECHOLAB_GENERATOR_COST_H
#define ECHOLAB_GENERATOR_COST_H

#include "lab.h"
#include "statistics.h"

#include <stdbool.h>

/* 64 connections, 64 B, closed loop, against echo-epoll: stores the spread of the ratio of CPU
 * time per message over `count` pairs. False with a reason when a program failed. */
bool generator_cost_compare(const struct lab *lab, unsigned count, struct spread *spread,
                            char reason[REASON_TEXT]);

#endif
