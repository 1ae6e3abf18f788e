/* readings.c - everything that one run measured. */
#include "readings.h"

#include <assert.h>
#include <math.h>
#include <string.h>

static void add(struct readings *readings, struct reading reading)
{
    assert(readings->count < MOST_READINGS && !readings_find(readings, reading.name));
    readings->list[readings->count++] = reading;
}

void readings_put(struct readings *readings, const char *name, const char *unit,
                  const char *source, double value)
{
    add(readings, (struct reading){ .name = name,
                                    .unit = unit,
                                    .source = source,
                                    .value = value,
                                    .missing = isfinite(value) ? NULL : "not a number" });
}

void readings_lack(struct readings *readings, const char *name, const char *unit,
                   const char *source, const char *why)
{
    add(readings,
        (struct reading){ .name = name, .unit = unit, .source = source, .missing = why });
}

void readings_never(struct readings *readings, const char *name, const char *unit,
                    const char *source, const char *why)
{
    add(readings,
        (struct reading){
            .name = name, .unit = unit, .source = source, .missing = why, .never = true });
}

const struct reading *readings_find(const struct readings *readings, const char *name)
{
    for (size_t i = 0; i < readings->count; i++)
        if (strcmp(readings->list[i].name, name) == 0)
            return &readings->list[i];
    return NULL;
}

double readings_value(const struct readings *readings, const char *name, double otherwise)
{
    const struct reading *reading = readings_find(readings, name);

    return reading && !reading->missing ? reading->value : otherwise;
}

/* Where each number stands in echo-load's JSON, and the factor that gives our unit. */
static const struct {
    const char *name, *unit, *group, *key;
    double factor;
    const char *why_null;
} taken[] = {
    { "window_s", "s", NULL, "window_s", 1, NULL },
    { "requests", "1", NULL, "requests", 1, NULL },
    { "requests_per_s", "1/s", NULL, "requests_per_s", 1, NULL },
    { "connections_per_s", "1/s", NULL, "connections_per_s", 1, NULL },
    { "requests_in_all", "1", "total", "requests", 1, NULL },
    { "connections_in_all", "1", "total", "connections", 1, NULL },
    { "latency_p50_us", "us", "latency_ns", "p50", 1e-3, "fewer than 10 samples lie beyond" },
    { "latency_p90_us", "us", "latency_ns", "p90", 1e-3, "fewer than 10 samples lie beyond" },
    { "latency_p99_us", "us", "latency_ns", "p99", 1e-3, "fewer than 10 samples lie beyond" },
    { "latency_p99_9_us", "us", "latency_ns", "p99_9", 1e-3,
      "fewer than 10 samples lie beyond" },
    { "latency_max_us", "us", "latency_ns", "max", 1e-3, "there was no sample" },
    { "uncorrected_p99_us", "us", "uncorrected_ns", "p99", 1e-3,
      "fewer than 10 samples lie beyond" },
    { "lateness_p50_us", "us", "lateness_ns", "p50", 1e-3, "fewer than 10 samples lie beyond" },
    { "lateness_p99_us", "us", "lateness_ns", "p99", 1e-3, "fewer than 10 samples lie beyond" },
    { "first_byte_p50_us", "us", "first_byte_ns", "p50", 1e-3,
      "fewer than 10 samples lie beyond" },
    { "first_byte_max_us", "us", "first_byte_ns", "max", 1e-3, "nobody got an answer" },
    { "bytes", "B", NULL, "bytes", 1, NULL },
    { "due", "1", NULL, "due", 1, "it is no open loop" },
    { "due_unsent", "1", NULL, "unsent", 1, "it is no open loop" },
    { "due_answered", "1", NULL, "answered", 1, "it is no open loop" },
    { "offered_per_s", "1/s", NULL, "offered_per_s", 1, "it is no open loop" },
    { "fairness_jain", "1", "fairness", "jain", 1, "nobody got an answer" },
    { "fairness_min_share", "1", "fairness", "min_share", 1, "nobody got an answer" },
    { "fairness_max_share", "1", "fairness", "max_share", 1, "nobody got an answer" },
    { "starved", "1", "fairness", "starved", 1, NULL },
    { "lost", "1", "errors", "lost", 1, NULL },
    { "late", "1", "errors", "late", 1, NULL },
    { "reordered", "1", "errors", "reordered", 1, NULL },
    { "errors", "1", "errors", "total", 1, NULL },
    { "generator_cpu_share", "1", "generator", "cpu_share", 1, NULL },
};

