/* pacer.c - how long an event loop may sleep before the next message is due. */
#include "pacer.h"

#include "clock.h"

#include <string.h>
#include <sys/prctl.h>

enum {
    SPIN_NS = 12 * NS_PER_US,      /* less than falling asleep and waking up cost: wait awake */
    PATIENCE_NS = 200 * NS_PER_US, /* so long the first of a batch waits for the others */
    WORTH_WAITING = 2              /* messages that come in this time */
};

static const char *const names[] = { "precise", "balanced" };

struct pacer pacer_prepare(enum pacing pacing, double rate)
{
    const bool batches =
        pacing == PACING_BALANCED && rate * PATIENCE_NS >= (double)WORTH_WAITING * NS_PER_S;

    prctl(PR_SET_TIMERSLACK, 1);
    return (struct pacer){ .spin_ns = batches ? 0 : SPIN_NS,
                           .patience_ns = batches ? PATIENCE_NS : 0 };
}

const char *pacing_name(enum pacing pacing)
{
    return names[pacing];
}

bool pacing_from_name(const char *name, enum pacing *pacing)
{
    for (int i = 0; i < 2; i++)
        if (strcmp(name, names[i]) == 0) {
            *pacing = (enum pacing)i;
            return true;
        }
    return false;
}
