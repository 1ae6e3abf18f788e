/* costs.c - echo-costs: what our own code costs, beyond the least that a model has to spend.
 *
 * Servers are held to minimal loops without any session code, echo-load to a client that checks
 * nothing, in interleaved pairs (pairs.h). Each line names the limit we set ourselves. */
#include "command_line.h"
#include "generator_cost.h"
#include "interrupt.h"
#include "many.h"
#include "pacing_cost.h"
#include "pairs.h"
#include "peers.h"
#include "quantity.h"
#include "report.h"

#include <stdlib.h>
#include <string.h>

static const struct scenario message = { .name = "message", .axis = "connections" };
static const struct scenario newcomer = { .name = "newcomer",
                                          .axis = "messages per connection",
                                          .load = { .connections = 8 } };
static const struct scenario sleeper = { .name = "sleeper",
                                         .axis = "idle connections",
                                         .weighs = true };
static const struct scenario bulk = { .name = "bulk",
                                      .axis = "bytes",
                                      .load = { .connections = 16 } };

static const struct point alone = { .label = "1", .load = { .churn = 1 } };
static const struct point few = { .label = "16", .load = { .connections = 16 } };
static const struct point some = { .label = "64", .load = { .connections = 64 } };
static const struct point many = { .label = "1,000", .load = { .connections = 1000 } };
static const struct point most_processes = { .label = "2,000",
                                             .load = { .connections = 2000 } };
static const struct point most = { .label = "5,000", .load = { .connections = 5000 } };
static const struct point idle_many = { .label = "1,000", .load = { .idle = 1000 } };
static const struct point idle_processes = { .label = "2,000", .load = { .idle = 2000 } };
static const struct point idle_most = { .label = "5,000", .load = { .idle = 5000 } };
static const struct point large = { .label = "64 KiB", .load = { .size = 65536 } };

/* One line of the result: a figure of a server, alone or as a ratio to a yardstick's. */
struct check {
    const char *group;
    const struct scenario *scenario;
    const struct point *point;
    const char *server;
    const char *yardstick; /* NULL: the figure itself is limited */
    const char *reading;
    double limit; /* at most */
};

static const char cost[] = "cpu_us_per_request";
static const char switches[] = "switches_per_request";
static const char entry[] = "cpu_us_per_connection";
static const char weight[] = "pss_kib_per_connection";

static const struct check checks[] = {
    { "message", &message, &some, "select", "minimal-epoll", cost, 1.05 },
    { "message", &message, &some, "poll", "minimal-epoll", cost, 1.05 },
    { "message", &message, &some, "epoll", "minimal-epoll", cost, 1.05 },
    { "message", &message, &some, "libuv", "minimal-epoll", cost, 1.10 },
    { "message", &message, &some, "threaded", "minimal-threaded", cost, 1.05 },
    { "message", &message, &some, "forking", "minimal-forking", cost, 1.05 },
    { "switches", &message, &few, "select", NULL, switches, 0.02 },
    { "switches", &message, &few, "poll", NULL, switches, 0.02 },
    { "switches", &message, &few, "epoll", NULL, switches, 0.02 },
    { "switches", &message, &few, "libuv", NULL, switches, 0.02 },
    { "switches", &message, &few, "threaded", NULL, switches, 1.05 },
    { "switches", &message, &few, "forking", NULL, switches, 1.05 },
    { "newcomer", &newcomer, &alone, "iterative", "minimal-iterative", entry, 1.15 },
    { "newcomer", &newcomer, &alone, "forking", "minimal-forking", entry, 1.15 },
    { "newcomer", &newcomer, &alone, "threaded", "minimal-threaded", entry, 1.15 },
    { "newcomer", &newcomer, &alone, "select", "minimal-select", entry, 1.15 },
    { "newcomer", &newcomer, &alone, "poll", "minimal-poll", entry, 1.15 },
    { "newcomer", &newcomer, &alone, "epoll", "minimal-epoll", entry, 1.15 },
    { "newcomer", &newcomer, &alone, "libuv", "minimal-libuv", entry, 1.15 },
    { "sleeper", &sleeper, &idle_processes, "forking", NULL, weight, 45 },
    { "sleeper", &sleeper, &idle_most, "threaded", NULL, weight, 16 },
    { "sleeper", &sleeper, &idle_many, "select", NULL, weight, 0.5 },
    { "sleeper", &sleeper, &idle_most, "poll", NULL, weight, 0.5 },
    { "sleeper", &sleeper, &idle_most, "epoll", NULL, weight, 0.5 },
    { "sleeper", &sleeper, &idle_most, "libuv", NULL, weight, 1 },
    { "bulk", &bulk, &large, "forking", "socat", cost, 1 },
    { "bulk", &bulk, &large, "threaded", "socat", cost, 1 },
    { "bulk", &bulk, &large, "select", "socat", cost, 1 },
    { "bulk", &bulk, &large, "poll", "socat", cost, 1 },
    { "bulk", &bulk, &large, "epoll", "socat", cost, 1 },
    { "bulk", &bulk, &large, "libuv", "socat", cost, 1 },
    { "crowd", &message, &many, "select", NULL, "errors", 0 },
    { "crowd", &message, &most, "poll", NULL, "errors", 0 },
    { "crowd", &message, &most, "epoll", NULL, "errors", 0 },
    { "crowd", &message, &most, "libuv", NULL, "errors", 0 },
    { "crowd", &message, &most, "threaded", NULL, "errors", 0 },
    { "crowd", &message, &most_processes, "forking", NULL, "errors", 0 },
};

