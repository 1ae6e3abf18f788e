/* node.h - JSON from outside, read by somebody who knows what should be in it.
 *
 *     struct document document;
 *     if (document_load(&document, path)) {
 *         struct node root = document_root(&document);
 *         struct node title = node_member(&root, "title");
 *         const char *text = node_text(&title);
 *         ...
 *     }
 *     if (*document.fault)
 *         errx(1, "%s", document.fault);
 *     document_release(&document);
 *
 * Whoever reads does not look for faults at each step: a value that is not as it should be is
 * read as "", 0, false or an empty list, and the document keeps the first fault, in one line
 * that names the file and the place: "summary.json: scenarios[2].cells[17].runs: ...". Nothing
 * from the file itself gets into that line. */
#ifndef ECHOLAB_NODE_H
#define ECHOLAB_NODE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { DOCUMENT_FAULT = 512 };

struct document {
    const char *path; /* borrowed */
    json_t *root;
    char fault[DOCUMENT_FAULT]; /* "" as long as all is well */
};

/* A value, or one that is missing, and the way to it. It points to the node that it was reached
 * from, which must live as long. */
struct node {
    struct document *document;
    const struct node *parent;
    const char *key; /* NULL for an item of a list */
    size_t index;
    const json_t *value; /* NULL: missing */
};

/* False, with a fault, if the file cannot be read, is larger than 256 MiB, or is no JSON. Keys
 * that stand twice in an object, and numbers that are too large, make it none. To be released
 * in either case. */
bool document_load(struct document *document, const char *path);

void document_release(struct document *document);

struct node document_root(struct document *document);

/* The member of an object; of a list, the item. What the parent does not have is missing. */
struct node node_member(const struct node *parent, const char *key);
struct node node_item(const struct node *list, size_t index);

/* Missing, or null. */
bool node_is_null(const struct node *node);

/* Texts are borrowed from the document, and are UTF-8 without NUL; they may hold control
 * characters. */
const char *node_text(const struct node *node);

/* As node_text(), but NULL if there is none. */
const char *node_text_or_null(const struct node *node);

/* A number from `least` to `most`; the whole one has no fraction. */
double node_number(const struct node *node, double least, double most);
size_t node_whole(const struct node *node, size_t most);

bool node_flag(const struct node *node);

/* How many items the list has, at most `most`; 0 if it is null. */
size_t node_count(const struct node *node, size_t most);

/* The number of the text in the list `words`, of which the last is followed by NULL; 0 after a
 * fault. */
size_t node_choice(const struct node *node, const char *const *words);

/* Notes a fault of this node, if it is the first. */
__attribute__((format(printf, 2, 3))) void node_fault(const struct node *node,
                                                      const char *format, ...);

#endif
