/* pacing_cost.c - what being on time costs echo-load in an open loop, and how late it is. */
#include "pacing_cost.h"

#include "contest.h"
#include "report.h"
#include "target.h"

#include <jansson.h>
#include <math.h>

enum { RATE = 32000 };
enum who { PACER, PRECISE, BALANCED };

static const char rate[] = "32000";

static bool read_open_loop(const char *output, double figures[FIGURES])
{
    json_t *result = json_loads(output, 0, NULL);
    double answered, window_s, late_ns;
    const bool good = contest_read_load(output, figures) &&
                      json_unpack(result, "{sF sF s{sF}}", "requests", &answered, "window_s",
                                  &window_s, "lateness_ns", "p50", &late_ns) == 0;

    if (good) {
        figures[FIGURE_LATE_US] = late_ns / 1e3;
        figures[FIGURE_RATE_ERROR] = fabs(answered / (RATE * window_s) - 1);
    }
    json_decref(result);
    return good;
}

static bool hold(const struct lab *lab, const struct target *target, unsigned rounds,
                 struct contest *contest, char reason[REASON_TEXT])
{
    char load[PATH_MAX];
    char minimal[PATH_MAX];
    const char *where = target->candidate.address;

    lab_program(lab, "echo-load", load);
    lab_program(lab, "minimal-pacer", minimal);

    const char *const pacer[] = { minimal, "127.0.0.1", target->port, "16",
                                  "64",    rate,        "2",          NULL };
    const char *const precise[] = { load,       "-c16",
                                    "-s64",     "-r",
                                    rate,       "-w0",
                                    "-d2s",     "--arrivals=uniform",
                                    "--json=-", "--pacing=precise",
                                    where,      NULL };
    const char *const balanced[] = { load,       "-c16",
                                     "-s64",     "-r",
                                     rate,       "-w0",
                                     "-d2s",     "--arrivals=uniform",
                                     "--json=-", "--pacing=balanced",
                                     where,      NULL };
    const struct contestant contestants[] = { [PACER] = { pacer, contest_read_minimal },
                                              [PRECISE] = { precise, read_open_loop },
                                              [BALANCED] = { balanced, read_open_loop } };

    return contest_hold(lab, contestants, 3, rounds, contest, reason);
}

static bool tell(const char *figure, const char *subject, const char *yardstick,
                 struct spread spread, struct limit limit)
{
    report_begin("pacing", figure, subject, yardstick);
    return report_end(&spread, limit);
}

static bool tell_all(const struct contest *contest)
{
    const struct limit none = { LIMIT_NONE, 0 };
    const struct limit on_rate = { LIMIT_AT_MOST, 0.005 };
    bool kept = true;

    kept &= tell("client_cpu_per_message", "precise", "minimal-pacer",
                 contest_ratio(contest, PRECISE, PACER, FIGURE_CPU_US),
                 (struct limit){ LIMIT_AT_MOST, 1.0 });
    kept &= tell("client_cpu_per_message", "balanced", "precise",
                 contest_ratio(contest, BALANCED, PRECISE, FIGURE_CPU_US),
                 (struct limit){ LIMIT_AT_MOST, 0.5 });
    tell("median_lateness_us", "minimal-pacer", NULL,
         contest_figure(contest, PACER, FIGURE_LATE_US), none);
    kept &= tell("median_lateness_us", "precise", NULL,
                 contest_figure(contest, PRECISE, FIGURE_LATE_US),
                 (struct limit){ LIMIT_AT_MOST, 30 });
    kept &= tell("median_lateness_us", "balanced", NULL,
                 contest_figure(contest, BALANCED, FIGURE_LATE_US),
                 (struct limit){ LIMIT_AT_MOST, 150 });
    kept &= tell("rate_error", "precise", NULL,
                 contest_figure(contest, PRECISE, FIGURE_RATE_ERROR), on_rate);
    kept &= tell("rate_error", "balanced", NULL,
                 contest_figure(contest, BALANCED, FIGURE_RATE_ERROR), on_rate);
    return kept;
}

bool pacing_cost_check(const struct lab *lab, unsigned rounds)
{
    struct contest contest;
    struct target target;
    char reason[REASON_TEXT] = "";
    bool held = target_start(lab, &target, reason);

    if (held) {
        held = hold(lab, &target, rounds, &contest, reason);
        target_stop(&target);
    }
    if (held)
        return tell_all(&contest);
    report_begin("pacing", "all", "echo-load", NULL);
    return report_lack(reason);
}
