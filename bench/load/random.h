/* random.h - reproducible pseudo-random numbers: splitmix64.
 *
 * Sebastiano Vigna, https://prng.di.unimi.it/splitmix64.c (public domain). One addition and two
 * multiplications a number, one word of state, any state is a good one. Not for secrets. */
#ifndef ECHOLAB_RANDOM_H
#define ECHOLAB_RANDOM_H

#include <stdint.h>

/* The next number of the sequence that `state` stands in. */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t number = *state += UINT64_C(0x9e3779b97f4a7c15);

    number = (number ^ (number >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    number = (number ^ (number >> 27)) * UINT64_C(0x94d049bb133111eb);
    return number ^ (number >> 31);
}

/* The start of a sequence that belongs to `number` alone among all sequences of `seed`. */
static inline uint64_t random_seeded(uint64_t seed, uint64_t number)
{
    uint64_t state = seed;

    state = random_next(&state) + number;
    return random_next(&state);
}

/* A number from 0 to `limit`, both included. */
static inline uint64_t random_up_to(uint64_t *state, uint32_t limit)
{
    return ((random_next(state) >> 32) * ((uint64_t)limit + 1)) >> 32;
}

#endif
