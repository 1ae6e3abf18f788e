/* words.h - a command line in the making: words, never a text for a shell. */
#ifndef ECHOLAB_WORDS_H
#define ECHOLAB_WORDS_H

#include <limits.h>
#include <stddef.h>

enum { MOST_WORDS = 32, WORD_TEXT = 3 * PATH_MAX };

struct words {
    size_t count;
    const char *list[MOST_WORDS + 1]; /* ends with NULL; each points to memory of its own */
};

/* A word that is too long is cut. */
__attribute__((format(printf, 2, 3))) void words_add(struct words *words, const char *format,
                                                     ...);

void words_release(struct words *words);

/* Writes the text so that a reader of shell words, as hyperfine -N is one, takes it as one
 * word, whatever is in it. Returns `quoted`, cut if it does not fit. */
char *words_quote(const char *text, char *quoted, size_t room);

#endif
