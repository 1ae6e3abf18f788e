/* options.c - the command line of echo-load. */
#include "options.h"

#include "clock.h"
#include "command_line.h"
#include "quantity.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_THINK = 256,
    KEY_CHURN,
    KEY_IDLE,
    KEY_TIMEOUT,
    KEY_SEED,
    KEY_CPUS,
    KEY_JSON,
    KEY_CONTROL,
    KEY_QUIET
};

/* Above these a number is a slip of the finger. */
enum { MOST_CONNECTIONS = 1000000, MOST_THREADS = 256, MOST_PIPELINE = 1024 };

static const uint64_t most_messages = UINT64_C(1000000000000);
static const uint64_t one_ms = NS_PER_MS;
static const uint64_t one_hour = UINT64_C(3600) * NS_PER_S;
static const uint64_t one_day = UINT64_C(24 * 3600) * NS_PER_S;

static const char documentation[] =
    "Loads an echo server, checks every byte that comes back, and tells how long it took."
    "\v"
    "ADDRESS is tcp://HOST:PORT, tcp://[V6]:PORT or unix:PATH. A TIME is 5 or 0.5 (seconds), "
    "or "
    "has a unit: 100us, 20ms, 1.5s, 2m. Counts may end in k or M, bytes in KiB or MiB.\n\n"
    "`echo-load merge --help' tells how logs of several runs become one result.\n\n"
    "Exit status: 0 all echoes were right, 1 something failed, 2 wrong use, 130 interrupted.";

static const struct argp_option descriptions[] = {
    { NULL, 0, NULL, 0, "The load:", 1 },
    { "connections", 'c', "N", 0, "connections that send (default 1)", 1 },
    { "idle", KEY_IDLE, "N", 0, "further connections that only stay open (default 0)", 1 },
    { "size", 's', "BYTES|MIN-MAX", 0, "message size, up to 1MiB (default 64)", 1 },
    { "pipeline", 'p', "DEPTH", 0, "messages under way on a connection (default 1)", 1 },
    { "think", KEY_THINK, "TIME", 0, "pause between a reply and the next message (default 0)",
      1 },
    { "churn", KEY_CHURN, "K", 0, "replace a connection after every K messages", 1 },
    { "service", 'S', "NAME", 0, "what the server does: echo (default) or upper", 1 },
    { "seed", KEY_SEED, "N", 0, "which bytes and sizes are sent (default 1)", 1 },

    { NULL, 0, NULL, 0, "How long:", 2 },
    { "duration", 'd', "TIME", 0, "length of the measured window (default 10s)", 2 },
    { "requests", 'n', "N", 0, "measure exactly N messages instead", 2 },
    { "warmup", 'w', "TIME", 0, "load before the window opens (default 1s; with -n none)", 2 },
    { "timeout", KEY_TIMEOUT, "TIME", 0,
      "give up a reply or a connect after TIME (default 10s)", 2 },

    { NULL, 0, NULL, 0, "The generator:", 3 },
    { "threads", 't', "N", 0, "event loops, each with its share of the connections (default 1)",
      3 },
    { "cpus", KEY_CPUS, "LIST", 0, "tie the threads to CPUs, such as 1 or 0-2,5", 3 },
    { "json", KEY_JSON, "FILE", 0, "write the result as JSON; - is stdout, instead of the text",
      3 },
    { "control", KEY_CONTROL, "FD", 0, "report phases to a runner, and wait for it", 3 },
    { "quiet", KEY_QUIET, NULL, 0, "print errors only", 3 },

    { NULL, 0, NULL, 0, "Help:", -1 },
    { 0 },
};

/* Refuses the option's value with a sentence; returns only when there is none. */
static void insist(struct argp_state *state, const char *option, const char *reason)
{
    if (reason)
        argp_error(state, "%s: %s", option, reason);
}

static uint32_t read_count(struct argp_state *state, const char *option, const char *text,
                           uint32_t least, uint32_t most)
{
    uint64_t count = 0;

    insist(state, option, quantity_count(text, least, most, &count));
    return (uint32_t)count;
}

static void read_time(struct argp_state *state, const char *option, const char *text,
                      uint64_t least_ns, uint64_t most_ns, uint64_t *time_ns)
{
    insist(state, option, quantity_seconds_ns(text, least_ns, most_ns, time_ns));
}

/* "64", or "64-4KiB". */
static void read_sizes(struct argp_state *state, const char *text, struct options *options)
{
    char least[32];
    const char *dash = strchr(text, '-');
    const size_t length = dash ? (size_t)(dash - text) : 0;
    uint64_t min = 0, max = 0;

    if (length >= sizeof least)
        argp_error(state, "--size: what stands before the dash is too long");
    insist(state, "--size", quantity_bytes(length > 0 ? dash + 1 : text, 1, MESSAGE_MAX, &max));
    min = max;
    if (length > 0) {
        memcpy(least, text, length);
        least[length] = '\0';
        insist(state, "--size", quantity_bytes(least, 1, MESSAGE_MAX, &min));
    }
    if (min > max)
        argp_error(state, "--size: '%s' ends before it begins; write the smaller size first",
                   text);
    options->size_min = (uint32_t)min;
    options->size_max = (uint32_t)max;
}

