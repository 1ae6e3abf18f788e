/* model.h - the server models, as far as measuring has to know them.
 *
 * Which models there are is CMake's to say; the table in model.c adds what a scenario must
 * know. A model that the table does not know can take part in everything. */
#ifndef ECHOLAB_MODEL_H
#define ECHOLAB_MODEL_H

#include "scenario.h"

#include <stdbool.h>
#include <stddef.h>

enum { MOST_MODELS = 16 };

struct model {
    const char *name;
    const char *idea;     /* one line for people */
    bool one_at_a_time;   /* the next client waits until the first has hung up */
    int most_connections; /* 0: no limit of its own */
    const char *limit;    /* what the limit is, for people */
};

/* In the order of CMake's list, which is the order of the lecture. At most MOST_MODELS. */
size_t model_count(void);
const struct model *model_at(size_t index);

/* NULL if there is none. */
const struct model *model_named(const char *name);

/* Why the model cannot take part under this load; NULL if it can. Lives in static memory. */
const char *model_objection(const struct model *model, const struct load *load);

#endif
