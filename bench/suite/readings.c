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

/* (amount - less) * factor / divisor, each named as a reading. */
static const struct {
    const char *name, *unit;
    const char *amount, *less, *divisor;
    double factor;
} derived[] = {
    /* In the window alone: whoever works there is alive at both of its ends. */
    { "cpu_us_per_request", "us", "server_cpu_window_s", NULL, "requests", 1e6 },
    /* Clients come and go with their threads and children, so that only the server's whole life
     * counts them all; what it spent until it was ready is no client's. */
    { "cpu_us_per_connection", "us", "server_cpu_life_s", "server_cpu_ready_s",
      "connections_churned", 1e6 },
    { "switches_per_request", "1", "switches", NULL, "requests_in_all", 1 },
    { "cpu_s_per_gigabyte", "s", "server_cpu_window_s", NULL, "bytes", 1e9 },
    { "megabytes_per_s", "MB/s", "bytes", NULL, "window_s", 1e-6 },
    { "answered_share", "1", "requests", NULL, "due", 1 },
    { "lost_share", "1", "lost", NULL, "due", 1 },
    { "pss_kib_per_connection", "KiB", "pss_connected_kib", "pss_ready_kib", "connections_open",
      1 },
};

static void derive(struct readings *readings, size_t i)
{
    const struct reading *amount = readings_find(readings, derived[i].amount);
    const struct reading *divisor = readings_find(readings, derived[i].divisor);
    const struct reading *less =
        derived[i].less ? readings_find(readings, derived[i].less) : NULL;

    if (!amount || !divisor || (derived[i].less && !less))
        return;

    const char *missing = amount->missing         ? amount->missing
                          : divisor->missing      ? divisor->missing
                          : less && less->missing ? less->missing
                          : !(divisor->value > 0) ? "nothing to divide by"
                                                  : NULL;

    if (missing)
        readings_lack(readings, derived[i].name, derived[i].unit, amount->source, missing);
    else
        readings_put(readings, derived[i].name, derived[i].unit, amount->source,
                     (amount->value - (less ? less->value : 0)) * derived[i].factor /
                         divisor->value);
}

void readings_derive(struct readings *readings)
{
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++)
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
