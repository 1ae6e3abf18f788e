/* words.c - a command line in the making. */
#include "words.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void words_add(struct words *words, const char *format, ...)
{
    char *word = malloc(WORD_TEXT);
    va_list arguments;

    assert(word && words->count < MOST_WORDS);
    va_start(arguments, format);
    (void)vsnprintf(word, WORD_TEXT, format, arguments);
    va_end(arguments);
    words->list[words->count++] = word;
    words->list[words->count] = NULL;
}

void words_release(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free((char *)words->list[i]);
    *words = (struct words){ 0 };
}

char *words_quote(const char *text, char *quoted, size_t room)
{
    size_t length = 0;

    quoted[length++] = '\'';
    for (const char *at = text; *at && length + 6 < room; at++)
        if (*at == '\'') {
            memcpy(quoted + length, "'\\''", 4);
            length += 4;
        } else {
            quoted[length++] = *at;
        }
    quoted[length++] = '\'';
    quoted[length] = '\0';
    return quoted;
}
