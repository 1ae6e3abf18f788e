/* payload.c - what clients say: pseudo-random bytes that are known by their position. */
#include "payload.h"

#include <string.h>

enum { WORD = sizeof(uint64_t), BLOCK = 4096 };

static const uint64_t golden = 0x9e3779b97f4a7c15ULL;

/* The output function of splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

uint64_t payload_key(uint64_t seed, uint64_t number)
{
    return mix(seed + golden) ^ mix((number + 1) * golden);
}

void payload_fill(uint64_t key, uint64_t offset, char *bytes, size_t count)
{
    while (count > 0) {
        uint64_t word = mix(key + (offset / WORD + 1) * golden);
        size_t skip = offset % WORD;
        size_t step = WORD - skip < count ? WORD - skip : count;

        memcpy(bytes, (const char *)&word + skip, step);
        bytes += step;
        offset += step;
        count -= step;
    }
}

/* ASCII only, whatever the locale: toupper() would follow it. */
static void raise_letters(char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (bytes[i] >= 'a' && bytes[i] <= 'z')
            bytes[i] = (char)(bytes[i] - 'a' + 'A');
}

size_t payload_difference(uint64_t key, uint64_t offset, bool upper, const char *bytes,
                          size_t count, unsigned char *right)
{
    char block[BLOCK];

    for (size_t done = 0; done < count; done += BLOCK) {
        size_t step = count - done < BLOCK ? count - done : BLOCK;

        payload_fill(key, offset + done, block, step);
        if (upper)
            raise_letters(block, step);
        if (memcmp(block, bytes + done, step) == 0)
            continue;
        for (size_t i = 0; i < step; i++) {
            *right = (unsigned char)block[i];
            if (block[i] != bytes[done + i])
                return done + i;
        }
    }
    return count;
}

uint64_t dice_between(struct dice *dice, uint64_t min, uint64_t max)
{
    dice->state += golden;
    return min + mix(dice->state) % (max - min + 1);
}
