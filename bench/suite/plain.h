/* plain.h - texts from outside, as a terminal may have them. */
#ifndef ECHOLAB_PLAIN_H
#define ECHOLAB_PLAIN_H

#include <stddef.h>

/* Copies UTF-8, of which what could steer a terminal becomes "?": control characters, and marks
 * that turn the direction of writing. The caller frees it. */
char *plain_text(const char *text);

/* How many columns a plain text takes, as long as no character takes two. */
size_t plain_width(const char *text);

#endif
