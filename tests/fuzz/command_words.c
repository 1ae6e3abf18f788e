/* command_words.c - the body of a target for a command line. */
#include "command_words.h"

#include "fuzz.h"
#include "messages.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 64 };

void command_words_try(const uint8_t *data, size_t size, void (*parse)(int argc, char **argv))
{
    static char name[] = "program";
    char *text = fuzz_text(data, size), *rest = text;
    char *words[MOST_WORDS + 1] = { name };
    int count = 1;

    while (rest && count < MOST_WORDS)
        words[count++] = strsep(&rest, "\n");
    messages_forget();

    const int status = messages_catch_exit(parse, count, words);

    claim(status == -1 || status == 2, "wrong use is status 2, and not %d", status);
    claim(messages_count() <= (status == -1 ? 0 : 1), "%u messages are no more than one",
          messages_count());
    free(text);
}
