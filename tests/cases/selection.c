/* selection.c - names of cases, models and transports, as a command line lists them. */
#include "selection.h"

#include <stdio.h>
#include <string.h>

/* What a server has to do right before it is worth measuring: sizes at the borders, a burst
 * that nothing follows, both kinds of half-closing, no mix-up, nobody else's reset, datagrams.
 */
static const char *const gate_ids[] = { "A1", "A4", "A6", "A7", "A8", "B1", "F1" };

const struct model *selection_model(const char *name)
{
    for (size_t i = 0; i < model_count; i++)
        if (strcmp(models[i].name, name) == 0)
            return &models[i];
    return NULL;
}

static bool add_cases(bool chosen[], const char *name)
{
    bool found = false;

    for (size_t i = 0; i < case_count; i++) {
        bool section = strlen(name) == 1 && cases[i].id[0] == name[0];

        if (section || strcmp(cases[i].id, name) == 0 || strcmp(cases[i].name, name) == 0)
            found = chosen[i] = true;
    }
    return found;
}

bool selection_next(const char **list, char name[SELECTION_NAME])
{
    size_t length = strcspn(*list, ",");

    if (**list == '\0')
        return false;
    (void)snprintf(name, SELECTION_NAME, "%.*s", (int)length, *list);
    *list += length;
    *list += **list == ',';
    return true;
}

const char *selection_add_cases(bool chosen[], const char *list)
{
    static char name[SELECTION_NAME];

    if (*list == '\0')
        return list;
    while (selection_next(&list, name))
        if (!add_cases(chosen, name))
            return name;
    return NULL;
}

const char *selection_add_transports(unsigned *transports, const char *list)
{
    static char name[SELECTION_NAME];

    if (*list == '\0')
        return list;
    while (selection_next(&list, name)) {
        unsigned transport = transport_from_name(name);

        if (transport == 0)
            return name;
        *transports |= transport;
    }
    return NULL;
}

static bool is_in_gate(const struct test_case *test)
{
    for (size_t i = 0; i < sizeof gate_ids / sizeof *gate_ids; i++)
        if (strcmp(gate_ids[i], test->id) == 0)
            return true;
    return false;
}

void selection_complete(bool chosen[], bool gate)
{
    bool any = false;

    for (size_t i = 0; i < case_count; i++)
        any = any || chosen[i];
    for (size_t i = 0; i < case_count; i++) {
        chosen[i] = chosen[i] || !any;
        if (gate)
            chosen[i] = chosen[i] && is_in_gate(&cases[i]);
    }
}
