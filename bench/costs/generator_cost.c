/* generator_cost.c - what a message costs echo-load in a closed loop, and the minimal client.
 */
#include "generator_cost.h"

#include "contest.h"
#include "report.h"
#include "target.h"

static const char messages[] = "150000";

static bool hold(const struct lab *lab, const struct target *target, unsigned rounds,
                 struct contest *contest, char reason[REASON_TEXT])
{
    char load[PATH_MAX];
    char minimal[PATH_MAX];

    const char *const mine[] = {
        lab_program(lab, "echo-load", load), "-c64", "-s64", "-n", messages, "--json=-",
        target->candidate.address,           NULL
    };
    const char *const yours[] = { lab_program(lab, "minimal-client", minimal),
                                  "127.0.0.1",
                                  target->port,
                                  "64",
                                  "64",
                                  messages,
                                  NULL };
    const struct contestant contestants[] = { { mine, contest_read_load },
                                              { yours, contest_read_minimal } };

    return contest_hold(lab, contestants, 2, rounds, contest, reason);
}

bool generator_cost_check(const struct lab *lab, unsigned rounds)
{
    struct contest contest;
    struct target target;
    char reason[REASON_TEXT] = "";

    report_begin("generator", "client_cpu_per_message", "echo-load", "minimal-client");
    if (!target_start(lab, &target, reason))
        return report_lack(reason);

    const bool held = hold(lab, &target, rounds, &contest, reason);

    target_stop(&target);
    if (!held)
        return report_lack(reason);

    const struct spread spread = contest_ratio(&contest, 0, 1, FIGURE_CPU_US);

    return report_end(&spread, (struct limit){ LIMIT_AT_MOST, 1.05 });
}
