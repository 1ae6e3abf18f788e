/* command_words.h - the body of a target for a command line.
 *
 * Each line of the input is a word of it. Whatever they are, the program goes on, or it ends
 * with status 2 after one message. */
#ifndef ECHOLAB_FUZZ_COMMAND_WORDS_H
#define ECHOLAB_FUZZ_COMMAND_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* `parse` reads the words and claims what holds of the options that it has got. */
void command_words_try(const uint8_t *data, size_t size, void (*parse)(int argc, char **argv));

#endif