/* Of messages that ask for work of two lengths: those that ask for little. */
static void take_short(struct readings *readings, const json_t *result)
{
    static const char name[] = "short_p99_us";
    const json_t *class;
    size_t i;

    json_array_foreach(json_object_get(result, "classes"), i, class)
    {
        const char *called = json_string_value(json_object_get(class, "name"));
        const json_t *p99 = json_object_get(json_object_get(class, "latency_ns"), "p99");

        if (!called || strcmp(called, "short") != 0)
            continue;
        if (json_is_number(p99))
            readings_put(readings, name, "us", "echo-load", json_number_value(p99) / 1e3);
        else
            readings_lack(readings, name, "us", "echo-load",
                          "fewer than 10 samples lie beyond");
        return;
    }
    readings_lack(readings, name, "us", "echo-load", "all messages ask for the same");
}

void readings_take_load(struct readings *readings, const json_t *result)
{
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        const json_t *group = taken[i].group ? json_object_get(result, taken[i].group) : result;
        const json_t *number = json_object_get(group, taken[i].key);

        if (json_is_number(number))
            readings_put(readings, taken[i].name, taken[i].unit, "echo-load",
                         json_number_value(number) * taken[i].factor);
        else
            readings_lack(readings, taken[i].name, taken[i].unit, "echo-load",
                          (json_is_null(number) || json_is_null(group)) && taken[i].why_null
                              ? taken[i].why_null
                              : "echo-load did not tell");
    }
    take_short(readings, result);
}

/* (amount - less) * times * factor / divisor, each named as a reading, all but the first may be
 * missing. Of lines with the same name the first counts whose readings are not out of reach for
 * the whole experiment. */
static const struct {
    const char *name, *unit;
    const char *amount, *less, *times, *divisor;
    double factor;
} derived[] = {
    /* In the window alone: whoever works there is alive at both of its ends, but for those who
     * answer a datagram and are gone. Of these the cgroup alone tells. */
    { "cpu_us_per_request", "us", "cgroup_cpu_window_s", NULL, NULL, "requests", 1e6 },
    { "cpu_us_per_request", "us", "server_cpu_window_s", NULL, NULL, "requests", 1e6 },
    { "cpu_user_us_per_request", "us", "cpu_us_per_request", NULL, "cgroup_user_share_window",
      NULL, 1 },
    { "cpu_user_us_per_request", "us", "cpu_us_per_request", NULL, "user_share_life", NULL, 1 },
    { "cpu_system_us_per_request", "us", "cpu_us_per_request", "cpu_user_us_per_request", NULL,
      NULL, 1 },
    /* Clients come and go with their threads and children, so that only the server's whole life
     * counts them all; what it spent until it was ready is no client's. What threads spend on
     * their way out only the cgroup knows. */
    { "cpu_us_per_connection", "us", "cgroup_cpu_life_s", "cgroup_cpu_ready_s", NULL,
      "connections_churned", 1e6 },
    { "cpu_us_per_connection", "us", "server_cpu_life_s", "server_cpu_ready_s", NULL,
      "connections_churned", 1e6 },
    { "cpu_user_us_per_connection", "us", "cpu_us_per_connection", NULL,
      "cgroup_user_share_served", NULL, 1 },
    { "cpu_user_us_per_connection", "us", "cpu_us_per_connection", NULL, "user_share_life",
      NULL, 1 },
    { "cpu_system_us_per_connection", "us", "cpu_us_per_connection",
      "cpu_user_us_per_connection", NULL, NULL, 1 },
    { "syscalls_per_request", "1", "syscalls_window", NULL, NULL, "requests", 1 },
    { "switches_per_request", "1", "switches_window", NULL, NULL, "requests", 1 },
    { "switches_per_request", "1", "switches", NULL, NULL, "requests_in_all", 1 },
    { "faults_per_request", "1", "faults_window", NULL, NULL, "requests", 1 },
    { "syscalls_per_connection", "1", "syscalls_served", NULL, NULL, "connections_churned", 1 },
    { "switches_per_connection", "1", "switches_served", NULL, NULL, "connections_churned", 1 },
    { "switches_per_connection", "1", "switches", NULL, NULL, "connections_churned", 1 },
    { "faults_per_connection", "1", "faults_served", NULL, NULL, "connections_churned", 1 },
    { "faults_per_connection", "1", "page_faults", NULL, NULL, "connections_churned", 1 },
    { "forks_per_connection", "1", "forks_served", NULL, NULL, "connections_churned", 1 },
    { "cpu_s_per_gigabyte", "s", "server_cpu_window_s", NULL, NULL, "bytes", 1e9 },
    { "megabytes_per_s", "MB/s", "bytes", NULL, NULL, "window_s", 1e-6 },
    { "answered_share", "1", "requests", NULL, NULL, "due", 1 },
    { "due_sent", "1", "due", "due_unsent", NULL, NULL, 1 },
    { "lost_share", "1", "due_sent", "due_answered", NULL, "due_sent", 1 },
    { "pss_kib_per_connection", "KiB", "pss_connected_kib", "pss_ready_kib", NULL,
      "connections_open", 1 },
    { "cgroup_kib_per_connection", "KiB", "cgroup_connected_kib", "cgroup_ready_kib", NULL,
      "connections_open", 1 },
};

