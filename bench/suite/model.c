/* model.c - the servers that take part, as far as measuring has to know them. */
#include "model.h"

#include "models.h"

#include <string.h>
#include <sys/select.h>

static const char *const built[] = { MODELS_NAMES };

enum {
    MODELS = sizeof built / sizeof *built,
    SELECT_KEEPS =
        8 /* descriptors that are no clients: streams, listener, and a few to spare */
};

_Static_assert(sizeof built / sizeof *built <= MOST_MODELS, "raise MOST_MODELS");

static const struct model known[] = {
    { .name = "iterative", .idea = "one client after another", .one_at_a_time = true },
    { .name = "forking",
      .idea = "a process for every client",
      .most_connections = 4096,
      .limit = "above its limit (4096 processes)" },
    { .name = "threaded", .idea = "a thread for every client" },
    { .name = "select",
      .idea = "one loop, the interest list handed over as bit sets",
      .most_connections = FD_SETSIZE - SELECT_KEEPS,
      .limit = "above FD_SETSIZE (1024)" },
    { .name = "poll", .idea = "one loop, the interest list handed over as an array" },
    { .name = "epoll", .idea = "one loop, the interest list kept in the kernel" },
    { .name = "libuv", .idea = "one loop, owned by a library" },
};

_Static_assert(FD_SETSIZE == 1024, "the sentence above names it");

static const struct model *describe(const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return &known[i];
    return NULL;
}

size_t model_count(void)
{
    return MODELS;
}

const struct model *model_at(size_t index)
{
    static struct model models[MODELS];
    struct model *model = &models[index];
    const struct model *description = describe(built[index]);

    *model = description ? *description : (struct model){ .idea = "" };
    model->name = built[index];
    return model;
}

const struct model *model_named(const char *name)
{
    for (size_t i = 0; i < MODELS; i++)
        if (strcmp(built[i], name) == 0)
            return model_at(i);
    return NULL;
}

const struct model *roster_find(const struct roster *roster, const char *name)
{
    for (size_t i = 0; i < roster->count; i++)
        if (strcmp(roster->list[i].name, name) == 0)
            return &roster->list[i];
    return NULL;
}

const char *model_objection(const struct model *model, const struct load *load)
{
    int connections = load->connections + load->idle;
    const char *failed = load->datagrams ? model->failed_datagram_gate : model->failed_gate;

    if (failed)
        return failed;
    if (model->foreign && load->task)
        return "it knows no tasks";
    if (model->foreign && load->datagrams && !model->datagram_command)
        return "it has no command for datagrams";
    if (model->foreign && !load->datagrams && !model->command)
        return "it has no command for this transport";
    if (load->datagrams)
        return NULL;
    /* With churn the first client leaves soon, and the next one has its turn. */
    if (model->one_at_a_time && connections > 1 && load->churn == 0)
        return "the next client waits for the first";
    if (model->most_connections > 0 && connections > model->most_connections)
        return model->limit;
    return NULL;
}
