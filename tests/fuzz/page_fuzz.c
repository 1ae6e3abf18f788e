/* page_fuzz.c - a summary on its way into a page, and onto a terminal: hostile in what it says.
 */
#include "fuzz.h"

#include "plain.h"
#include "report_page.h"
#include "report_tables.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* It ends no script element, begins no comment, and is still the same data. */
static void claim_embedding(const json_t *summary)
{
    char *text = report_embed(summary);
    json_t *again = json_loads(text, 0, NULL);

    for (const char *at = text; *at; at++)
        claim((unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && !strchr("<>&", *at),
              "0x%02x does not get into the page", (unsigned char)*at);
    /* Numbers are rounded, and once is enough. */
    char *second = again ? report_embed(again) : NULL;

    claim(second && strcmp(second, text) == 0, "the data stays what it was");
    json_decref(again);
    free(second);
    free(text);
}

static void claim_tables(const json_t *summary)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);

    claim(stream != NULL, "there is memory");
    report_tables_print(stream, summary);
    (void)fclose(stream);
    for (size_t i = 0; i < length; i++)
        claim(text[i] == '\n' || ((unsigned char)text[i] >= 0x20 && text[i] != 0x7f),
              "0x%02x does not get onto the terminal", (unsigned char)text[i]);
    free(text);
}

static void claim_plain(const json_t *string)
{
    const char *text = json_string_value(string);
    char *plain = text ? plain_text(text) : NULL;

    if (plain) {
        for (const char *at = plain; *at; at++)
            claim((unsigned char)*at >= 0x20 && *at != 0x7f, "a plain text is plain");
        claim(plain_width(plain) <= strlen(plain), "a text is not wider than it is long");
    }
    free(plain);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t *summary = json_loadb((const char *)data, size, 0, NULL);

    if (!summary)
        return 0;
    claim_embedding(summary);
    claim_tables(summary);
    claim_plain(json_array_get(summary, 0));
    json_decref(summary);
    return 0;
}