enum { DERIVED = sizeof derived / sizeof *derived };

/* The parts of a line, in the order of the struct. */
struct parts {
    const struct reading *amount, *less, *times, *divisor;
};

/* False if no layer has spoken of one of them. */
static bool find_parts(const struct readings *readings, size_t i, struct parts *parts)
{
    const char *const names[] = { derived[i].amount, derived[i].less, derived[i].times,
                                  derived[i].divisor };
    const struct reading **const places[] = { &parts->amount, &parts->less, &parts->times,
                                              &parts->divisor };

    *parts = (struct parts){ 0 };
    for (size_t part = 0; part < 4; part++) {
        if (!names[part])
            continue;
        *places[part] = readings_find(readings, names[part]);
        if (!*places[part])
            return false;
    }
    return true;
}

/* The first part without a value; NULL if all have one. */
static const struct reading *find_gap(const struct parts *parts)
{
    const struct reading *const all[] = { parts->amount, parts->less, parts->times,
                                          parts->divisor };

    for (size_t part = 0; part < 4; part++)
        if (all[part] && all[part]->missing)
            return all[part];
    return NULL;
}

static bool has_another(size_t i)
{
    return i + 1 < DERIVED && strcmp(derived[i].name, derived[i + 1].name) == 0;
}

static void derive(struct readings *readings, size_t i)
{
    const char *name = derived[i].name;
    const char *unit = derived[i].unit;
    struct parts parts;

    if (readings_find(readings, name) || !find_parts(readings, i, &parts))
        return;

    const struct reading *gap = find_gap(&parts);
    const char *source = parts.times ? parts.times->source : parts.amount->source;

    if (gap && gap->never && has_another(i))
        return;
    if (gap && gap->never)
        readings_never(readings, name, unit, source, gap->missing);
    else if (gap)
        readings_lack(readings, name, unit, source, gap->missing);
    else if (parts.divisor && !(parts.divisor->value > 0))
        readings_lack(readings, name, unit, source, "nothing to divide by");
    else
        readings_put(readings, name, unit, source,
                     (parts.amount->value - (parts.less ? parts.less->value : 0)) *
                         (parts.times ? parts.times->value : 1) * derived[i].factor /
                         (parts.divisor ? parts.divisor->value : 1));
}

void readings_derive(struct readings *readings)
{
    for (size_t i = 0; i < DERIVED; i++)
        derive(readings, i);
}

json_t *readings_json(const struct readings *readings)
{
    json_t *all = json_object();

    for (size_t i = 0; i < readings->count; i++) {
        const struct reading *reading = &readings->list[i];
        json_t *one = json_object();

        json_object_set_new(one, "value",
                            reading->missing ? json_null() : json_real(reading->value));
        json_object_set_new(one, "unit", json_string(reading->unit));
        json_object_set_new(one, "source", json_string(reading->source));
        if (reading->missing)
            json_object_set_new(one, "reason", json_string(reading->missing));
        json_object_set_new(all, reading->name, one);
    }
    return all;
}

bool readings_from_json(const json_t *all, struct readings *readings)
{
    const char *name;
    json_t *one;

    *readings = (struct readings){ 0 };
    json_object_foreach((json_t *)all, name, one)
    {
        const json_t *value = json_object_get(one, "value");
        struct reading reading = {
            .name = name,
            .unit = json_string_value(json_object_get(one, "unit")),
            .source = json_string_value(json_object_get(one, "source")),
            .value = json_number_value(value),
            .missing = json_string_value(json_object_get(one, "reason")),
        };

        if (!reading.unit || !reading.source || readings->count == MOST_READINGS ||
            (!json_is_number(value) && !reading.missing))
            return false;
        add(readings, reading);
    }
    return json_is_object(all);
}
