/* command_words.c - a command line taken apart into words as a shell does it, without a shell.
 */
#include "command_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\n";

struct reader {
    const char *at;
    const struct filling *fillings;
    size_t count;
};

struct list {
    char **words; /* ends with NULL once there is one */
    size_t count;
};

/* The value of the placeholder that begins here, which is then passed; NULL if none does. */
static const char *read_filling(struct reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        size_t length = strlen(reader->fillings[i].name);

        if (reader->at[0] == '{' &&
            strncmp(reader->at + 1, reader->fillings[i].name, length) == 0 &&
            reader->at[length + 1] == '}') {
            reader->at += length + 2;
            return reader->fillings[i].value;
        }
    }
    return NULL;
}

static bool is_escape(const char *at, char quote)
{
    if (at[0] != '\\' || quote == '\'' || at[1] == '\0')
        return false;
    return quote == '\0' || strchr("$`\"\\\n", at[1]);
}

/* Passes a backslash and what it protects; a line's end that it protects is nothing at all. */
static void read_escape(struct reader *reader, FILE *word)
{
    if (reader->at[1] != '\n')
        (void)fputc(reader->at[1], word);
    reader->at += 2;
}

/* Reads to the end of the word; returns the quote that was left open, or '\0'. */
static char read_word(struct reader *reader, FILE *word)
{
    char quote = '\0';

    while (*reader->at != '\0' && (quote != '\0' || !strchr(blanks, *reader->at))) {
        const char *value = read_filling(reader);

        if (value) {
            (void)fputs(value, word);
        } else if (is_escape(reader->at, quote)) {
            read_escape(reader, word);
        } else if (quote == '\0' && (*reader->at == '\'' || *reader->at == '"')) {
            quote = *reader->at++;
        } else if (quote != '\0' && *reader->at == quote) {
            quote = '\0';
            reader->at++;
        } else {
            (void)fputc(*reader->at++, word);
        }
    }
    return quote;
}

static bool add(struct list *list, char *word)
{
    char **longer = realloc(list->words, (list->count + 2) * sizeof *longer);

    if (!longer) {
        free(word);
        return false;
    }
    list->words = longer;
    list->words[list->count++] = word;
    list->words[list->count] = NULL;
    return true;
}

/* Reads one word into the list; returns NULL or what is wrong. */
static const char *take_word(struct reader *reader, struct list *list)
{
    char *word = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&word, &size);

    if (!stream)
        return "there is no memory for the command";

    char open = read_word(reader, stream);

    if (fclose(stream) != 0 || !add(list, word))
        return "there is no memory for the command";
    if (open == '\'')
        return "a ' in it is not closed by another";
    return open == '"' ? "a \" in it is not closed by another" : NULL;
}

char **command_words(const char *text, const struct filling fillings[], size_t count,
                     const char **reason)
{
    struct reader reader = { .at = text, .fillings = fillings, .count = count };
    struct list list = { 0 };

    *reason = NULL;
    while (!*reason && *(reader.at += strspn(reader.at, blanks)) != '\0')
        *reason = take_word(&reader, &list);
    if (!*reason && (list.count == 0 || list.words[0][0] == '\0'))
        *reason = "it names no program";
    if (!*reason)
        return list.words;
    command_words_free(list.words);
    return NULL;
}

void command_words_free(char **words)
{
    for (size_t i = 0; words && words[i]; i++)
        free(words[i]);
    free(words);
}

bool command_mentions(const char *text, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = text; (at = strchr(at, '{')); at++)
        if (strncmp(at + 1, name, length) == 0 && at[length + 1] == '}')
            return true;
    return false;
}
