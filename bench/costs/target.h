/* target.h - echo-epoll as the server that clients are compared at.
 *
 *     struct target target;
 *     if (!target_start(&lab, &target, reason)) ... reason says why
 *     ... clients at 127.0.0.1 and target.port, or at target.candidate.address ...
 *     target_stop(&target);
 */
#ifndef ECHOLAB_TARGET_H
#define ECHOLAB_TARGET_H

#include "candidate.h"

#include <stdbool.h>

struct target {
    struct candidate candidate;
    char port[8];
};

/* On the server's CPU, at a free port of 127.0.0.1. */
bool target_start(const struct lab *lab, struct target *target, char reason[REASON_TEXT]);

/* No other child of ours may be alive: see candidate_stop(). */
void target_stop(struct target *target);

#endif
