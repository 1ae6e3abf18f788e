/* arguments.c - the command line of echo-client. */
#include "arguments.h"

#include "clock.h"
#include "command_line.h"
#include "quantity.h"

#include <err.h>

enum { WRONG_USE = 2, KEY_HALF_CLOSE = 256, KEY_BROADCAST, KEY_TIMEOUT };

static const uint64_t shortest_timeout_ns = NS_PER_MS;
static const uint64_t longest_timeout_ns = UINT64_C(86400) * NS_PER_S;

static const struct argp_option descriptions[] = {
    { NULL, '4', NULL, 0, "use only the IPv4 addresses of a name", 0 },
    { NULL, '6', NULL, 0, "use only the IPv6 addresses of a name", 0 },
    { "broadcast", KEY_BROADCAST, NULL, 0,
      "send each line to every server that a broadcast address reaches, and print every answer",
      0 },
    { "half-close", KEY_HALF_CLOSE, NULL, 0,
      "say after the first line that no more will come, and print what still arrives", 0 },
    { "timeout", KEY_TIMEOUT, "SECONDS", 0, "wait so long for an answer (default 2)", 0 },
    { "verbose", 'v', NULL, 0, "tell on stderr what is looked up, tried and connected", 0 },
    { 0 },
};

static const char documentation[] =
    "Sends what it reads to an echo server and prints what comes back: line by line with a "
    "prompt on a terminal, byte by byte in a pipe, a datagram for each line over udp and "
    "unixgram.\v"
    "ADDRESS is tcp://HOST:PORT, tcp://[V6]:PORT, udp://HOST:PORT, unix:PATH or unixgram:PATH; "
    "the default is tcp://127.0.0.1:7007. The exit status is 0 when all was answered, 1 when "
    "something was not, 2 for wrong use, 130 after Ctrl-C.";

const char *argp_program_version = "echolab " ECHOLAB_VERSION;

static void read_timeout(const char *text, struct arguments *arguments)
{
    const char *reason = quantity_seconds_ns(text, shortest_timeout_ns, longest_timeout_ns,
                                             &arguments->timeout_ns);

    if (reason)
        errx(WRONG_USE, "--timeout: %s", reason);
}

static void read_family(int family, struct arguments *arguments)
{
    if (arguments->family != AF_UNSPEC && arguments->family != family)
        errx(WRONG_USE, "-4 and -6 exclude each other; give one, or none to use both");
    arguments->family = family;
}

static void read_address(const char *text, unsigned before, struct arguments *arguments)
{
    const char *reason = address_parse(text, &arguments->address);

    quantity_quote(text, arguments->where);
    if (before > 0)
        errx(WRONG_USE, "one ADDRESS is enough; %s is the second", arguments->where);
    if (reason)
        errx(WRONG_USE, "%s", reason);
}

static error_t read_option(int key, char *text, struct argp_state *state)
{
    struct arguments *arguments = state->input;

    switch (key) {
    case '4':
    case '6':
        read_family(key == '4' ? AF_INET : AF_INET6, arguments);
        return 0;
    case KEY_BROADCAST:
        arguments->broadcast = true;
        return 0;
    case KEY_HALF_CLOSE:
        arguments->half_close = true;
        return 0;
    case KEY_TIMEOUT:
        read_timeout(text, arguments);
        return 0;
    case 'v':
        arguments->verbose = true;
        return 0;
    case ARGP_KEY_ARG:
        read_address(text, state->arg_num, arguments);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Options that cannot do what they promise are refused, not ignored. */
static void refuse_contradictions(const struct arguments *arguments)
{
    const enum transport transport = arguments->address.transport;
    const bool has_port = transport == TRANSPORT_TCP || transport == TRANSPORT_UDP;

    if (has_port && arguments->address.port == 0)
        errx(WRONG_USE,
             "%s: nobody listens on port 0; write the port of the server's ready line",
             arguments->where);
    if (!has_port && arguments->family != AF_UNSPEC)
        errx(WRONG_USE, "-4 and -6 need a tcp:// or udp:// address, which %s is not",
             arguments->where);
    if (arguments->broadcast && transport != TRANSPORT_UDP)
        errx(WRONG_USE, "--broadcast needs a udp:// address, which %s is not",
             arguments->where);
    if (arguments->broadcast && arguments->family == AF_INET6)
        errx(WRONG_USE, "--broadcast needs IPv4; IPv6 has multicast in its place");
    if (arguments->half_close && address_is_datagram(&arguments->address))
        errx(WRONG_USE,
             "--half-close needs a connection (tcp:// or unix:); datagrams have none to close");
}

void arguments_parse(int argc, char **argv, struct arguments *arguments)
{
    const struct argp parser = {
        .options = descriptions,
        .parser = read_option,
        .args_doc = "[ADDRESS]",
        .doc = documentation,
    };

    *arguments = (struct arguments){
        .timeout_ns = UINT64_C(2) * NS_PER_S,
        .family = AF_UNSPEC,
    };
    read_address("tcp://127.0.0.1:7007", 0, arguments);
    command_line_parse(&parser, argc, argv, 0, arguments);

    refuse_contradictions(arguments);
    if (arguments->broadcast)
        arguments->family = AF_INET;
}
