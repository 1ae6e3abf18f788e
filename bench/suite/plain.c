/* plain.c - texts from outside, as a terminal may have them. */
#include "plain.h"

#include "utf8.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static bool is_between(uint32_t character, uint32_t first, uint32_t last)
{
    return character >= first && character <= last;
}

static bool steers(uint32_t character)
{
    return character < 0x20 || is_between(character, 0x7f, 0x9f) ||
           is_between(character, 0x200b, 0x200f) || is_between(character, 0x2028, 0x202e) ||
           is_between(character, 0x2060, 0x206f);
}

char *plain_make(char *text)
{
    char *to = text;
    size_t bytes;

    for (const char *from = text; *from; from += bytes) {
        uint32_t character;
        size_t length = utf8_read(from, &character);

        bytes = length > 0 ? length : 1;
        if (length == 0 || steers(character)) {
            *to++ = '?';
        } else {
            memmove(to, from, length);
            to += length;
        }
    }
    *to = '\0';
    return text;
}

char *plain_copy(const char *text, char *copy, size_t room)
{
    (void)snprintf(copy, room, "%s", text);
    return plain_make(copy);
}

char *plain_text(const char *text)
{
    char *plain = strdup(text);

    assert(plain);
    return plain_make(plain);
}

size_t plain_width(const char *text)
{
    size_t width = 0;

    for (; *text; text++)
        width += ((unsigned char)*text & 0xc0) == 0x80 ? 0 : 1;
    return width;
}
