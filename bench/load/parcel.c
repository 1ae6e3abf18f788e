/* parcel.c - what a datagram of ours looks like. */
#include "parcel.h"

#include "random.h"

enum { SLOT_BITS = 12, MIX_BITS = 20, DIGIT = 0x30 };

static uint64_t mix(uint64_t key, struct parcel parcel)
{
    uint64_t state = key + ((uint64_t)parcel.sequence << SLOT_BITS) + parcel.slot;

    return random_next(&state) >> (64 - MIX_BITS);
}

/* All that the header says. */
static uint64_t content(uint64_t key, struct parcel parcel)
{
    return (uint64_t)parcel.sequence << (SLOT_BITS + MIX_BITS) |
           (uint64_t)parcel.slot << MIX_BITS | mix(key, parcel);
}

uint64_t parcel_key(uint64_t seed, uint64_t connection)
{
    return random_seeded(seed + 1, connection);
}

void parcel_write(unsigned char bytes[PARCEL_HEADER], uint64_t key, struct parcel parcel)
{
    const uint64_t word = content(key, parcel);

    for (int i = 0; i < PARCEL_HEADER; i++)
        bytes[i] = (unsigned char)(DIGIT | (word >> (60 - 4 * i) & 0xf));
}

bool parcel_read(const unsigned char *bytes, size_t count, uint64_t key, struct parcel *parcel)
{
    uint64_t word = 0;

    if (count < PARCEL_HEADER)
        return false;
    for (int i = 0; i < PARCEL_HEADER; i++) {
        if ((bytes[i] & 0xf0) != DIGIT)
            return false;
        word = word << 4 | (bytes[i] & 0xf);
    }
    parcel->sequence = (uint32_t)(word >> (SLOT_BITS + MIX_BITS));
    parcel->slot = (uint32_t)(word >> MIX_BITS) % PARCEL_SLOTS;
    return word == content(key, *parcel);
}

size_t parcel_distance(const unsigned char *left, const unsigned char *right, size_t count,
                       size_t enough)
{
    size_t bits = 0;

    for (size_t i = 0; i < count && bits <= enough; i++)
        bits += (size_t)__builtin_popcount(left[i] ^ right[i]);
    return bits;
}