enum { CHECKS = sizeof checks / sizeof *checks };

struct wish {
    unsigned pairs;
    const char *group; /* NULL: all of them */
};

/* What is measured of echo-load: not by a table, since each has figures of its own. */
struct group {
    const char *name;
    bool (*check)(const struct lab *lab, unsigned rounds); /* NULL: those of the table */
};

static const struct group groups[] = {
    { "message", NULL },
    { "switches", NULL },
    { "newcomer", NULL },
    { "sleeper", NULL },
    { "bulk", NULL },
    { "crowd", NULL },
    { "generator", generator_cost_check },
    { "pacing", pacing_cost_check },
    { "peers", peers_check },
    { "many", many_check },
};

enum { GROUPS = sizeof groups / sizeof *groups };

static bool is_group(const char *name)
{
    for (size_t i = 0; i < GROUPS; i++)
        if (strcmp(groups[i].name, name) == 0)
            return true;
    return false;
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct wish *wish = state->input;
    char quote[QUANTITY_QUOTE];
    uint64_t pairs;

    switch (key) {
    case 'p': {
        const char *reason = quantity_count(text, 1, MOST_PAIRS, &pairs);

        if (reason)
            argp_error(state, "--pairs: %s", reason);
        wish->pairs = (unsigned)pairs;
        return 0;
    }
    case ARGP_KEY_ARG:
        if (!is_group(text))
            argp_error(state,
                       "%s is none of message, switches, newcomer, sleeper, bulk, crowd, "
                       "generator, pacing, peers, many",
                       quantity_quote(text, quote));
        wish->group = text;
        return state->arg_num == 0 ? 0 : ARGP_ERR_UNKNOWN;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool wanted(const struct wish *wish, const char *group)
{
    return !wish->group || strcmp(wish->group, group) == 0;
}

static bool run_check(const struct lab *lab, const struct check *check, unsigned pairs,
                      struct chance *chance)
{
    const struct subject subject = { check->scenario, check->point, check->server,
                                     check->reading };
    const struct subject other = { check->scenario, check->point, check->yardstick,
                                   check->reading };
    struct spread spread;
    char reason[REASON_TEXT];

    report_begin(check->group, check->reading, check->server, check->yardstick);
    if (pairs_compare(lab, &subject, check->yardstick ? &other : NULL,
                      check->yardstick ? pairs : 3, chance, &spread, reason))
        return report_end(&spread, (struct limit){ LIMIT_AT_MOST, check->limit });
    return report_lack(reason);
}

static bool run_group(const struct lab *lab, const struct group *group, unsigned pairs,
                      struct chance *chance)
{
    bool kept = true;

    if (group->check)
        return group->check(lab, pairs);
    for (size_t i = 0; i < CHECKS && !interrupt_asked(); i++)
        if (strcmp(checks[i].group, group->name) == 0)
            kept &= run_check(lab, &checks[i], pairs, chance);
    return kept;
}

int main(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "pairs", 'p', "N", 0, "how many pairs or rounds of runs make a ratio (default 7)",
          0 },
        { 0 }
    };
    const struct argp parser = {
        .options = options,
        .parser = parse_option,
        .args_doc = "[GROUP]",
        .doc = "Compares what our servers and echo-load cost with the least that their models "
               "can do.\vGROUP is message, switches, newcomer, sleeper, bulk, crowd, "
               "generator, pacing, peers or many; all of them take some 20 minutes. Exit "
               "status 1 if a limit is broken."
    };
    struct wish wish = { .pairs = 7 };
    struct chance chance = chance_from(1);
    struct lab lab;
    bool kept = true;

    command_line_parse(&parser, argc, argv, 0, &wish);
    interrupt_watch();
    lab_find(&lab);
    lab_settle(&lab);
    report_heading();
    for (size_t i = 0; i < GROUPS && !interrupt_asked(); i++)
        if (wanted(&wish, groups[i].name))
            kept &= run_group(&lab, &groups[i], wish.pairs, &chance);
    return interrupt_asked() ? 130 : kept ? 0 : 1;
}
