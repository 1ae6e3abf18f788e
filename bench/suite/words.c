/* words.c - a command line in the making. */
#include "words.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void words_add(struct words *words, const char *format, ...)
{
    char *word = NULL;
    va_list arguments;

    assert(words->count < MOST_WORDS);
    va_start(arguments, format);

    int length = vasprintf(&word, format, arguments);

    va_end(arguments);
    assert(length >= 0);
    words->list[words->count++] = word;
    words->list[words->count] = NULL;
}

void words_release(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free((char *)words->list[i]);
    *words = (struct words){ 0 };
}

void words_quote(FILE *stream, const char *text)
{
    (void)fputc('\'', stream);
    for (const char *at = text; *at; at++)
        if (*at == '\'')
            (void)fputs("'\\''", stream);
        else if (*at == '{')
            (void)fputs("{''", stream); /* or hyperfine would put a model in place of {model} */
        else
            (void)fputc(*at, stream);
    (void)fputc('\'', stream);
}
