/* verdict.c - may a run be trusted? */
#include "verdict.h"

#include "json.h"
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The limits, in shares of one CPU: what spoils a run, and what is worth making it again. */
static const double generator_busy = 0.90;
static const double foreign_busy = 0.08;
static const double foreign_disturbs = 0.08;
static const double steal_limit = 0.05;

/* How much the window as we saw it may differ from the generator's own, in shares of it. */
static const double lateness = 0.02;

/* How far cgroup and wait4 may lie apart: a share, what is spent before a server is in its
 * cgroup, and what the kernel charges to nobody when a thread ends. */
static const double layers_apart = 0.02;
static const double before_cgroup_s = 0.001;
static const double thread_end_s = 8e-6;

/* From here on the kernel finds a free port by trying many. */
static const double ports_short = 0.5;

/* What echo-load says against itself, by its name for it; NULL if it does not. */
static const char *generator_says(const struct run *run, const char *name)
{
    const json_t *reason;
    size_t i;

    json_array_foreach(json_object_get(run->load, "reasons"), i, reason)
    {
        const char *called = json_string_value(json_object_get(reason, "name"));

        if (called && strcmp(called, name) == 0)
            return json_string_value(json_object_get(reason, "text"));
    }
    return NULL;
}

static bool generator_was_starved(const struct run *run)
{
    return generator_says(run, "generator_starved");
}

static bool sends_were_late(const struct run *run)
{
    return generator_says(run, "late_sends");
}

static bool law_was_broken(const struct run *run)
{
    return generator_says(run, "littles_law");
}

static bool replies_were_dropped(const struct run *run)
{
    return generator_says(run, "replies_dropped");
}

/* Where losses are a figure, what is lost is no rate that was missed. */
static bool rate_was_missed(const struct run *run)
{
    return !run->scenario->loses && generator_says(run, "rate_missed");
}

/* Some are still to be sent when the window closes, by chance. */
static bool datagrams_stayed_behind(const struct run *run)
{
    const double due = readings_value(&run->readings, "due", 0);

    return run->scenario->loses &&
           readings_value(&run->readings, "due_unsent", 0) > 0.01 * due + 3 * sqrt(due);
}

static bool generator_was_busy(const struct run *run)
{
    return readings_value(&run->readings, "generator_cpu_share", 0) > generator_busy;
}

static bool echoes_were_wrong(const struct run *run)
{
    double tolerated = readings_value(&run->readings, "errors_tolerated", 0);

    return readings_value(&run->readings, "errors", 0) > tolerated ||
           (readings_value(&run->readings, "generator_exit_status", 0) > 0 && tolerated <= 0);
}

static bool server_left_badly(const struct run *run)
{
    return run->leave[0] != '\0';
}

static bool cpu_was_shared(const struct run *run)
{
    return readings_value(&run->readings, "cpus", 2) < 2;
}

/* Only what is above the limit by more than the idle clocks' grain: a short run would be blamed
 * for a rounding. */
static bool is_above(const struct run *run, const char *share, double limit)
{
    return readings_value(&run->readings, share, 0) -
               readings_value(&run->readings, "foreign_cpu_grain", 0) >
           limit;
}

static bool others_were_busy(const struct run *run)
{
    return is_above(run, "foreign_cpu_share", foreign_busy);
}

static bool time_was_stolen(const struct run *run)
{
    return is_above(run, "steal_share", steal_limit);
}

static bool connections_overflowed(const struct run *run)
{
    return readings_value(&run->readings, "listen_overflows", 0) > 0 ||
           readings_value(&run->readings, "listen_drops", 0) > 0;
}

static bool ports_were_short(const struct run *run)
{
    return readings_value(&run->readings, "ports_used_share", 0) > ports_short;
}

/* How many threads and processes may have ended. Where they are not counted: one for each
 * client, or for each datagram. */
static double ended_tasks(const struct run *run)
{
    const char *each = run->scenario->load.datagrams ? "requests_in_all" : "connections_in_all";

    return readings_value(&run->readings, "forks_served",
                          readings_value(&run->readings, each, 0));
}

static bool layers_disagree(const struct run *run)
{
    double life_s = readings_value(&run->readings, "cgroup_cpu_life_s", 0);
    double apart_s = readings_value(&run->readings, "accounting_difference", 0) * life_s;

    return apart_s >
               layers_apart * life_s + before_cgroup_s + thread_end_s * ended_tasks(run) ||
           -apart_s > layers_apart * life_s + before_cgroup_s;
}

static bool clocks_were_read_late(const struct run *run)
{
    double window_s = readings_value(&run->readings, "window_s", 0);
    double seen_s = readings_value(&run->readings, "window_seen_s", window_s);

    return seen_s > window_s * (1 + lateness) || seen_s < window_s * (1 - lateness);
}

