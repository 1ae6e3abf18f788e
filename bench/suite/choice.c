/* choice.c - the command line of `echo-bench run`. */
#include "choice.h"

#include "clock.h"
#include "command_line.h"
#include "quantity.h"
#include "seed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum {
    KEY_QUICK = 256,
    KEY_FULL,
    KEY_MODELS,
    KEY_SERVER,
    KEY_SERVER_FILE,
    KEY_SCENARIOS,
    KEY_TRANSPORT,
    KEY_PROMISE,
    KEY_CAPACITY,
    KEY_RUNS,
    KEY_OUT,
    KEY_SEED,
    KEY_NO_GATE,
    KEY_RESUME,
    KEY_QUIET
};

/* More runs than that would take weeks. */
enum { MOST_RUNS = 1000 };

static const struct effort efforts[] = {
    [QUICK] = { "quick", .runs = 6, .warm_up_ms = 60, .window_ms = 200, .job_runs = 3 },
    [DEFAULT] = { "default", .runs = 9, .warm_up_ms = 150, .window_ms = 500, .job_runs = 5 },
    [FULL] = { "full", .runs = 12, .warm_up_ms = 150, .window_ms = 600, .job_runs = 10 },
};

static const struct argp_option descriptions[] = {
    { "quick", KEY_QUICK, NULL, 0, "few points and short runs: under 4 minutes for everything",
      0 },
    { "full", KEY_FULL, NULL, 0, "every point and long runs: says first how long it takes", 0 },
    { "models", KEY_MODELS, "NAME,...", 0, "measure only these (default: all)", 0 },
    { "server", KEY_SERVER, "NAME[=COMMAND]", 0,
      "measure this one beside them: the COMMAND listens at {host} and {port}; without a "
      "COMMAND it is a server of bench/servers; NAME:udp=COMMAND for datagrams",
      0 },
    { "server-file", KEY_SERVER_FILE, "FILE", 0, "the same, described in a file", 0 },
    { "scenarios", KEY_SCENARIOS, "NAME,...", 0,
      "only these of rate, ping, idle, churn, stall, fair, bulk, task, memory, knee, udp and "
      "job "
      "(default: all; with --quick the first four, stall and job)",
      0 },
    { "transport", KEY_TRANSPORT, "NAME", 0,
      "of the connections: tcp (default), tcp6 or unix; udp is a scenario", 0 },
    { "capacity", KEY_CAPACITY, "N", 0,
      "what the shares of rate are of, in messages a second (default: what the weakest model "
      "can do)",
      0 },
    { "promise", KEY_PROMISE, "TIME", 0, "the p99 that knee holds to (default 1ms)", 0 },
    { "runs", KEY_RUNS, "N", 0, "runs of each model at each point", 0 },
    { "out", KEY_OUT, "DIR", 0,
      "folder of the results: a new or an empty one (default: results/DATE-HOST)", 0 },
    { "seed", KEY_SEED, "N", 0, "repeat the order and the bytes of the run with this seed", 0 },
    { "no-gate", KEY_NO_GATE, NULL, 0,
      "measure also who does not pass echo-conformance's quick cases", 0 },
    { "resume", KEY_RESUME, "DIR", 0,
      "go on with the run in this folder, which was interrupted or has crashed; all else is as "
      "it was asked for",
      0 },
    { "quiet", KEY_QUIET, NULL, 0, "no progress, only the tables", 0 },
    { 0 },
};

static bool choose_model(struct choice *choice, const char *name)
{
    for (size_t i = 0; i < model_count(); i++)
        if (strcmp(model_at(i)->name, name) == 0)
            return choice->own[i] = true;
    return false;
}

static bool choose_scenario(struct choice *choice, const char *name)
{
    if (strcmp(name, scenario_job()->name) == 0)
        return choice->job = true;
    for (size_t i = 0; i < scenario_count(); i++)
        if (strcmp(scenario_at(i)->name, name) == 0)
            return choice->scenarios[i] = true;
    return false;
}

static void list_models(char *list, size_t room)
{
    size_t length = 0;

    for (size_t i = 0; i < model_count() && length < room; i++)
        length += (size_t)snprintf(list + length, room - length, "%s%s", i ? ", " : "",
                                   model_at(i)->name);
}

static void list_scenarios(char *list, size_t room)
{
    size_t length = 0;

    for (size_t i = 0; i < scenario_count() && length < room; i++)
        length += (size_t)snprintf(list + length, room - length, "%s, ", scenario_at(i)->name);
    if (length < room)
        snprintf(list + length, room - length, "%s", scenario_job()->name);
}

/* Chooses each name of a list with commas, or refuses it, saying which names there are. */
static void read_names(struct argp_state *state, const char *option, const char *text,
                       bool (*choose)(struct choice *, const char *),
                       void (*list)(char *, size_t))
{
    char *names = strdup(text);
    char *rest = names;
    char quote[QUANTITY_QUOTE];
    char all[256];

    for (char *name = strsep(&rest, ","); name; name = strsep(&rest, ",")) {
        if (choose(state->input, name))
            continue;
        list(all, sizeof all);
        quantity_quote(name, quote);
        free(names);
        argp_error(state, "%s: %s is none of %s", option, quote, all);
        return;
    }
    free(names);
}

static void read_count(struct argp_state *state, const char *option, const char *text,
                       uint64_t least, uint64_t most, uint64_t *count)
{
    const char *reason = quantity_count(text, least, most, count);

    if (reason)
        argp_error(state, "%s: %s", option, reason);
}

