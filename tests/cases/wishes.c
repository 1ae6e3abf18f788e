/* wishes.c - the command line of echo-conformance. */
#include "wishes.h"

#include "command_line.h"
#include "quantity.h"
#include "selection.h"

#include <err.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    KEY_SERVER = 256,
    KEY_LIST,
    KEY_SEED,
    KEY_FULL,
    KEY_SHARED,
    KEY_COMMAND,
    KEY_ADDRESS,
    KEY_FILE,
    KEY_NAME,
    KEY_TURNS,
    KEY_STRICT,
    KEY_SET,
    KEY_TABLE,
    KEY_JSON,
    KEY_JUNIT
};

static const struct argp_option descriptions[] = {
    { NULL, 0, NULL, 0, "Which servers (default: all of echolab's models):", 1 },
    { "model", 'm', "NAME,...", 0, "these models: iterative, forking, ...", 1 },
    { "server", KEY_SERVER, "PATH", 0, "the models' program (default: echo-MODEL beside this)",
      1 },
    { "command", KEY_COMMAND, "COMMAND", 0,
      "somebody else's, started by this command, in which {host} and {port}, {path} or "
      "{address} say where it has to listen",
      1 },
    { "server-file", KEY_FILE, "FILE", 0, "somebody else's, as a file of bench/servers says",
      1 },
    { "address", KEY_ADDRESS, "ADDRESS", 0, "one that runs already", 1 },
    { "name", KEY_NAME, "NAME", 0, "what to call that of --command or --address", 1 },
    { "one-at-a-time", KEY_TURNS, NULL, 0, "that one serves one client after another", 1 },
    { NULL, 0, NULL, 0, "Which cases (default: all):", 2 },
    { "case", 'c', "CASE,...", 0, "these: ids (A1), names, or sections (A)", 2 },
    { "set", KEY_SET, "NAME", 0, "all, or gate: a second's worth before somebody measures", 2 },
    { "transport", 't', "NAME,...", 0, "only tcp, tcp6, unix, udp, udp6 or unixgram", 2 },
    { "strict", KEY_STRICT, NULL, 0, "hold others to the promises of echolab's servers", 2 },
    { "full", KEY_FULL, NULL, 0, "the sizes of CONFORMANCE.md instead of the quick ones", 2 },
    { "seed", KEY_SEED, "N", 0, "for what is random; printed when a case fails", 2 },
    { "shared-network", KEY_SHARED, NULL, 0, "do not give each case a network of its own", 2 },
    { NULL, 0, NULL, 0, "What is said:", 3 },
    { "list", KEY_LIST, NULL, 0, "print a line for each case and model, and run nothing", 3 },
    { "verbose", 'v', NULL, 0, "a line for each transport, with its time", 3 },
    { "table", KEY_TABLE, NULL, 0, "end with a table, as when there are several servers", 3 },
    { "json", KEY_JSON, "FILE", 0, "write what was found as JSON; - is stdout", 3 },
    { "junit", KEY_JUNIT, "FILE", 0, "write it as JUnit's XML", 3 },
    { 0 },
};

static const char documentation[] =
    "Holds echo servers against the cases of a catalogue: data, resets, back-pressure, limits, "
    "life cycle, datagrams. Each case runs in a process of its own.\v"
    "COMMAND is divided into words as a shell does it, but no shell runs it. ADDRESS is "
    "tcp://HOST:PORT, tcp://[V6]:PORT, udp://HOST:PORT, unix:PATH or unixgram:PATH. Exit "
    "status: 0 all passed, 1 one failed, 2 wrong use, 77 nothing could be run here, 130 "
    "interrupted.";

const char *argp_program_version = "echolab " ECHOLAB_VERSION;

/* The options as they come; what depends on others is made of them at the end. */
struct reading {
    struct wishes *wishes;
    struct argp_state *state;
    const char *server, *command, *address, *name;
    bool turns;
};

static _Noreturn void refuse(struct reading *reading, const char *option, const char *text,
                             const char *reason)
{
    char quote[QUANTITY_QUOTE];

    argp_error(reading->state, "%s: %s: %s", option, quantity_quote(text, quote), reason);
    exit(2); /* argp_error() does not come back, but does not say so */
}

/* The place for one more. */
static struct subject *next_subject(struct reading *reading)
{
    struct wishes *wishes = reading->wishes;

    if (wishes->subject_count == MOST_SUBJECTS)
        argp_error(reading->state, "these are too many servers; %d are possible",
                   MOST_SUBJECTS);
    return &wishes->subjects[wishes->subject_count++];
}

/* Where our servers are, if nobody says: beside this program. */
static void find_program(const char *model, char path[SUBJECT_PATH])
{
    char self[SUBJECT_PATH] = "";

    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        err(EXIT_FAILURE, "cannot find this program's folder");
    if (snprintf(path, SUBJECT_PATH, "%s/echo-%s", dirname(self), model) >= SUBJECT_PATH)
        errx(EXIT_FAILURE, "the folder's name is too long");
}

static void add_model(struct reading *reading, const struct model *model)
{
    char path[SUBJECT_PATH];

    find_program(model->name, path);

    const char *reason = subject_is_model(next_subject(reading), model, path);

    if (reason)
        refuse(reading, "--model", model->name, reason);
}

static void add_models(struct reading *reading, const char *list)
{
    char name[SELECTION_NAME];

    if (*list == '\0')
        refuse(reading, "--model", list, "there is no such model");
    while (selection_next(&list, name)) {
        const struct model *model = selection_model(name);

        if (!model)
            refuse(reading, "--model", name, "there is no such model");
        add_model(reading, model);
    }
}

