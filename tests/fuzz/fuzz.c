/* fuzz.c - what every fuzz target has in common. */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void claim_broken(const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "claim broken: ");
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\n");
    abort();
}

char *fuzz_text(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 0 ? memchr(data, 0, size) : NULL;
    const size_t length = end ? (size_t)(end - data) : size;
    char *text = malloc(length + 1);

    claim(text != NULL, "there is memory for %zu bytes", length);
    if (length > 0)
        memcpy(text, data, length);
    text[length] = '\0';
    return text;
}

void claim_message(const char *message)
{
    claim(message[0] != '\0', "a message says something");
    for (const char *at = message; *at; at++)
        claim((unsigned char)*at >= 0x20 && *at != 0x7f,
              "byte %zu of a message, 0x%02x, does not steer a terminal: %s",
              (size_t)(at - message), (unsigned char)*at, message);
}

void claim_reason(const char *reason)
{
    if (reason)
        claim_message(reason);
}

uint8_t feed_byte(struct feed *feed)
{
    if (feed->size == 0)
        return 0;
    feed->size--;
    return *feed->data++;
}

uint32_t feed_u32(struct feed *feed)
{
    uint32_t number = 0;

    for (int i = 0; i < 4; i++)
        number = number << 8 | feed_byte(feed);
    return number;
}
