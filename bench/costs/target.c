/* target.c - echo-epoll as the server that clients are compared at. */
#include "target.h"

#include <stdio.h>
#include <string.h>

bool target_start(const struct lab *lab, struct target *target, char reason[REASON_TEXT])
{
    const struct candidate_order order = { .model = model_named("epoll"),
                                           .address = "tcp://127.0.0.1:0" };

    if (!candidate_start(lab, &order, &target->candidate, reason))
        return false;
    snprintf(target->port, sizeof target->port, "%s",
             strrchr(target->candidate.address, ':') + 1);
    return true;
}

void target_stop(struct target *target)
{
    struct ending ending;
    char parting[REASON_TEXT];

    candidate_stop(&target->candidate, &ending, parting);
}
