/* base64.c - bytes as text, and back. */
#include "base64.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t base64_room(size_t length)
{
    return (length + 2) / 3 * 4 + 1;
}

void base64_encode(const uint8_t *bytes, size_t length, char *text)
{
    for (size_t at = 0; at < length; at += 3) {
        const size_t left = length - at;
        const uint32_t group = (uint32_t)bytes[at] << 16 |
                               (left > 1 ? (uint32_t)bytes[at + 1] << 8 : 0) |
                               (left > 2 ? bytes[at + 2] : 0);

        for (size_t i = 0; i < 4; i++) {
            if (i <= left)
                *text++ = digits[group >> (18 - 6 * i) & 63];
            else
                *text++ = '=';
        }
    }
    *text = '\0';
}

/* Adds up to four digits to the group; false if one of them is none. */
static bool read_digits(const char *text, size_t count, uint32_t *group)
{
    for (size_t i = 0; i < 4; i++) {
        const char *digit = i < count ? memchr(digits, text[i], sizeof digits - 1) : digits;

        if (!digit)
            return false;
        *group = *group << 6 | (uint32_t)(digit - digits);
    }
    return true;
}

bool base64_decode(const char *text, size_t length, uint8_t *bytes, size_t *decoded)
{
    *decoded = 0;
    if (length % 4 != 0)
        return false;
    for (size_t at = 0; at < length; at += 4) {
        const bool last = at + 4 == length;
        const size_t padding = last && text[at + 3] == '=' ? (text[at + 2] == '=' ? 2 : 1) : 0;
        uint32_t group = 0;

        if (!read_digits(text + at, 4 - padding, &group))
            return false;
        for (size_t i = 0; i < 3 - padding; i++)
            bytes[(*decoded)++] = (uint8_t)(group >> (16 - 8 * i));
    }
    return true;
}
