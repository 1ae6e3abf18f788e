/* pairs.c - one figure of two programs, measured side by side. */
#include "pairs.h"

#include "measure.h"

#include <stdio.h>

enum { WARM_UP_MS = 100, WINDOW_MS = 500, TRIES = 3 };

static void measure_once(const struct lab *lab, const struct subject *subject,
                         struct chance *chance, struct run *run)
{
    const struct model model = { .name = subject->server };

    *run = (struct run){ .scenario = subject->scenario,
                         .point = subject->point,
                         .model = &model,
                         .seed = chance_next(chance) };
    measure(lab, &(struct conditions){ .warm_up_ms = WARM_UP_MS, .window_ms = WINDOW_MS }, run);
    json_decref(run->load);
    run->load = NULL;
    run->model = NULL;
}

bool pairs_measure(const struct lab *lab, const struct subject *subject, struct chance *chance,
                   double *figure, char reason[REASON_TEXT])
{
    struct run run;
    int tries = 0;

    do
        measure_once(lab, subject, chance, &run);
    while (run.outcome == OUTCOME_MEASURED && verdict_is_disturbed(&run) && ++tries < TRIES);

    const struct reading *reading = readings_find(&run.readings, subject->reading);

    if (run.outcome != OUTCOME_MEASURED || !reading || reading->missing) {
        snprintf(reason, REASON_TEXT, "%s",
                 run.outcome != OUTCOME_MEASURED ? run.failure
                 : reading                       ? reading->missing
                                                 : "not measured");
        return false;
    }
    *figure = reading->value;
    return true;
}

bool pairs_compare(const struct lab *lab, const struct subject *subject,
                   const struct subject *other, unsigned count, struct chance *chance,
                   struct spread *spread, char reason[REASON_TEXT])
{
    double results[MOST_PAIRS];

    for (unsigned i = 0; i < count; i++) {
        bool swapped = chance_below(chance, 2) == 1;
        double mine = 0;
        double yours = 1;

        if (other && swapped && !pairs_measure(lab, other, chance, &yours, reason))
            return false;
        if (!pairs_measure(lab, subject, chance, &mine, reason))
            return false;
        if (other && !swapped && !pairs_measure(lab, other, chance, &yours, reason))
            return false;
        results[i] = mine / yours;
    }
    *spread = statistics_describe(results, count);
    return true;
}
