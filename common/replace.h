/* replace.h - a file that appears complete or not at all. */
#ifndef ECHOLAB_REPLACE_H
#define ECHOLAB_REPLACE_H

#include <stdbool.h>
#include <stdio.h>

/* Writes a subject to a file; false, with errno set, if the file does not take it. */
typedef bool replace_writer(FILE *file, const void *subject);

/* Whether a file can be made there, as far as can be told beforehand. False with errno set. */
bool replace_possible(const char *path);

/* Has a new file of mode 0644 written beside `path` and renamed to it when it is complete. What
 * is there and no regular file, a link included, is written into: nobody wants /dev/null or
 * /dev/stdout replaced. False, with errno set, if that cannot be done; then what was at `path`
 * is as it was, unless it was written into. */
bool replace_file(const char *path, replace_writer *writer, const void *subject);

#endif
