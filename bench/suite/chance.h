/* chance.h - random numbers that a seed repeats: for the order of runs and for resampling.
 *
 *     struct chance chance = chance_from(seed);
 *     chance_shuffle(&chance, order, count);
 *
 * The generator is splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, OOPSLA 2014). It is not for secrets. */
#ifndef ECHOLAB_CHANCE_H
#define ECHOLAB_CHANCE_H

#include <stddef.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

struct chance chance_from(uint64_t seed);

uint64_t chance_next(struct chance *chance);

/* 0 to `bound` - 1, each equally likely; `bound` is at least 1. */
uint64_t chance_below(struct chance *chance, uint64_t bound);

/* Brings the numbers into an order of which every one is equally likely (Fisher and Yates). */
void chance_shuffle(struct chance *chance, size_t *numbers, size_t count);

#endif
