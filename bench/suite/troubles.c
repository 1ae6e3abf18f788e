/* troubles.c - what went wrong with the runs. */
#include "troubles.h"

#include <stdio.h>
#include <string.h>

/* What went wrong with a run; NULL if nothing did. */
static const char *trouble(const struct run *run)
{
    const struct rule *grave = run->repeated ? NULL : verdict_gravest(&run->verdict);

    if (run->outcome == OUTCOME_FAILED)
        return run->failure;
    if (grave && *run->leave)
        return run->leave;
    return grave ? grave->sentence : NULL;
}

/* How often the trouble of this run came to its model; 0 if an earlier run has been told of it.
 */
static size_t count_trouble(const struct runs *runs, size_t index)
{
    const struct run *run = &runs->list[index];
    size_t count = 0;

    for (size_t i = 0; i < runs->count; i++) {
        const char *why = trouble(&runs->list[i]);

        if (!why || runs->list[i].model != run->model || strcmp(why, trouble(run)) != 0)
            continue;
        if (i < index)
            return 0;
        count++;
    }
    return count;
}

bool troubles_name(const struct runs *runs)
{
    bool any = false;

    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->list[i];
        size_t count = trouble(run) ? count_trouble(runs, i) : 0;

        if (count == 0)
            continue;
        any = true;
        fprintf(stderr, "echo-bench: %s failed in %s %s, run %u", run->model->name,
                run->scenario->name, run->point->label, run->order);
        if (count > 1)
            fprintf(stderr, " and %zu more", count - 1);
        fprintf(stderr, ": %s\n", trouble(run));
    }
    return any;
}