static void read_service(struct argp_state *state, const char *text, struct options *options)
{
    char quote[QUANTITY_QUOTE];

    if (strcmp(text, "echo") == 0)
        options->service = SERVICE_ECHO;
    else if (strcmp(text, "upper") == 0)
        options->service = SERVICE_UPPER;
    else
        argp_error(state, "--service: %s is neither echo nor upper",
                   quantity_quote(text, quote));
}

/* The descriptor is a runner's, so it has to be there already. */
static void read_control(struct argp_state *state, const char *text, struct options *options)
{
    options->control = (int)read_count(state, "--control", text, 0, INT_MAX);
    if (fcntl(options->control, F_GETFD) < 0)
        argp_error(state, "--control: descriptor %d is not open", options->control);
}
static error_t parse_load(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;

    switch (key) {
    case 'c':
        options->connections = read_count(state, "--connections", text, 0, MOST_CONNECTIONS);
        return 0;
    case KEY_IDLE:
        options->idle = read_count(state, "--idle", text, 0, MOST_CONNECTIONS);
        return 0;
    case 's':
        read_sizes(state, text, options);
        return 0;
    case 'p':
        options->pipeline = read_count(state, "--pipeline", text, 1, MOST_PIPELINE);
        return 0;
    case KEY_THINK:
        read_time(state, "--think", text, 0, one_hour, &options->think_ns);
        return 0;
    case KEY_CHURN:
        insist(state, "--churn", quantity_count(text, 1, most_messages, &options->churn));
        return 0;
    case 'S':
        read_service(state, text, options);
        return 0;
    case KEY_SEED:
        insist(state, "--seed", quantity_count(text, 0, UINT64_MAX, &options->seed));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_length(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;

    switch (key) {
    case 'd':
        read_time(state, "--duration", text, one_ms, one_day, &options->duration_ns);
        return 0;
    case 'n':
        insist(state, "--requests", quantity_count(text, 1, most_messages, &options->requests));
        return 0;
    case 'w':
        read_time(state, "--warmup", text, 0, one_day, &options->warmup_ns);
        return 0;
    case KEY_TIMEOUT:
        read_time(state, "--timeout", text, one_ms, one_hour, &options->timeout_ns);
        return 0;
    default:
        return parse_load(key, text, state);
    }
}

static error_t parse_generator(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;

    switch (key) {
    case 't':
        options->threads = read_count(state, "--threads", text, 1, MOST_THREADS);
        return 0;
    case KEY_CPUS:
        insist(state, "--cpus", cpus_parse(text, &options->cpus));
        return 0;
    case KEY_JSON:
        options->json = text;
        return 0;
    case KEY_CONTROL:
        read_control(state, text, options);
        return 0;
    case KEY_QUIET:
        options->quiet = true;
        return 0;
    default:
        return parse_length(key, text, state);
    }
}

static void read_address(struct argp_state *state, struct options *options)
{
    const char *reason = address_parse(options->where, &options->address);

    if (reason)
        argp_error(state, "%s", reason);
    if (address_is_datagram(&options->address))
        argp_error(state, "%s is for datagrams; echo-load measures streams: tcp:// and unix:",
                   options->where);
}

/* What no option can tell alone. */
static void check_together(struct argp_state *state, const struct options *options)
{
    const uint32_t spread = options->connections ? options->connections : options->idle;

    if (options->duration_ns > 0 && options->requests > 0)
        argp_error(state, "--duration and --requests exclude each other");
    if (options->requests > 0 && options->warmup_ns != UINT64_MAX)
        argp_error(state,
                   "--warmup goes with --duration; with --requests every message counts");
    if (spread == 0)
        argp_error(state, "--connections=0 leaves nothing to do without --idle");
    if (options->connections == 0 && options->requests > 0)
        argp_error(state, "--requests needs connections that send");
    if (options->threads > spread)
        argp_error(state, "--threads: there are more threads (%u) than connections (%u)",
                   options->threads, spread);
}

static void fill_in(struct options *options)
{
    if (options->duration_ns == 0 && options->requests == 0)
        options->duration_ns = UINT64_C(10) * NS_PER_S;
    if (options->warmup_ns == UINT64_MAX)
        options->warmup_ns = options->requests > 0 ? 0 : NS_PER_S;
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;

    switch (key) {
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            argp_error(state, "one ADDRESS is enough, and '%s' is the second", text);
        options->where = text;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "the ADDRESS of a server is missing, such as tcp://127.0.0.1:7007");
        return 0;
    case ARGP_KEY_END:
        read_address(state, options);
        check_together(state, options);
        fill_in(options);
        return 0;
    default:
        return parse_generator(key, text, state);
    }
}

const char *argp_program_version = "echolab " ECHOLAB_VERSION;

void options_parse(int argc, char **argv, struct options *options)
{
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse_option,
        .args_doc = "ADDRESS",
        .doc = documentation,
    };

    *options = (struct options){
        .connections = 1,
        .threads = 1,
        .warmup_ns = UINT64_MAX, /* not given */
        .size_min = 64,
        .size_max = 64,
        .pipeline = 1,
        .timeout_ns = UINT64_C(10) * NS_PER_S,
        .seed = 1,
        .control = -1,
    };
    command_line_parse(&parser, argc, argv, 0, options);
}
