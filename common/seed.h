/* seed.h - what begins a sequence of chance, as it is given, written and read again. */
#ifndef ECHOLAB_SEED_H
#define ECHOLAB_SEED_H

#include <stdint.h>

/* Readers of the files may be JavaScript, which has no larger whole numbers. */
static const uint64_t seed_largest = (UINT64_C(1) << 53) - 1;

/* The seed that is so many after this one; the largest is followed by 0. */
static inline uint64_t seed_after(uint64_t seed, uint64_t further)
{
    return (seed + further) & seed_largest;
}

#endif
