/* node.c - JSON from outside, read by somebody who knows what should be in it. */
#include "node.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PLACE_TEXT = 192, SENTENCE = 192 };

static const off_t most_bytes = (off_t)256 << 20;

__attribute__((format(printf, 2, 3))) static bool document_fault(struct document *document,
                                                                 const char *format, ...)
{
    char sentence[SENTENCE];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    snprintf(document->fault, sizeof document->fault, "%s: %s", document->path, sentence);
    return false;
}

static bool parse(struct document *document, FILE *file)
{
    json_error_t error;
    struct stat status;

    if (fstat(fileno(file), &status) < 0 || !S_ISREG(status.st_mode))
        return document_fault(document, "it is no ordinary file");
    if (status.st_size > most_bytes)
        return document_fault(document, "it is larger than 256 MiB");
    document->root = json_loadf(file, JSON_REJECT_DUPLICATES, &error);
    if (!document->root)
        return document_fault(document, "no JSON that can be read, in line %d, column %d",
                              error.line, error.column);
    return true;
}

bool document_load(struct document *document, const char *path)
{
    *document = (struct document){ .path = path };

    /* A FIFO that nobody writes to must not stop us. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");

    if (!file)
        return document_fault(document, "cannot be read: %s", strerror(errno));

    bool good = parse(document, file);

    (void)fclose(file);
    return good;
}

void document_release(struct document *document)
{
    json_decref(document->root);
    document->root = NULL;
}

struct node document_root(struct document *document)
{
    return (struct node){ .document = document, .value = document->root };
}

struct node node_member(const struct node *parent, const char *key)
{
    return (struct node){ .document = parent->document,
                          .parent = parent,
                          .key = key,
                          .value = json_object_get(parent->value, key) };
}

struct node node_item(const struct node *list, size_t index)
{
    return (struct node){ .document = list->document,
                          .parent = list,
                          .index = index,
                          .value = json_array_get(list->value, index) };
}

/* Writes "scenarios[2].name", and returns its length. */
static size_t write_place(const struct node *node, char place[PLACE_TEXT])
{
    size_t length = node->parent ? write_place(node->parent, place) : 0;
    int more = 0;

    if (node->key)
        more =
            snprintf(place + length, PLACE_TEXT - length, "%s%s", length ? "." : "", node->key);
    else if (node->parent)
        more = snprintf(place + length, PLACE_TEXT - length, "[%zu]", node->index);
    assert(more >= 0 && length + (size_t)more < PLACE_TEXT);
    return length + (size_t)more;
}

void node_fault(const struct node *node, const char *format, ...)
{
    char place[PLACE_TEXT] = "";
    char sentence[SENTENCE];
    va_list arguments;

    if (*node->document->fault)
        return;
    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    if (write_place(node, place) == 0)
        snprintf(place, sizeof place, "the whole");
    document_fault(node->document, "%s: %s", place, sentence);
}

/* What the node is, for a sentence. */
static const char *kind(const struct node *node)
{
    static const char *const kinds[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",  [JSON_STRING] = "a text",
        [JSON_INTEGER] = "a number", [JSON_REAL] = "a number", [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null",
    };

    return node->value ? kinds[json_typeof(node->value)] : "missing";
}

static void expected(const struct node *node, const char *what)
{
    node_fault(node, "%s was expected, and it is %s", what, kind(node));
}

bool node_is_null(const struct node *node)
{
    return !node->value || json_is_null(node->value);
}

const char *node_text(const struct node *node)
{
    if (json_is_string(node->value))
        return json_string_value(node->value);
    expected(node, "a text");
    return "";
}

const char *node_text_or_null(const struct node *node)
{
    return node_is_null(node) ? NULL : node_text(node);
}

double node_number(const struct node *node, double least, double most)
{
    double number = json_number_value(node->value);

    if (!json_is_number(node->value)) {
        expected(node, "a number");
        return least;
    }
    if (number >= least && number <= most)
        return number;
    node_fault(node, "a number from %g to %g was expected, and it is %g", least, most, number);
    return least;
}

size_t node_whole(const struct node *node, size_t most)
{
    double number = node_number(node, 0, (double)most);
    size_t whole = (size_t)number;

    if ((double)whole != number)
        node_fault(node, "a whole number was expected, and it is %g", number);
    return whole;
}

bool node_flag(const struct node *node)
{
    if (!json_is_boolean(node->value))
        expected(node, "true or false");
    return json_is_true(node->value);
}

size_t node_count(const struct node *node, size_t most)
{
    size_t count = json_array_size(node->value);

    if (json_is_null(node->value))
        return 0;
    if (!json_is_array(node->value))
        expected(node, "a list");
    else if (count > most)
        node_fault(node, "a list of at most %zu was expected, and it has %zu", most, count);
    return count <= most ? count : 0;
}

size_t node_choice(const struct node *node, const char *const *words)
{
    const char *text = node_text(node);

    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    node_fault(node, "it is none of the words that are known here");
    return 0;
}
