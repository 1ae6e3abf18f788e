/* payload.h - what clients say: pseudo-random bytes that are known by their position.
 *
 * Byte `offset` of a stream is a pure function of the stream's key and of `offset`, so a reply
 * is checked without keeping what was sent, and a byte that is lost, doubled, moved or taken
 * from another client cannot look right. Nothing is ever constant: zeros come back right from a
 * server that sends its empty buffer. */
#ifndef ECHOLAB_PAYLOAD_H
#define ECHOLAB_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The key of stream `number` under a seed. */
uint64_t payload_key(uint64_t seed, uint64_t number);

void payload_fill(uint64_t key, uint64_t offset, char *bytes, size_t count);

/* Where `bytes` first differ from the stream at `offset`, with a-z raised to A-Z if `upper`;
 * `count` if they do not. Stores the byte which belongs there. */
size_t payload_difference(uint64_t key, uint64_t offset, bool upper, const char *bytes,
                          size_t count, unsigned char *right);

/* A generator for sizes, pauses and choices: the same seed throws the same numbers. */
struct dice {
    uint64_t state;
};

/* A number from `min` to `max`, both included. */
uint64_t dice_between(struct dice *dice, uint64_t min, uint64_t max);

#endif
