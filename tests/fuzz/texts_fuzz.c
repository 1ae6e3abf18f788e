/* texts_fuzz.c - texts from outside on their way into JSON, and into a line of shell words. */
#include "fuzz.h"

#include "json.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = 256 };

/* The word as a shell understands it: between quotes as it is, outside only \'. */
static size_t unquote(const char *quoted, char *word)
{
    size_t length = 0;
    bool inside = false;

    for (const char *at = quoted; *at; at++) {
        if (*at == '\'') {
            inside = !inside;
        } else if (inside) {
            word[length++] = *at;
        } else {
            claim(at[0] == '\\' && at[1] == '\'', "nothing stands outside the quotes but \\'");
            word[length++] = *++at;
        }
    }
    claim(!inside, "the quotes are closed");
    return length;
}

static void claim_word(const char *text)
{
    char quoted[ROOM], word[ROOM];

    claim(words_quote(text, quoted, sizeof quoted) == quoted, "the buffer comes back");
    claim(strlen(quoted) < ROOM, "the word fits");

    const size_t length = unquote(quoted, word);

    claim(strncmp(word, text, length) == 0, "the word stays what it was");
    claim(text[length] == '\0' || strlen(quoted) + 8 > ROOM, "only a long word is cut");
}

static void claim_json(const char *text)
{
    json_t *string = json_text(text);
    char *written = json_dumps(string, JSON_ENCODE_ANY);

    claim(string && written, "any text can be written");
    for (const char *at = written; *at; at++)
        claim((unsigned char)*at >= 0x20, "no control character is left as it was");
    claim(strlen(json_string_value(string)) == strlen(text), "a byte stays a byte");
    free(written);
    json_decref(string);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);

    claim_word(text);
    claim_json(text);
    free(text);
    return 0;
}
