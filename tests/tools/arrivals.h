/* arrivals.h - times at which messages were due and sent, made up to try arrivals-check. */
#ifndef ECHOLAB_TESTS_ARRIVALS_H
#define ECHOLAB_TESTS_ARRIVALS_H

#include <stddef.h>

/* Writes `count` lines due_ns,sent_ns and a header to stdout. `name` is poisson, uniform
 * (evenly spaced), or gamma2 (each gap is the sum of two exponential ones of half the length);
 * each message is sent up to 50 us late. Always the same; an unknown name ends the program.
 */
void arrivals_make(const char *name, double per_s, size_t count);

#endif
