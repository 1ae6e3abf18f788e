/* texts_fuzz.c - texts from outside on their way into JSON, and into a line of shell words. */
#include "fuzz.h"

#include "json.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    char *quoted = NULL;
    size_t room;
    FILE *stream = open_memstream(&quoted, &room);
    char *word = malloc(strlen(text) + 1);

    claim(stream && word, "there is memory");
    words_quote(stream, text);
    (void)fclose(stream);
    claim(unquote(quoted, word) == strlen(text), "no byte is lost, none is added");
    claim(memcmp(word, text, strlen(text)) == 0, "the word stays what it was");
    free(quoted);
    free(word);
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
