/* parcel.h - what a datagram of ours looks like.
 *
 *     8 bytes  sequence number of its connection     16 digits of 4 bits, each a byte from
 *     3 bytes  slot: its place in our books          '0' (0x30) to '?' (0x3f): readable in a
 *     5 bytes  a mix of both and the connection      trace, and no service changes them
 *     the rest: bytes of the payload, from a place that follows from (connection, sequence)
 *
 * So every byte of an answer is known in advance, whichever order answers come in. A mix that
 * is right says that this connection has sent the datagram once; by chance it is right once in
 * a million times. */
#ifndef ECHOLAB_PARCEL_H
#define ECHOLAB_PARCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PARCEL_HEADER = 16,
    PARCEL_SLOTS = 4096,   /* slots are below this */
    PARCEL_LONGEST = 65507 /* bytes that UDP carries over IPv4 */
};

struct parcel {
    uint32_t sequence;
    uint32_t slot;
};

/* What the mixes of a connection have in common. */
uint64_t parcel_key(uint64_t seed, uint64_t connection);

/* Writes the header. */
void parcel_write(unsigned char bytes[PARCEL_HEADER], uint64_t key, struct parcel parcel);

/* Reads it back; false if there is none, or it is damaged, or of another connection. */
bool parcel_read(const unsigned char *bytes, size_t count, uint64_t key, struct parcel *parcel);

/* Where in the payload the rest of the datagram comes from; `start` is its connection's. */
static inline uint64_t parcel_place(uint64_t start, uint32_t sequence)
{
    return start + sequence * UINT64_C(8191);
}

/* In how many bits two texts differ; more than `enough` are not counted. */
size_t parcel_distance(const unsigned char *left, const unsigned char *right, size_t count,
                       size_t enough);

#endif
