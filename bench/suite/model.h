/* model.h - the servers that take part, as far as measuring has to know them.
 *
 * Which models of ours there are is CMake's to say; the table in model.c adds what a scenario
 * must know. A server of somebody else's joins by a command (servers.h). A model that nothing
 * is known of can take part in everything. */
#ifndef ECHOLAB_MODEL_H
#define ECHOLAB_MODEL_H

#include "scenario.h"

#include <stdbool.h>
#include <stddef.h>

enum { MOST_MODELS = 32 };

struct model {
    const char *name;
    const char *idea;    /* one line for people */
    const char *command; /* for connections over the chosen transport; NULL: it has none */
    const char *datagram_command; /* the same for datagrams */
    const char *folder;           /* of the file that says so, absolute; NULL: there is none */
    const char *failed_gate; /* why it gets no connections to serve: gate.h; NULL: it does */
    const char *failed_datagram_gate; /* the same for datagrams */
    const char *limit;                /* what its limit is, for people */
    int most_connections;             /* 0: no limit of its own */
    bool foreign;                     /* not ours: a command starts it */
    bool one_at_a_time;               /* the next client waits until the first has hung up */
};

/* Those who take part, in the order in which they are shown. */
struct roster {
    size_t count;
    struct model list[MOST_MODELS];
};

/* Our own, in the order of CMake's list, which is the order of the lecture. */
size_t model_count(void);
const struct model *model_at(size_t index);

/* NULL if there is none of ours by that name. */
const struct model *model_named(const char *name);

/* The one of that name among those who take part; NULL if there is none. */
const struct model *roster_find(const struct roster *roster, const char *name);

/* Why the model cannot take part under this load; NULL if it can. Lives in static memory. */
const char *model_objection(const struct model *model, const struct load *load);

#endif
