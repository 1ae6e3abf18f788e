/* choice.h - the command line of `echo-bench run`: what is to be measured, and how thoroughly.
 */
#ifndef ECHOLAB_CHOICE_H
#define ECHOLAB_CHOICE_H

#include "model.h"
#include "road.h"
#include "scenario.h"
#include "servers.h"

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
    bool own[MOST_MODELS];          /* which of ours were named, by model_at()'s index */
    struct servers servers;         /* of others, as they were named */
    struct roster roster;           /* the servers that take part */
    bool scenarios[MOST_SCENARIOS]; /* by scenario_at()'s index */
    bool job;
    enum road road;
    double capacity_per_s; /* what shares of the rate are of; 0: it is looked for */
    uint64_t promise_ns;   /* what the knee holds p99 to */
    const char *resume;    /* the folder of a run that is to go on; NULL: a new one */
    bool anew;             /* something was asked for that a run which goes on has already */
    const char *out;       /* the folder to write; NULL: a new one by date and host */
    uint64_t seed;
    bool ungated; /* models are measured that were not asked whether they echo: gate.h */
    bool quiet;
};

/* Wrong use ends the program with one line on stderr and status 2, --help and the like with 0.
 */
void choice_parse(int argc, char **argv, struct choice *choice);

void choice_release(struct choice *choice);

/* Lists what was chosen, the job last, and returns how many there are. */
size_t choice_scenarios(const struct choice *choice,
                        const struct scenario *chosen[MOST_SCENARIOS + 1]);

/* True if the point belongs to the chosen depth. A scenario that was asked for by name has at
 * least the points of the least depth at which it has any. */
bool choice_includes(const struct choice *choice, const struct scenario *scenario,
                     const struct point *point);

#endif
