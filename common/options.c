/* options.c - the command line that all servers share. */
#include "options.h"

#include "clock.h"
#include "command_line.h"
#include "quantity.h"

#include <err.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_SNDBUF = 256, KEY_RCVBUF, KEY_COUNTERS, KEY_MAX_TASK };

enum { MOST_CLIENTS = 1000000, MOST_SOCKET_BUFFER = 1 << 30, MOST_TASK_US = 60 * 1000 * 1000 };

static const struct argp_option descriptions[] = {
    { "service", 's', "NAME", 0, "echo (default), upper or task", 0 },
    { "backlog", 'b', "N", 0, "connections that may wait for accept() (default 4096)", 0 },
    { "max-clients", 'c', "N", 0, "clients served at the same time; more are told ERR busy",
      0 },
    { "idle-timeout", 'i', "SECONDS", 0, "hang up on a client that is silent for so long", 0 },
    { "grace", 'g', "SECONDS", 0, "time to finish in after SIGTERM (default 5)", 0 },
    { "sndbuf", KEY_SNDBUF, "BYTES", 0, "send buffer of each socket (default: the kernel's)",
      0 },
    { "rcvbuf", KEY_RCVBUF, "BYTES", 0, "receive buffer of each socket", 0 },
    { "max-task", KEY_MAX_TASK, "MICROSECONDS", 0,
      "most work a task frame may ask for (default 0: none)", 0 },
    { "mode", 'm', "OCTAL", 0, "permissions of a socket file (default 0600)", 0 },
    { "counters", KEY_COUNTERS, "FILE", 0, "write counters as JSON when leaving", 0 },
    { "trace", 't', NULL, 0, "print every step to stderr", 0 },
    { 0 },
};

/* Refuses the option's value with a sentence from quantity.h; returns only when there is none.
 */
static void insist(struct argp_state *state, const char *option, const char *reason)
{
    if (reason)
        argp_error(state, "%s: %s", option, reason);
}

static int read_bytes(struct argp_state *state, const char *option, const char *text)
{
    uint64_t bytes = 0;

    insist(state, option, quantity_bytes(text, 1024, MOST_SOCKET_BUFFER, &bytes));
    return (int)bytes;
}

static mode_t read_mode(struct argp_state *state, const char *text)
{
    char quote[QUANTITY_QUOTE];
    char *end;
    unsigned long mode = strtoul(text, &end, 8);

    if (strspn(text, "01234567") != strlen(text) || *text == '\0' || mode > 0777)
        argp_error(state, "--mode: %s is not an octal mode from 0 to 0777, such as 0660",
                   quantity_quote(text, quote));
    return (mode_t)mode;
}

static void read_count(struct argp_state *state, const char *option, const char *text,
                       uint64_t most, uint64_t *count)
{
    insist(state, option, quantity_count(text, 1, most, count));
}

static error_t parse_limit(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;
    uint64_t number = 0;

    switch (key) {
    case 'b':
        read_count(state, "--backlog", text, INT_MAX, &number);
        options->backlog = (int)number;
        return 0;
    case 'c':
        read_count(state, "--max-clients", text, MOST_CLIENTS, &options->max_clients);
        return 0;
    case KEY_SNDBUF:
        options->send_buffer = read_bytes(state, "--sndbuf", text);
        return 0;
    case KEY_RCVBUF:
        options->receive_buffer = read_bytes(state, "--rcvbuf", text);
        return 0;
    case KEY_MAX_TASK:
        insist(state, "--max-task", quantity_count(text, 0, MOST_TASK_US, &number));
        options->max_task_us = (uint32_t)number;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct options *options = state->input;
    char quote[QUANTITY_QUOTE];

    switch (key) {
    case 's':
        if (!service_from_name(text, &options->service))
            argp_error(state, "--service: %s is not one of echo, upper, task",
                       quantity_quote(text, quote));
        return 0;
    case 'i':
        insist(state, "--idle-timeout",
               quantity_seconds_ns(text, 10ULL * NS_PER_MS, 86400ULL * NS_PER_S,
                                   &options->idle_timeout_ns));
        return 0;
    case 'g':
        insist(state, "--grace",
               quantity_seconds_ns(text, 0, 3600ULL * NS_PER_S, &options->grace_ns));
        return 0;
    case 'm':
        options->socket_mode = read_mode(state, text);
        return 0;
    case KEY_COUNTERS:
        options->counters = text;
        return 0;
    case 't':
        options->trace = true;
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0)
            argp_error(state, "one ADDRESS is enough, and %s is the second",
                       quantity_quote(text, quote));
        options->where = text;
        return 0;
    default:
        return parse_limit(key, text, state);
    }
}

const char *argp_program_version = "echolab " ECHOLAB_VERSION;

void options_parse(int argc, char **argv, const char *model, uint64_t max_clients,
                   struct options *options)
{
    static char documentation[512];
    const struct argp parser = {
        .options = descriptions,
        .parser = parse_option,
        .args_doc = "[ADDRESS]",
        .doc = documentation,
    };

    snprintf(documentation, sizeof documentation,
             "Serves the echo protocol to many clients at once: the %s model.\v"
             "ADDRESS is tcp://HOST:PORT, tcp://[V6]:PORT, udp://HOST:PORT, unix:PATH or "
             "unixgram:PATH; default tcp://127.0.0.1:7007. Port 0 asks for a free one, which "
             "the ready line names.",
             model);
    *options = (struct options){
        .where = "tcp://127.0.0.1:7007",
        .service = SERVICE_ECHO,
        .backlog = SOMAXCONN,
        .max_clients = max_clients,
        .grace_ns = 5ULL * NS_PER_S,
        .socket_mode = 0600,
    };
    command_line_parse(&parser, argc, argv, 0, options);

    const char *reason = address_parse(options->where, &options->address);

    if (reason)
        errx(2, "%s", reason);
}
