/* options.c - the command line of echo-load. */
#include "options.h"

#include "clock.h"
#include "command_line.h"
#include "order.h"
#include "quantity.h"
#include "seed.h"

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
    KEY_ARRIVALS,
    KEY_PACING,
    KEY_HLOG,
    KEY_HGRM,
    KEY_CSV,
    KEY_SENDS,
    KEY_FAIL_IF,
    KEY_SOURCES,
    KEY_CONNECT_RATE,
    KEY_STALL,
    KEY_TASK,
    KEY_CONTROL,
    KEY_QUIET
};

/* Above these a number is a slip of the finger. */
enum { MOST_CONNECTIONS = 1000000, MOST_THREADS = 256, MOST_PIPELINE = 1024 };

enum { MOST_RATE = 10000000 };

static const char *const services[] = { "echo", "upper", "task" };

static const uint64_t most_messages = UINT64_C(1000000000000);
static const uint64_t one_ms = NS_PER_MS;
static const uint64_t one_hour = UINT64_C(3600) * NS_PER_S;
static const uint64_t one_day = UINT64_C(24 * 3600) * NS_PER_S;

static const char documentation[] =
    "Loads an echo server, checks every byte that comes back, and tells how long it took."
    "\v"
    "ADDRESS is tcp://HOST:PORT, udp://HOST:PORT, unix:PATH or unixgram:PATH; an IPv6 HOST "
    "stands in brackets. A TIME is 5 or 0.5 (seconds), or has a unit: 100us, 20ms, 1.5s, 2m. "
    "Counts may end in k or M, bytes in KiB or MiB.\n\n"
    "`echo-load merge --help' tells how logs of several runs become one result.\n\n"
    "Exit status: 0 all echoes were right, 1 something failed, 2 wrong use, 3 a condition of "
    "--fail-if is true, 130 interrupted.";

static const struct argp_option descriptions[] = {
    { NULL, 0, NULL, 0, "The load:", 1 },
    { "connections", 'c', "N", 0, "connections that send (default 1)", 1 },
    { "idle", KEY_IDLE, "N", 0, "further connections that only stay open (default 0)", 1 },
    { "stall", KEY_STALL, "N:KIND", 0,
      "further N that behave badly: reader, writer, mute or reset; may be repeated", 1 },
    { "size", 's', "BYTES|MIN-MAX", 0, "message size, up to 1MiB (default 64)", 1 },
    { "pipeline", 'p', "DEPTH", 0,
      "messages under way on a connection (default 1; datagrams with --rate 256)", 1 },
    { "think", KEY_THINK, "TIME", 0, "pause between a reply and the next message (default 0)",
      1 },
    { "rate", 'r', "N", 0, "send N messages a second over all connections, whatever comes back",
      1 },
    { "arrivals", KEY_ARRIVALS, "KIND", 0, "of --rate: poisson (default) or uniform", 1 },
    { "churn", KEY_CHURN, "K", 0, "replace a connection after every K messages", 1 },
    { "service", 'S', "NAME", 0, "what the server does: echo (default), upper or task", 1 },
    { "task", KEY_TASK, "WORK", 0,
      "work that a message asks for: spin:TIME or block:TIME, where TIME may also be exp:MEAN "
      "or bimodal:TIME,TIME,SHARE",
      1 },
    { "seed", KEY_SEED, "N", 0, "which bytes and sizes are sent (default 1)", 1 },

    { NULL, 0, NULL, 0, "How long:", 2 },
    { "duration", 'd', "TIME", 0, "length of the measured window (default 10s)", 2 },
    { "requests", 'n', "N", 0, "measure exactly N messages instead", 2 },
    { "warmup", 'w', "TIME", 0, "load before the window opens (default 1s; with -n none)", 2 },
    { "timeout", KEY_TIMEOUT, "TIME", 0,
      "give up a reply or a connect after TIME (default 10s; a datagram 1s)", 2 },

    { NULL, 0, NULL, 0, "The generator:", 3 },
    { "threads", 't', "N", 0, "event loops, each with its share of the connections (default 1)",
      3 },
    { "sources", KEY_SOURCES, "ADDR-ADDR", 0, "connect from these addresses in turn", 3 },
    { "connect-rate", KEY_CONNECT_RATE, "N", 0, "begin at most N connections a second", 3 },
    { "cpus", KEY_CPUS, "LIST", 0, "tie the threads to CPUs, such as 1 or 0-2,5", 3 },
    { "pacing", KEY_PACING, "HOW", 0,
      "of --rate: precise (default), or balanced: 0.6 times the cost, some 140us late", 3 },
    { "json", KEY_JSON, "FILE", 0, "write the result as JSON; - is stdout, instead of the text",
      3 },
    { "hlog", KEY_HLOG, "FILE", 0, "write a HdrHistogram log, an interval a second", 3 },
    { "hgrm", KEY_HGRM, "FILE", 0, "write the percentiles as HdrHistogram does", 3 },
    { "csv", KEY_CSV, "FILE", 0, "write a line a second", 3 },
    { "sends", KEY_SENDS, "FILE", 0, "write when messages were due and sent (of --rate)", 3 },
    { "fail-if", KEY_FAIL_IF, "EXPRESSION", 0,
      "end with status 3 if it is true, such as 'p99>1ms' (several allowed)", 3 },
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

    options->service = SERVICE_ECHO;
    while (options->service <= SERVICE_TASK && strcmp(services[options->service], text) != 0)
        options->service++;
    if (options->service > SERVICE_TASK)
        argp_error(state, "--service: %s is none of echo, upper and task",
                   quantity_quote(text, quote));
}

