/* pacing_cost.h - what being on time costs echo-load in an open loop, and how late it is. */
#ifndef ECHOLAB_PACING_COST_H
#define ECHOLAB_PACING_COST_H

#include "lab.h"

#include <stdbool.h>

/* 32,000 messages a second of 64 B over 16 connections, at even distances, against echo-epoll:
 * --pacing=precise by the minimal pacer, which wakes for each message, and --pacing=balanced by
 * precise, over so many rounds. Prints its lines; true if all limits are kept. */
bool pacing_cost_check(const struct lab *lab, unsigned rounds);

#endif
