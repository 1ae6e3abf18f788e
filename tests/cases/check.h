/* check.h - claims about a server, and what is printed when one does not hold.
 *
 * A claim that fails ends the trial's process at once: it prints case, model, transport and
 * seed, the line of the case, what was expected and seen, and what the servers wrote to stderr.
 */
#ifndef ECHOLAB_CHECK_H
#define ECHOLAB_CHECK_H

#include <stdbool.h>
#include <stdint.h>

struct trial;

/* Whose failures are reported from now on. */
void check_begin(const struct trial *trial);

/* Where in a case we are: a failure inside a helper names this line. See verbs.h. */
void check_at(const char *file, int line);

/* Messages read "expected ..., saw ...". */
__attribute__((format(printf, 1, 2))) _Noreturn void fail(const char *format, ...);
__attribute__((format(printf, 2, 3))) void check(bool claim, const char *format, ...);
void check_equal(const char *what, int64_t expected, int64_t seen);
void check_between(const char *what, uint64_t min, uint64_t max, uint64_t seen);

/* This machine cannot run the case: said loudly, never passed. */
__attribute__((format(printf, 1, 2))) _Noreturn void skip(const char *format, ...);

#endif