static void read_file(struct reading *reading, const char *path)
{
    const char *reason = subject_is_file(next_subject(reading), path);

    if (reason)
        argp_error(reading->state, "--server-file: %s", reason);
}

/* Which servers. */
static error_t parse_server(int key, char *text, struct reading *reading)
{
    switch (key) {
    case 'm':
        add_models(reading, text);
        return 0;
    case KEY_SERVER:
        reading->server = text;
        return 0;
    case KEY_COMMAND:
        reading->command = text;
        return 0;
    case KEY_FILE:
        read_file(reading, text);
        return 0;
    case KEY_ADDRESS:
        reading->address = text;
        return 0;
    case KEY_NAME:
        reading->name = text;
        return 0;
    case KEY_TURNS:
        reading->turns = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void read_seed(struct reading *reading, const char *text)
{
    const char *reason = quantity_count(text, 0, UINT64_MAX, &reading->wishes->seed);

    if (reason)
        argp_error(reading->state, "--seed: %s", reason);
}

/* Which cases, and how. */
static error_t parse_choice(int key, char *text, struct reading *reading)
{
    struct wishes *wishes = reading->wishes;
    const char *wrong = NULL;

    switch (key) {
    case 'c':
        wrong = selection_add_cases(wishes->chosen, text);
        if (wrong)
            refuse(reading, "--case", wrong, "there is no such case; --list names them");
        return 0;
    case 't':
        wrong = selection_add_transports(&wishes->transports, text);
        if (wrong)
            refuse(reading, "--transport", wrong, "there is no such transport");
        return 0;
    case KEY_SET:
        wishes->set = text;
        wishes->brief = strcmp(text, "gate") == 0;
        if (!wishes->brief && strcmp(text, "all") != 0)
            refuse(reading, "--set", text, "there are all and gate");
        return 0;
    case KEY_SEED:
        read_seed(reading, text);
        return 0;
    default:
        return parse_server(key, text, reading);
    }
}

static error_t parse_flag(int key, char *text, struct reading *reading)
{
    struct wishes *wishes = reading->wishes;

    switch (key) {
    case KEY_STRICT:
        return wishes->strict = true, 0;
    case KEY_FULL:
        return wishes->full = true, 0;
    case KEY_SHARED:
        return wishes->shared_network = true, 0;
    case KEY_LIST:
        return wishes->list = true, 0;
    case KEY_TABLE:
        return wishes->table = true, 0;
    case 'v':
        return wishes->verbose = true, 0;
    case KEY_JSON:
        return wishes->json = text, 0;
    case KEY_JUNIT:
        return wishes->junit = text, 0;
    default:
        return parse_choice(key, text, reading);
    }
}

static void add_foreign(struct reading *reading)
{
    const char *reason = NULL;

    if (reading->command && reading->address)
        argp_error(reading->state, "--command and --address exclude each other");
    if (!reading->command && !reading->address) {
        if (reading->name || reading->turns)
            argp_error(reading->state, "%s is about the server of --command or --address",
                       reading->name ? "--name" : "--one-at-a-time");
        return;
    }

    struct subject *subject = next_subject(reading);

    if (reading->command)
        reason = subject_is_command(subject, reading->command, reading->wishes->transports);
    else
        reason = subject_is_running(subject, reading->address);
    if (reason && reading->command)
        refuse(reading, "--command", reading->command, reason);
    if (reason)
        argp_error(reading->state, "--address: %s", reason);
    if (reading->name)
        subject_rename(subject, reading->name);
    if (reading->turns)
        subject_takes_turns(subject);
}

/* All has been read: what follows from several options, and what nobody has said. */
static void complete(struct reading *reading)
{
    struct wishes *wishes = reading->wishes;

    add_foreign(reading);
    if (wishes->subject_count == 0)
        for (size_t i = 0; i < model_count; i++)
            add_model(reading, &models[i]);
    for (size_t i = 0; reading->server && i < wishes->subject_count; i++)
        if (wishes->subjects[i].kind == SUBJECT_OURS &&
            !subject_use_program(&wishes->subjects[i], reading->server))
            refuse(reading, "--server", reading->server, "the path is too long");
    if (wishes->transports == 0)
        wishes->transports = ALL_TRANSPORTS;
    selection_complete(wishes->chosen, wishes->brief);
    if (wishes->brief && wishes->full)
        argp_error(reading->state, "--set=gate and --full exclude each other");
    if (wishes->json && wishes->junit && strcmp(wishes->json, "-") == 0 &&
        strcmp(wishes->junit, "-") == 0)
        argp_error(reading->state, "--json and --junit cannot both be on stdout");
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct reading *reading = state->input;

    reading->state = state;
    if (key == ARGP_KEY_END)
        complete(reading);
    return key == ARGP_KEY_END ? 0 : parse_flag(key, text, reading);
}

void wishes_read(struct wishes *wishes, int argc, char **argv)
{
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse,
        .doc = documentation,
    };
    struct reading reading = { .wishes = wishes };

    *wishes = (struct wishes){ .seed = (uint64_t)time(NULL), .set = "all" };
    wishes->chosen = calloc(case_count, sizeof *wishes->chosen);
    if (!wishes->chosen)
        err(EXIT_FAILURE, "no memory for the cases");
    command_line_parse(&parser, argc, argv, 0, &reading);
}

void wishes_release(struct wishes *wishes)
{
    free(wishes->chosen);
}
