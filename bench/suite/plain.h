/* plain.h - texts from outside, as a terminal may have them.
 *
 * What could steer one becomes "?": control characters, beyond ASCII too, marks that turn the
 * direction of writing, and bytes that are not UTF-8, which some terminals take for control
 * characters. */
#ifndef ECHOLAB_PLAIN_H
#define ECHOLAB_PLAIN_H

#include <stddef.h>

/* In place; returns the text. */
char *plain_make(char *text);

/* Cut to what fits; of a character that is cut, each byte becomes "?". Returns the copy. */
char *plain_copy(const char *text, char *copy, size_t room);

/* A copy that the caller frees. */
char *plain_text(const char *text);

/* How many columns a plain text takes, as long as no character takes two. */
size_t plain_width(const char *text);

#endif