static void read_transport(struct argp_state *state, const char *text, struct choice *choice)
{
    char quote[QUANTITY_QUOTE];

    if (!road_named(text, &choice->road))
        argp_error(state, "--transport: %s is none of tcp, tcp6 and unix",
                   quantity_quote(text, quote));
}

static void read_promise(struct argp_state *state, const char *text, struct choice *choice)
{
    const char *reason = quantity_time_ns(text, 10 * (uint64_t)NS_PER_US,
                                          10 * (uint64_t)NS_PER_S, &choice->promise_ns);

    if (reason)
        argp_error(state, "--promise: %s", reason);
}

static error_t parse_manner(int key, char *text, struct argp_state *state)
{
    struct choice *choice = state->input;
    uint64_t number = 0;

    switch (key) {
    case KEY_RUNS:
        read_count(state, "--runs", text, 1, MOST_RUNS, &number);
        choice->effort.runs = (unsigned)number;
        return 0;
    case KEY_SEED:
        read_count(state, "--seed", text, 0, seed_largest, &choice->seed);
        return 0;
    case KEY_TRANSPORT:
        read_transport(state, text, choice);
        return 0;
    case KEY_CAPACITY:
        read_count(state, "--capacity", text, 100, UINT64_C(100000000), &number);
        choice->capacity_per_s = (double)number;
        return 0;
    case KEY_PROMISE:
        read_promise(state, text, choice);
        return 0;
    case KEY_NO_GATE:
        choice->ungated = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void add_server(struct argp_state *state, const char *option, const char *reason)
{
    if (reason)
        argp_error(state, "%s: %s", option, reason);
}

static error_t parse_what(int key, char *text, struct argp_state *state)
{
    struct choice *choice = state->input;

    switch (key) {
    case KEY_QUICK:
    case KEY_FULL:
        choice->depth = key == KEY_QUICK ? QUICK : FULL;
        return 0;
    case KEY_MODELS:
        read_names(state, "--models", text, choose_model, list_models);
        return 0;
    case KEY_SCENARIOS:
        read_names(state, "--scenarios", text, choose_scenario, list_scenarios);
        return 0;
    case KEY_SERVER:
        add_server(state, "--server", servers_take(&choice->servers, text));
        return 0;
    case KEY_SERVER_FILE:
        add_server(state, "--server-file", servers_read(&choice->servers, text));
        return 0;
    case KEY_OUT:
        if (!*text)
            argp_error(state, "--out: the name of a folder is missing");
        choice->out = text;
        return 0;
    default:
        return parse_manner(key, text, state);
    }
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct choice *choice = state->input;
    char quote[QUANTITY_QUOTE];

    switch (key) {
    case ARGP_KEY_ARG:
        argp_error(state, "%s is not understood: only options are",
                   quantity_quote(text, quote));
        return 0;
    case KEY_RESUME:
        choice->resume = text;
        return 0;
    case ARGP_KEY_END:
        if (choice->resume && choice->anew)
            argp_error(state, "--resume: the run goes on as it was asked for; only --quiet may "
                              "stand beside it");
        return 0;
    case KEY_QUIET:
        choice->quiet = true;
        return 0;
    default:
        choice->anew = choice->anew || (key >= KEY_QUICK && key < ARGP_KEY_END);
        return parse_what(key, text, state);
    }
}

static uint64_t any_seed(void)
{
    uint32_t seed;

    /* Short enough to be typed again. */
    return getrandom(&seed, sizeof seed, 0) == sizeof seed ? seed : 1;
}

static bool any(const bool *chosen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (chosen[i])
            return true;
    return false;
}

/* Nothing named means everything that belongs to the depth. */
static void complete_scenarios(struct choice *choice)
{
    if (choice->job || any(choice->scenarios, MOST_SCENARIOS))
        return;
    choice->job = true;
    for (size_t i = 0; i < scenario_count(); i++)
        choice->scenarios[i] = scenario_at(i)->depth <= choice->depth;
}

static void complete(struct choice *choice)
{
    unsigned runs = choice->effort.runs;
    bool everybody = !any(choice->own, MOST_MODELS);

    choice->effort = efforts[choice->depth];
    if (runs > 0)
        choice->effort.runs = choice->effort.job_runs = runs;
    for (size_t i = 0; i < model_count(); i++)
        if (everybody || choice->own[i])
            choice->roster.list[choice->roster.count++] = *model_at(i);
    servers_join(&choice->servers, choice->road, &choice->roster);
    complete_scenarios(choice);
}

void choice_parse(int argc, char **argv, struct choice *choice)
{
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse_option,
        .doc =
            "Measures the server models against each other, prints a table for each scenario, "
            "and keeps the raw results.\v"
            "Exit status: 0 everything was measured, 1 something failed, 2 wrong use, "
            "130 interrupted (what was done is kept).",
    };

    *choice = (struct choice){ .depth = DEFAULT, .seed = any_seed(), .promise_ns = NS_PER_MS };
    command_line_parse(&parser, argc, argv, 0, choice);
    complete(choice);
}

void choice_release(struct choice *choice)
{
    servers_release(&choice->servers);
}

size_t choice_scenarios(const struct choice *choice,
                        const struct scenario *chosen[MOST_SCENARIOS + 1])
{
    size_t count = 0;

    for (size_t i = 0; i < scenario_count(); i++)
        if (choice->scenarios[i])
            chosen[count++] = scenario_at(i);
    if (choice->job)
        chosen[count++] = scenario_job();
    return count;
}

bool choice_includes(const struct choice *choice, const struct scenario *scenario,
                     const struct point *point)
{
    enum depth least = FULL;

    for (const struct point *any = scenario->points; any->label; any++)
        if (any->depth < least)
            least = any->depth;
    return point->depth <= choice->depth || point->depth == least;
}
