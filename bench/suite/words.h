/* words.h - a command line in the making: words, never a text for a shell. */
#ifndef ECHOLAB_WORDS_H
#define ECHOLAB_WORDS_H

#include <stddef.h>
#include <stdio.h>

enum { MOST_WORDS = 32 };

struct words {
    size_t count;
    const char *list[MOST_WORDS + 1]; /* ends with NULL; each points to memory of its own */
};

__attribute__((format(printf, 2, 3))) void words_add(struct words *words, const char *format,
                                                     ...);

void words_release(struct words *words);

/* Writes the text so that a reader of shell words, as hyperfine -N is one, takes it as one
 * word, whatever is in it; hyperfine finds no parameter of its own in it either. */
void words_quote(FILE *stream, const char *text);

#endif