/* The descriptor is a runner's, so it has to be there already. */
static void read_control(struct argp_state *state, const char *text, struct options *options)
{
    options->control = (int)read_count(state, "--control", text, 0, INT_MAX);

    const int flags = fcntl(options->control, F_GETFL);

    if (flags < 0)
        argp_error(state, "--control: descriptor %d is not open", options->control);
    if ((flags & O_ACCMODE) != O_RDWR)
        argp_error(state, "--control: descriptor %d is not open for reading and writing",
                   options->control);
}
/* How many clients there are, and how often they send. */
static error_t parse_clients(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;

    switch (key) {
    case 'c':
        options->connections = read_count(state, "--connections", text, 0, MOST_CONNECTIONS);
        return 0;
    case KEY_IDLE:
        options->idle = read_count(state, "--idle", text, 0, MOST_CONNECTIONS);
        return 0;
    case KEY_STALL:
        insist(state, "--stall", stall_parse(text, &options->stall));
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
    case 'r':
        options->rate = read_count(state, "--rate", text, 1, MOST_RATE);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* What they send, and when. */
static error_t parse_messages(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;
    char quote[QUANTITY_QUOTE];

    switch (key) {
    case KEY_ARRIVALS:
        if (!arrivals_from_name(text, &options->arrivals))
            argp_error(state, "--arrivals: %s is neither poisson nor uniform",
                       quantity_quote(text, quote));
        return 0;
    case 's':
        read_sizes(state, text, options);
        return 0;
    case 'S':
        read_service(state, text, options);
        return 0;
    case KEY_TASK:
        insist(state, "--task", task_parse(text, &options->task));
        return 0;
    case KEY_SEED:
        insist(state, "--seed", quantity_count(text, 0, seed_largest, &options->seed));
        return 0;
    default:
        return parse_clients(key, text, state);
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
        return parse_messages(key, text, state);
    }
}

static void read_threshold(struct argp_state *state, const char *text, struct options *options)
{
    if (options->threshold_count == THRESHOLDS_MOST)
        argp_error(state, "--fail-if: %d conditions are the most", THRESHOLDS_MOST);
    insist(state, "--fail-if",
           threshold_parse(text, &options->thresholds[options->threshold_count++]));
}

/* Where results go, and what is made of them. */
static error_t parse_file(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;

    switch (key) {
    case KEY_JSON:
        options->json = text;
        return 0;
    case KEY_HLOG:
        options->hlog = text;
        return 0;
    case KEY_HGRM:
        options->hgrm = text;
        return 0;
    case KEY_CSV:
        options->csv = text;
        return 0;
    case KEY_SENDS:
        options->sends = text;
        return 0;
    case KEY_FAIL_IF:
        read_threshold(state, text, options);
        return 0;
    default:
        return parse_length(key, text, state);
    }
}

static error_t parse_generator(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;
    char quote[QUANTITY_QUOTE];

    switch (key) {
    case 't':
        options->threads = read_count(state, "--threads", text, 1, MOST_THREADS);
        return 0;
    case KEY_SOURCES:
        insist(state, "--sources", sources_parse(text, &options->sources));
        return 0;
    case KEY_CONNECT_RATE:
        insist(state, "--connect-rate",
               quantity_count(text, 1, MOST_RATE, &options->connect_rate));
        return 0;
    case KEY_CPUS:
        insist(state, "--cpus", cpus_parse(text, &options->cpus));
        return 0;
    case KEY_PACING:
        if (!pacing_from_name(text, &options->pacing))
            argp_error(state, "--pacing: %s is neither precise nor balanced",
                       quantity_quote(text, quote));
        return 0;
    case KEY_CONTROL:
        read_control(state, text, options);
        return 0;
    case KEY_QUIET:
        options->quiet = true;
        return 0;
    default:
        return parse_file(key, text, state);
    }
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;
    char quote[QUANTITY_QUOTE];
    const char *reason;

    switch (key) {
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            argp_error(state, "one ADDRESS is enough, and %s is the second",
                       quantity_quote(text, quote));
        options->where = text;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "the ADDRESS of a server is missing, such as tcp://127.0.0.1:7007");
        return 0;
    case ARGP_KEY_END:
        reason = order_complete(options);
        if (reason)
            argp_error(state, "%s", reason);
        return 0;
    default:
        return parse_generator(key, text, state);
    }
}

const char *options_service(const struct options *options)
{
    return services[options->service];
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
        .seed = 1,
        .control = -1,
    };
    command_line_parse(&parser, argc, argv, 0, options);
}
