/* plain.c - texts from outside, as a terminal may have them. */
#include "plain.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_between(unsigned char byte, unsigned char first, unsigned char last)
{
    return byte >= first && byte <= last;
}

/* How many bytes, from here, are a character that steers: 0 if it does not. */
static size_t steering(const unsigned char *at)
{
    if (*at < 0x20 || *at == 0x7f)
        return 1;
    /* U+0080 to U+009F */
    if (at[0] == 0xc2 && is_between(at[1], 0x80, 0x9f))
        return 2;
    if (at[0] != 0xe2)
        return 0;
    /* U+200B to U+200F, U+2028 to U+202E */
    if (at[1] == 0x80 && (is_between(at[2], 0x8b, 0x8f) || is_between(at[2], 0xa8, 0xae)))
        return 3;
    /* U+2060 to U+206F */
    return at[1] == 0x81 && is_between(at[2], 0xa0, 0xaf) ? 3 : 0;
}

char *plain_text(const char *text)
{
    char *plain = calloc(strlen(text) + 1, 1);
    char *to = plain;

    assert(plain);
    while (*text) {
        size_t bytes = steering((const unsigned char *)text);

        *to++ = *text;
        if (bytes > 0)
            to[-1] = '?';
        text += bytes > 0 ? bytes : 1;
    }
    return plain;
}

size_t plain_width(const char *text)
{
    size_t width = 0;

    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) == 0x80 ? 0 : 1;
    return width;
}
