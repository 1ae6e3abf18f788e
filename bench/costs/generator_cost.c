/* generator_cost.c - what a message costs echo-load, in pairs with the minimal client. */
#include "generator_cost.h"

#include "address.h"
#include "candidate.h"
#include "pairs.h"

#include <stdio.h>
#include <sys/wait.h>

static const char messages[] = "150000";

enum { WITHIN_MS = 60 * 1000 };

/* Runs the program to its end. All of its CPU time counts, that of its start as well: the same
 * is asked of both, and 150,000 messages take about a second. */
static bool spend(const struct lab *lab, const char *const *arguments, double *cpu_s,
                  char reason[REASON_TEXT])
{
    struct process process;
    struct ending ending;
    int error = process_start(&(struct launch){ .arguments = arguments,
                                                .cpu = lab->placement.generator_cpu,
                                                .output = -1,
                                                .errors = -1,
                                                .lent = -1 },
                              &process);

    if (error != 0 || !process_ends_within(&process, WITHIN_MS)) {
        snprintf(reason, REASON_TEXT, "%s could not be run", arguments[0]);
        if (error == 0)
            process_kill(&process);
        return false;
    }
    if (!process_reap(&process, &ending) || ending.status != 0) {
        snprintf(reason, REASON_TEXT, "%s failed", arguments[0]);
        return false;
    }
    *cpu_s = ending.cpu_s;
    return true;
}

static bool compare_at(const struct lab *lab, const char *where, unsigned count,
                       double results[MOST_PAIRS], char reason[REASON_TEXT])
{
    char load[PATH_MAX];
    char minimal[PATH_MAX];
    char port[8];
    struct address address;

    if (address_parse(where, &address))
        return false;
    snprintf(port, sizeof port, "%u", address.port);

    const char *const mine[] = { lab_program(lab, "echo-load", load),
                                 "-c64",
                                 "-s64",
                                 "-n",
                                 messages,
                                 "--quiet",
                                 where,
                                 NULL };
    const char *const yours[] = { lab_program(lab, "minimal-client", minimal),
                                  address.host,
                                  port,
                                  "64",
                                  "64",
                                  messages,
                                  NULL };
    struct chance chance = chance_from(1);

    for (unsigned i = 0; i < count; i++) {
        bool swapped = chance_below(&chance, 2) == 1;
        double first_s;
        double second_s;

        if (!spend(lab, swapped ? yours : mine, &first_s, reason) ||
            !spend(lab, swapped ? mine : yours, &second_s, reason))
            return false;
        results[i] = swapped ? second_s / first_s : first_s / second_s;
    }
    return true;
}

bool generator_cost_compare(const struct lab *lab, unsigned count, struct spread *spread,
                            char reason[REASON_TEXT])
{
    double results[MOST_PAIRS];
    struct candidate candidate;
    struct ending ending;
    char parting[REASON_TEXT];

    if (!candidate_start(
            lab, &(struct candidate_order){ .model = "epoll", .address = "tcp://127.0.0.1:0" },
            &candidate, reason))
        return false;

    bool compared = compare_at(lab, candidate.address, count, results, reason);

    candidate_stop(&candidate, &ending, parting);
    if (compared)
        *spread = statistics_describe(results, count, 1);
    return compared;
}
