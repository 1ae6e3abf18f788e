/* command_words.h - a command line taken apart into words as a shell does it, without a shell.
 *
 *     const char *reason;
 *     char **words = command_words("socat TCP-LISTEN:{port} PIPE", fillings, count, &reason);
 *     if (!words) errx(2, "%s", reason);
 *     execvp(words[0], words);
 *
 * Blanks separate words. Within '...' everything stands for itself; within "..." and outside of
 * quotes a backslash takes the meaning from the next character, within "..." only from $, `, ",
 * \ and the end of a line. Nothing else means anything: $, `, *, ~, ;, |, > are characters like
 * any other, so no text from outside can make anything run but the first word. */
#ifndef ECHOLAB_COMMAND_WORDS_H
#define ECHOLAB_COMMAND_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* "{name}" stands for the value, in quotes or not. A value is never taken apart. */
struct filling {
    const char *name;
    const char *value;
};

/* Returns the words, at least one, with NULL at their end; or NULL, with a sentence in
 * `*reason` that lives as long as the program. Braces around anything else stay as they are. */
char **command_words(const char *text, const struct filling fillings[], size_t count,
                     const char **reason);

void command_words_free(char **words);

/* True if "{name}" is in the text. */
bool command_mentions(const char *text, const char *name);

#endif
