/* chance.c - random numbers that a seed repeats. */
#include "chance.h"

struct chance chance_from(uint64_t seed)
{
    return (struct chance){ .state = seed };
}

uint64_t chance_next(struct chance *chance)
{
    uint64_t mixed = chance->state += 0x9e3779b97f4a7c15U;

    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
}

uint64_t chance_below(struct chance *chance, uint64_t bound)
{
    /* Numbers below 2^64 mod bound would make the small remainders more likely. */
    uint64_t unfair = -bound % bound;
    uint64_t number;

    do
        number = chance_next(chance);
    while (number < unfair);
    return number % bound;
}

void chance_shuffle(struct chance *chance, size_t *numbers, size_t count)
{
    for (size_t left = count; left > 1; left--) {
        size_t chosen = chance_below(chance, left);
        size_t last = numbers[left - 1];

        numbers[left - 1] = numbers[chosen];
        numbers[chosen] = last;
    }
}
