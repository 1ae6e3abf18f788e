/* difference.h - what happened to an echo that is not what was sent.
 *
 * A stream has no message borders, so one lost byte makes every later byte look wrong. What
 * follows the first difference is therefore looked for nearby in the stream: bytes that were
 * changed, left out, put in, doubled or moved are told apart and counted exactly, and checking
 * goes on in step. Only noise that resembles nothing is counted byte by byte as wrong.
 *
 * Pure functions for the rare case; they touch no socket and are as slow as a search through
 * `longest` bytes is. */
#ifndef ECHOLAB_DIFFERENCE_H
#define ECHOLAB_DIFFERENCE_H

#include "payload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* At most so many bytes may be too few to tell what they are: up to seven that were put in, and
 * seven right ones behind them, which prove nothing. */
enum { DIFFERENCE_HELD = 14 };

enum difference_kind {
    DIFFERENCE_WRONG,   /* other bytes in the place of the right ones */
    DIFFERENCE_MISSING, /* bytes were left out: what arrived belongs further on */
    DIFFERENCE_EXTRA    /* bytes that nobody sent, or sent once and echoed twice */
};

struct difference {
    enum difference_kind kind;
    size_t bytes;    /* how many are wrong, missing or extra */
    size_t arrived;  /* how many bytes of what arrived are hereby explained */
    size_t expected; /* how far the expected stream has come by them */
    bool undecided;  /* a mere guess, and the bytes that are outstanding could tell better: ask
                      * again with these at most DIFFERENCE_HELD bytes in front of the next */
};

/* How many of the first `count` bytes are as they should be. */
size_t difference_agreeing(const unsigned char *expected, const unsigned char *arrived,
                           size_t count);

/* Explains the beginning of `arrived`, whose first byte is not the one at `position` of the
 * stream, or for which nothing is outstanding. `count` > 0 bytes have arrived; `outstanding`
 * bytes of the stream have been sent and not come back. Explains at least one byte, arrived or
 * expected. */
struct difference difference_find(const struct payload *payload, uint64_t position,
                                  const unsigned char *arrived, size_t count,
                                  uint64_t outstanding);

/* The same where nothing can be looked for nearby, as with task frames: bytes are counted
 * position by position against `expected`, which are as many as have arrived, as far as they
 * are outstanding. Explains all that arrived and is
 * outstanding. */
struct difference difference_in_place(const unsigned char *expected,
                                      const unsigned char *arrived, size_t count,
                                      uint64_t outstanding);

#endif