/* The worst come first. */
static const struct rule rules[] = {
    { "server_left", "the server did not leave as it was asked to", CONCERN_ALL, true,
      server_left_badly },
    { "wrong_echoes", "echoes were wrong or missing, or connections were lost", CONCERN_ALL,
      true, echoes_were_wrong },
    { "shared_cpu", "server and generator share a CPU",
      CONCERN_RATE | CONCERN_COST | CONCERN_COUNT, false, cpu_was_shared },
    { "steal", "the hypervisor took away more than 5 % of a CPU",
      CONCERN_RATE | CONCERN_COST | CONCERN_COUNT, false, time_was_stolen },
    { "foreign_load", "something else used more than 8 % of a CPU",
      CONCERN_RATE | CONCERN_COST | CONCERN_COUNT, false, others_were_busy },
    { "accounting_disagrees", "wait4 and cgroup differ by more than 2 % on the CPU time",
      CONCERN_COST, false, layers_disagree },
    { "late_clocks", "the CPU clocks were read too early or too late", CONCERN_COST, false,
      clocks_were_read_late },
    { "listen_overflow", "connections found a full backlog: they come 1 s later, or never",
      CONCERN_RATE | CONCERN_COST | CONCERN_COUNT, false, connections_overflowed },
    { "ports_short", "more than half of the ports between two addresses were in use",
      CONCERN_RATE | CONCERN_COST | CONCERN_COUNT, false, ports_were_short },
    { "generator_starved", "the generator waited for a CPU that something else used",
      CONCERN_RATE | CONCERN_COUNT, false, generator_was_starved },
    { "replies_dropped", "datagrams came back and the generator had no room for them",
      CONCERN_RATE | CONCERN_COUNT, false, replies_were_dropped },
    { "rate_missed", "the offered rate was not achieved", CONCERN_RATE, false,
      rate_was_missed },
    { "held_back",
      "datagrams that were due were not sent: too many were under way without an answer",
      CONCERN_RATE | CONCERN_COUNT, false, datagrams_stayed_behind },
    { "late_sends", "the generator's own lateness is more than half of the latency",
      CONCERN_RATE, false, sends_were_late },
    { "littles_law", "rate, latency and messages under way do not fit together (Little's law)",
      CONCERN_RATE, false, law_was_broken },
    { "generator_busy",
      "the generator used more than 90 % of its CPU: its limit, not the server's", CONCERN_RATE,
      false, generator_was_busy },
};

_Static_assert(sizeof rules / sizeof *rules <= MOST_DOUBTS, "raise MOST_DOUBTS");

bool verdict_is_disturbed(const struct run *run)
{
    return is_above(run, "foreign_cpu_share", foreign_disturbs) || time_was_stolen(run);
}

struct verdict verdict_of(const struct run *run)
{
    struct verdict verdict = { 0 };

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].applies(run))
            verdict.doubts[verdict.count++] = &rules[i];
    return verdict;
}

const struct rule *verdict_against(const struct verdict *verdict, const struct figure *figure)
{
    for (size_t i = 0; i < verdict->count; i++)
        if (verdict->doubts[i]->spoils & figure->concern)
            return verdict->doubts[i];
    return NULL;
}

bool verdict_is_milder(const struct rule *rule, const struct rule *than)
{
    return rule > than; /* Both stand in the table. */
}

const struct rule *verdict_gravest(const struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->count; i++)
        if (verdict->doubts[i]->grave)
            return verdict->doubts[i];
    return NULL;
}

json_t *verdict_json(const struct run *run)
{
    json_t *doubts = json_array();

    for (size_t i = 0; i < run->verdict.count; i++) {
        const struct rule *rule = run->verdict.doubts[i];
        json_t *doubt = json_object();

        json_object_set_new(doubt, "code", json_string(rule->code));
        json_object_set_new(doubt, "text", json_string(rule->sentence));
        const char *detail =
            rule->applies == server_left_badly ? run->leave : generator_says(run, rule->code);

        if (detail)
            json_object_set_new(doubt, "detail", json_text(detail));
        json_array_append_new(doubts, doubt);
    }
    return doubts;
}

static const struct rule *find_rule(const char *code)
{
    for (size_t i = 0; code && i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].code, code) == 0)
            return &rules[i];
    return NULL;
}

bool verdict_from_json(const json_t *doubts, struct run *run)
{
    const json_t *doubt;
    size_t i;

    run->verdict = (struct verdict){ 0 };
    json_array_foreach(doubts, i, doubt)
    {
        const struct rule *rule = find_rule(json_string_value(json_object_get(doubt, "code")));
        const char *detail = json_string_value(json_object_get(doubt, "detail"));

        if (!rule || run->verdict.count == MOST_DOUBTS)
            return false;
        run->verdict.doubts[run->verdict.count++] = rule;
        if (detail && rule->applies == server_left_badly)
            snprintf(run->leave, sizeof run->leave, "%s", detail);
    }
    return json_is_array(doubts);
}
