/* quantity.h - numbers with units, as people write them on a command line.
 *
 * Each function reads the whole of `text`, stores the number through `value` and returns NULL;
 * or stores nothing and returns one sentence which names the text and says what would be right.
 * The sentence lives in a buffer of the calling thread until its next call of a function of
 * this file.
 *
 * Nothing is rounded or cut silently: signs, fractions of a count, numbers that do not fit and
 * trailing letters are all refused. Both limits are inclusive. */
#ifndef ECHOLAB_QUANTITY_H
#define ECHOLAB_QUANTITY_H

#include <stdint.h>

/* Holds any quantity_quote() result with its terminator. */
enum { QUANTITY_QUOTE = 160 };

/* Writes a text from outside as a message may show it: in single quotes, cut with "..." when it
 * is long, with \n, \x1b and the like in place of what could steer a terminal. Returns `quote`.
 */
char *quantity_quote(const char *text, char quote[QUANTITY_QUOTE]);

/* A whole number; "k" and "M" at its end mean thousands and millions: "1000", "20k". */
const char *quantity_count(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* Bytes: "64", "64B", "1KiB", "1k" (1024), "1MiB", "1M" (1024 * 1024). */
const char *quantity_bytes(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* A length of time in nanoseconds. A fraction is allowed, and a unit of ns, us, ms, s, m or h
 * is required unless the number is 0: "1.5s", "100us", "2m". */
const char *quantity_time_ns(const char *text, uint64_t min, uint64_t max, uint64_t *value);

/* Like quantity_time_ns(), but a number without a unit means seconds: "5", "0.5", "200ms". */
const char *quantity_seconds_ns(const char *text, uint64_t min, uint64_t max, uint64_t *value);

#endif
