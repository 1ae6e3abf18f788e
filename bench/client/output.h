/* output.h - what the person sees: answers on stdout, explanations on stderr. */
#ifndef ECHOLAB_CLIENT_OUTPUT_H
#define ECHOLAB_CLIENT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Writes all `count` bytes to stdout, however long that takes. Where that fails there is nobody
 * left to answer to: the program ends with status 1. */
void output_bytes(const char *bytes, size_t count);

/* Writes "echo-client: TEXT" to stderr, if `verbose`. */
__attribute__((format(printf, 2, 3))) void output_note(bool verbose, const char *format, ...);

#endif
