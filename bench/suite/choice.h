/* choice.h - the command line of `echo-bench run`: what is to be measured, and how thoroughly.
 */
#ifndef ECHOLAB_CHOICE_H
#define ECHOLAB_CHOICE_H

#include "model.h"
#include "scenario.h"

#include <stdbool.h>
#include <stdint.h>

/* What a depth means in time. */
struct effort {
    const char *name;
    unsigned runs; /* of each model at each point, one a block */
    unsigned warm_up_ms, window_ms;
    unsigned job_runs;
};

struct choice {
    enum depth depth;
    struct effort effort;
    bool models[MOST_MODELS];       /* by model_at()'s index */
    bool scenarios[MOST_SCENARIOS]; /* by scenario_at()'s index */
    bool job;
    const char *out; /* the folder to write; NULL: a new one by date and host */
    uint64_t seed;
    bool quiet;
};

/* Wrong use ends the program with one line on stderr and status 2, --help and the like with 0.
 */
void choice_parse(int argc, char **argv, struct choice *choice);

/* Lists what was chosen, the job last, and returns how many there are. */
size_t choice_scenarios(const struct choice *choice,
                        const struct scenario *chosen[MOST_SCENARIOS + 1]);

/* True if the point belongs to the chosen depth. */
bool choice_includes(const struct choice *choice, const struct point *point);

#endif
