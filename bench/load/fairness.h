/* fairness.h - how equally a server has served its connections. */
#ifndef ECHOLAB_FAIRNESS_H
#define ECHOLAB_FAIRNESS_H

#include <stddef.h>
#include <stdint.h>

/* Shares are relative to the mean: 1.0 is an equal share. */
struct fairness {
    double
        jain; /* 1.0: all equal; 1/n: one has everything. Jain, Chiu, Hawe, DEC-TR-301, 1984 */
    double min_share;
    double median_share;
    double max_share;
    uint64_t starved; /* connections that got nothing */
};

/* Of `count` connections and the number of messages each had answered; sorts them. If there are
 * none, or nobody got anything, the shares are 0. */
struct fairness fairness_of(uint64_t *answered, size_t count);

#endif
