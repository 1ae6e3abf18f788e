/* utf8.h - characters out of bytes that may be anything. */
#ifndef ECHOLAB_UTF8_H
#define ECHOLAB_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Reads the first character of a text that is not empty. Returns how many bytes it has, or 0 if
 * they are not UTF-8: cut short, longer than needed, a surrogate, or beyond U+10FFFF. */
size_t utf8_read(const char *text, uint32_t *character);

#endif
