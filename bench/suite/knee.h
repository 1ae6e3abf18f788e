/* knee.h - the highest rate that keeps a promise: 99 % of the answers within so long.
 *
 * A search on a running server: the rate is halved and raised between one that kept the promise
 * and one that broke it, until they lie 3 % apart. Where they are already near, chance decides
 * a single try, so there a rate is tried up to three times and the majority counts. Each search
 * is one run; how far such runs scatter gives the interval. */
#ifndef ECHOLAB_KNEE_H
#define ECHOLAB_KNEE_H

#include "candidate.h"
#include "measure.h"

struct knee {
    double kept_per_s; /* the highest rate that kept the promise; 0: none that was tried did */
    double broken_per_s; /* the lowest that broke it; 0: none did, up to 1.2 times what it can
                            do flat out */
    unsigned tries;
    double generator_cpu_s; /* of all tries */
    json_t *load;           /* echo-load's result at the rate that was kept; the caller's */
};

/* False with a reason if echo-load gave no result, a wrong echo, or no 99th percentile, or
 * somebody interrupts. */
bool knee_search(const struct lab *lab, const struct candidate *candidate,
                 const struct load *load, const struct conditions *conditions, uint64_t seed,
                 struct knee *knee, char reason[REASON_TEXT]);

#endif
