/* base64.h - bytes as text, and back (RFC 4648, section 4: with padding, without line breaks).
 */
#ifndef ECHOLAB_BASE64_H
#define ECHOLAB_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long the text of `length` bytes is, with its terminator. */
size_t base64_room(size_t length);

void base64_encode(const uint8_t *bytes, size_t length, char *text);

/* Stores at most length / 4 * 3 bytes and how many they are; false if the text is no base64. */
bool base64_decode(const char *text, size_t length, uint8_t *bytes, size_t *decoded);

#endif
