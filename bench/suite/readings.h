/* readings.h - everything that one run measured: a name, a number, and where it comes from.
 *
 * Accounting works in layers, and each layer adds what it knows: echo-load's result, the live
 * processes' clocks, wait4(), smaps_rollup; perf_event_open() and a cgroup where we may. What a
 * layer cannot have it adds as well, with the reason: a reading is never guessed and never
 * silently missing.
 *
 *     readings_put(&readings, "server_cpu_life_s", "s", "wait4", ending.cpu_s);
 *     readings_lack(&readings, "pss_kib", "KiB", "smaps_rollup", "the kernel has no such
 * file"); readings_derive(&readings);     adds what follows, such as CPU time per request
 *
 * A further layer is one more function that puts readings; a further figure names one of them.
 */
#ifndef ECHOLAB_READINGS_H
#define ECHOLAB_READINGS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* All texts live as long as the program. */
struct reading {
    const char *name;
    const char *unit;
    const char *source;
    double value;
    const char *missing; /* why there is no value; NULL if there is one */
    bool never;          /* no run of the experiment can have one */
};

enum { MOST_READINGS = 128 };

struct readings {
    size_t count;
    struct reading list[MOST_READINGS];
};

/* Each name once. A value that is not finite counts as lacking. */
void readings_put(struct readings *readings, const char *name, const char *unit,
                  const char *source, double value);
void readings_lack(struct readings *readings, const char *name, const char *unit,
                   const char *source, const char *why);

/* The same for what no run of the experiment can have. Only then may what follows from it be
 * taken from another layer instead: models are compared by one source, not by several. */
void readings_never(struct readings *readings, const char *name, const char *unit,
                    const char *source, const char *why);

/* Adds what echo-load wrote; `result` is its JSON. */
void readings_take_load(struct readings *readings, const json_t *result);

/* Adds the quotients, from what is there by then. */
void readings_derive(struct readings *readings);

/* NULL if no layer has spoken of it. */
const struct reading *readings_find(const struct readings *readings, const char *name);

/* The value, or `otherwise` if there is none. */
double readings_value(const struct readings *readings, const char *name, double otherwise);

/* {"name": {"value": number or null, "unit": ..., "source": ..., "reason": only if null}} */
json_t *readings_json(const struct readings *readings);

/* Reads that again, and borrows its texts. False if it is not like that. */
bool readings_from_json(const json_t *all, struct readings *readings);

#endif
