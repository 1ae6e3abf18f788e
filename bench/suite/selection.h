/* selection.h - which scenarios, models and figures of a dataset are asked for.
 *
 * A parser that has --scenarios, --models and --figures takes selection_parser as a child and,
 * at ARGP_KEY_INIT, gives it a zeroed struct selection as input. */
#ifndef ECHOLAB_SELECTION_H
#define ECHOLAB_SELECTION_H

#include "dataset.h"

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

enum { MOST_NAMES_CHOSEN = 256 };

/* "rate,idle" */
struct names {
    size_t count; /* 0: nothing was chosen, and so everything is */
    const char *list[MOST_NAMES_CHOSEN];
    char *text; /* owned: the list points into it */
};

struct selection {
    struct names scenarios, models, figures;
};

extern const struct argp selection_parser;

bool names_include(const struct names *names, const char *name);

/* NULL if the dataset has all that was chosen; otherwise a sentence that names the first which
 * it has not. A name that nothing has would choose nothing, silently. The figure "all" is known
 * everywhere. The caller frees what comes back. */
char *selection_objection(const struct selection *selection, const struct dataset *dataset);

void selection_release(struct selection *selection);

#endif
