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
    { "fairness_jain", "1", "fairness", "jain", 1, "there was no request" },
    { "errors", "1", "errors", "total", 1, NULL },
    { "generator_cpu_share", "1", "generator", "cpu_share", 1, NULL },
};

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
                          json_is_null(number) && taken[i].why_null ? taken[i].why_null
                                                                    : "echo-load did not tell");
    }
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
