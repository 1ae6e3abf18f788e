/* verdict.c - may a run be trusted? */
#include "verdict.h"

#include "json.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

/* The limits, in shares of one CPU. */
static const double generator_busy = 0.90;
static const double foreign_busy = 0.08;

/* How much the window as we saw it may differ from the generator's own, in shares of it. */
static const double lateness = 0.02;

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
static bool others_were_busy(const struct run *run)
{
    return readings_value(&run->readings, "foreign_cpu_share", 0) -
               readings_value(&run->readings, "foreign_cpu_grain", 0) >
           foreign_busy;
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
    { "shared_cpu", "server and generator share a CPU", CONCERN_RATE | CONCERN_COST, false,
      cpu_was_shared },
    { "foreign_load", "something else used more than 8 % of a CPU", CONCERN_RATE | CONCERN_COST,
      false, others_were_busy },
    { "late_clocks", "the CPU clocks were read too early or too late", CONCERN_COST, false,
      clocks_were_read_late },
    { "generator_busy",
      "the generator used more than 90 % of its CPU: its limit, not the server's", CONCERN_RATE,
      false, generator_was_busy },
};

_Static_assert(sizeof rules / sizeof *rules <= MOST_DOUBTS, "raise MOST_DOUBTS");

bool verdict_is_disturbed(const struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->count; i++)
        if (verdict->doubts[i]->applies == others_were_busy)
            return true;
    return false;
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
        if (rule->applies == server_left_badly)
            json_object_set_new(doubt, "detail", json_text(run->leave));
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
        if (detail)
            snprintf(run->leave, sizeof run->leave, "%s", detail);
    }
    return json_is_array(doubts);
}
