/* delays.h - a list of delays that is known beforehand, and an account of those that were made.
 *
 *     delays_create("uniform:1:9:1000");
 *     wait for delays_of_message(number); delays_record(waited_ns);
 *     delays_report("FILE");
 *
 * One list a process. Whatever fails ends the process with a sentence. */
#ifndef ECHOLAB_TESTS_DELAYS_H
#define ECHOLAB_TESTS_DELAYS_H

#include <stdint.h>

/* Takes the list from a text:
 *
 *     uniform:MIN_MS:MAX_MS:N              an evenly spaced grid from MIN to MAX
 *     bimodal:SHORT_MS:LONG_MS:SHARE:N     SHARE (0 to 1) of the N are long, the others short
 *     FILE                                 nanoseconds, a line each, used in this order
 *
 * The first two are shuffled, always in the same way, so that order and load do not conspire.
 */
void delays_create(const char *text);
void delays_destroy(void);

/* The delay of a message, numbered from 0; after the last of the list comes the first. */
uint64_t delays_of_message(uint64_t number);

/* Remembers a delay that was made. */
void delays_record(uint64_t delay_ns);

/* Writes the percentiles of what was recorded, as JSON in nanoseconds, to a file ("-": stdout).
 * A percentile is the smallest value that so many percent of all do not exceed (nearest rank);
 * without values it is 0. */
void delays_report(const char *path);

#endif
