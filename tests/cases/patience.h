/* patience.h - how long a test waits before it calls something late.
 *
 *     uint64_t deadline = deadline_after_ms(2000);
 *     poll(&entry, 1, remaining_ms(deadline));
 *
 * Every limit of time in the cases is multiplied by T_MULT from the environment (a number from
 * 1 to 100), so that a sanitizer build or a slow machine needs no other cases. */
#ifndef ECHOLAB_PATIENCE_H
#define ECHOLAB_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

enum { OPERATION_MS = 2000, CONNECT_MS = 5000 };

/* `ms` times T_MULT. */
uint64_t patience_ms(uint64_t ms);

/* The moment, in nanoseconds of CLOCK_MONOTONIC, when patience_ms(ms) will have passed. */
uint64_t deadline_after_ms(uint64_t ms);

/* Milliseconds left, at least 0, rounded up: what poll() takes. */
int remaining_ms(uint64_t deadline);

/* Milliseconds from `start_ns` until now. */
uint64_t elapsed_ms(uint64_t start_ns);

/* Sleeps; never used to wait until something is ready, only to let time pass that a case is
 * about. */
void pause_us(uint64_t microseconds);

#endif
