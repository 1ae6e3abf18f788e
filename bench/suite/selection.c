/* selection.c - which scenarios, models and figures of a dataset are asked for. */
#include "selection.h"

#include "quantity.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_SCENARIOS = 512, KEY_MODELS, KEY_FIGURES };

static const struct argp_option descriptions[] = {
    { "scenarios", KEY_SCENARIOS, "NAME,...", 0, "only these (default: all)", 0 },
    { "models", KEY_MODELS, "NAME,...", 0, "only these (default: all)", 0 },
    { "figures", KEY_FIGURES, "NAME,...", 0, "only these, or all that there are", 0 },
    { 0 },
};

static void names_release(struct names *names)
{
    free(names->text);
    *names = (struct names){ 0 };
}

static bool names_read(struct names *names, const char *text)
{
    names_release(names);
    names->text = strdup(text);
    assert(names->text);

    char *rest = names->text;

    for (char *name = strsep(&rest, ","); name; name = strsep(&rest, ",")) {
        if (!*name || names->count == MOST_NAMES_CHOSEN)
            return false;
        names->list[names->count++] = name;
    }
    return true;
}

static void read_option(struct argp_state *state, const char *option, const char *text,
                        struct names *names)
{
    char quote[QUANTITY_QUOTE];

    if (!names_read(names, text))
        argp_error(state, "%s: %s is no list of names with commas between them", option,
                   quantity_quote(text, quote));
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct selection *selection = state->input;

    switch (key) {
    case KEY_SCENARIOS:
        read_option(state, "--scenarios", text, &selection->scenarios);
        return 0;
    case KEY_MODELS:
        read_option(state, "--models", text, &selection->models);
        return 0;
    case KEY_FIGURES:
        read_option(state, "--figures", text, &selection->figures);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp selection_parser = { .options = descriptions, .parser = parse };

bool names_include(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->list[i], name) == 0)
            return true;
    return names->count == 0;
}

static bool has_scenario(const struct dataset *dataset, const char *name)
{
    return dataset_scenario(dataset, name) != NULL;
}

static bool has_model(const struct dataset *dataset, const char *name)
{
    return dataset_model(dataset, name) != NULL;
}

static bool has_figure(const struct dataset *dataset, const char *name)
{
    for (size_t i = 0; i < dataset->scenario_count; i++)
        if (dataset_figure(&dataset->scenarios[i], name))
            return true;
    return strcmp(name, "all") == 0;
}

static char *objection(const struct names *names, const struct dataset *dataset,
                       bool (*has)(const struct dataset *, const char *), const char *what)
{
    char quote[QUANTITY_QUOTE];
    char *sentence = NULL;

    for (size_t i = 0; i < names->count && !sentence; i++)
        if (!has(dataset, names->list[i])) {
            int length = asprintf(&sentence, "%s has no %s %s", dataset->path, what,
                                  quantity_quote(names->list[i], quote));

            assert(length > 0);
        }
    return sentence;
}

char *selection_objection(const struct selection *selection, const struct dataset *dataset)
{
    char *sentence = objection(&selection->scenarios, dataset, has_scenario, "scenario");

    if (!sentence)
        sentence = objection(&selection->models, dataset, has_model, "model");
    if (!sentence)
        sentence = objection(&selection->figures, dataset, has_figure, "figure");
    return sentence;
}

void selection_release(struct selection *selection)
{
    names_release(&selection->scenarios);
    names_release(&selection->models);
    names_release(&selection->figures);
}
