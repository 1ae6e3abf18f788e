/* knee.c - the highest rate that keeps a promise. */
#include "knee.h"

#include "generator.h"
#include "seed.h"

#include <math.h>
#include <stdio.h>

enum {
    WARM_UP_MS = 80,
    WINDOW_MS = 250,
    LONGEST_WINDOW_MS = 10 * 1000,
    WITHIN_MS = 30 * 1000,
    MOST_TRIES = 48,
    VOTES = 3
};

/* Enough for a 99th percentile, which echo-load tells from 1,000 on. */
static const double enough_messages = 1500;

static const double lowest_share = 1.0 / 16, highest_share = 1.2; /* of the rate flat out */
static const double near = 1.25;  /* from here on, the majority counts */
static const double close = 1.03; /* and here the search is over */

/* A search in the making. */
struct search {
    const struct lab *lab;
    const struct candidate *candidate;
    struct load load;
    double promise_ns;
    uint64_t seed;
    struct knee *knee;
    char *reason;
};

/* A low rate takes longer until there are enough messages. */
static unsigned window_ms(double per_s)
{
    double wanted_ms = per_s > 0 ? enough_messages / per_s * 1000 : 0;

    return (unsigned)fmin(fmax(wanted_ms, WINDOW_MS), LONGEST_WINDOW_MS);
}

/* echo-load's result at this rate, or flat out at 0; NULL with a reason. */
static json_t *try(struct search *search, double per_s)
{
    struct generator_order order = { .load = search->load,
                                     .unattended = true,
                                     .warm_up_ms = WARM_UP_MS,
                                     .window_ms = window_ms(per_s),
                                     .seed = seed_after(search->seed, search->knee->tries++),
                                     .address = search->candidate->address };

    order.load.rate = per_s;
    return generator_run(search->lab, &order, search->candidate, WITHIN_MS,
                         &search->knee->generator_cpu_s, search->reason);
}

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static const json_t *p99_of(const json_t *result)
{
    return json_object_get(json_object_get(result, "latency_ns"), "p99");
}

static bool keeps(const struct search *search, const json_t *result)
{
    return json_number_value(p99_of(result)) <= search->promise_ns;
}

static void keep(struct search *search, double per_s, json_t *result)
{
    json_decref(search->knee->load);
    search->knee->load = result;
    search->knee->kept_per_s = per_s;
}

/* Tries a rate, once or until a majority has spoken. False if there is no result. */
static bool vote(struct search *search, double per_s, int votes)
{
    struct knee *knee = search->knee;
    json_t *good = NULL;
    int kept = 0, broken = 0;

    while (kept <= votes / 2 && broken <= votes / 2) {
        json_t *result = try(search, per_s);

        if (result && !json_is_number(p99_of(result))) {
            snprintf(search->reason, REASON_TEXT,
                     "too few messages for a 99th percentile at %.0f/s", per_s);
            json_decref(result);
            result = NULL;
        }
        if (!result) {
            json_decref(good);
            return false;
        }
        if (keeps(search, result)) {
            json_decref(good);
            good = result;
            kept++;
        } else {
            json_decref(result);
            broken++;
        }
    }
    if (kept > broken) {
        keep(search, per_s, good);
        return true;
    }
    json_decref(good);
    knee->broken_per_s = per_s;
    return true;
}

/* Halves the gap, on a logarithmic scale: what counts is a ratio. */
static bool narrow(struct search *search)
{
    const struct knee *knee = search->knee;

    while (knee->broken_per_s / knee->kept_per_s > close && knee->tries < MOST_TRIES) {
        double middle = sqrt(knee->kept_per_s * knee->broken_per_s);
        bool decisive = knee->broken_per_s / knee->kept_per_s < near;

        if (!vote(search, middle, decisive ? VOTES : 1))
            return false;
    }
    return true;
}

bool knee_search(const struct lab *lab, const struct candidate *candidate,
                 const struct load *load, const struct conditions *conditions, uint64_t seed,
                 struct knee *knee, char reason[REASON_TEXT])
{
    struct search search = { .lab = lab,
                             .candidate = candidate,
                             .load = *load,
                             .promise_ns = (double)conditions->promise_ns,
                             .seed = seed,
                             .knee = knee,
                             .reason = reason };

    *knee = (struct knee){ 0 };

    json_t *flat_out = try(&search, 0);

    if (!flat_out)
        return false;

    double most_per_s = number(flat_out, "requests_per_s");

    json_decref(flat_out);
    if (!vote(&search, most_per_s * lowest_share, VOTES))
        return false;
    if (knee->kept_per_s <= 0)
        return true;
    if (!vote(&search, most_per_s * highest_share, 1))
        return false;
    return knee->broken_per_s <= 0 || narrow(&search);
}
