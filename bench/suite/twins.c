/* twins.c - the same server measured as if it were two: what differs is noise. */
#include "twins.h"

#include "chance.h"
#include "interrupt.h"
#include "measure.h"
#include "ratio.h"
#include "seed.h"
#include "statistics.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WARM_UP_MS = 100, WINDOW_MS = 400, FLAT_OUT_RUNS = 3, DRAWS = 10000 };

static const double run_s = 0.62;

/* Where: one client and many, a load that all can carry, new clients, sleeping ones. */
static const struct {
    const char *scenario, *point;
} places[] = {
    { "ping", "1" }, { "ping", "64" }, { "rate", "50 %" }, { "churn", "1" }, { "idle", "1,000" }
};

enum { PLACES = sizeof places / sizeof *places };

static const struct scenario *scenario_of(size_t place)
{
    const struct scenario *scenario = scenario_named(places[place].scenario);

    assert(scenario && scenario_point(scenario, places[place].point));
    return scenario;
}

double twins_estimate_s(unsigned pairs)
{
    return run_s * (FLAT_OUT_RUNS + PLACES * 2.0 * pairs);
}

/* False, with the failure, if it is of no use. */
static bool make_run(const struct lab *lab, size_t place, uint64_t seed, struct twins *twins,
                     struct run *run)
{
    const struct scenario *scenario = scenario_of(place);
    const struct conditions conditions = { .warm_up_ms = WARM_UP_MS,
                                           .window_ms = WINDOW_MS,
                                           .road = ROAD_TCP,
                                           .capacity_per_s = twins->per_s };

    *run = (struct run){ .scenario = scenario,
                         .point = scenario_point(scenario, places[place].point),
                         .model = twins->model,
                         .seed = seed };
    measure(lab, &conditions, run);
    json_decref(run->load);
    run->load = NULL;
    if (run->outcome == OUTCOME_MEASURED)
        return true;
    snprintf(twins->failure, sizeof twins->failure, "%s %s: %s", scenario->name,
             run->point->label,
             run->outcome == OUTCOME_INTERRUPTED ? "interrupted" : run->failure);
    return false;
}

/* What the others are shares of, and what the generator takes. */
static bool run_flat_out(const struct lab *lab, uint64_t seed, struct twins *twins)
{
    double per_s[FLAT_OUT_RUNS];
    double us[FLAT_OUT_RUNS];

    for (size_t i = 0; i < FLAT_OUT_RUNS; i++) {
        struct run run;

        if (!make_run(lab, 1, seed_after(seed, i), twins, &run))
            return false;
        per_s[i] = readings_value(&run.readings, "requests_per_s", 0);
        us[i] = per_s[i] > 0
                    ? readings_value(&run.readings, "generator_cpu_share", 0) * 1e6 / per_s[i]
                    : 0;
    }
    twins->per_s = statistics_describe(per_s, FLAT_OUT_RUNS).median;
    twins->generator_us = statistics_describe(us, FLAT_OUT_RUNS).median;
    return true;
}

static struct twin *find(struct twins *twins, const struct run *run,
                         const struct figure *figure)
{
    for (size_t i = 0; i < twins->count; i++)
        if (twins->list[i].point == run->point && twins->list[i].figure == figure)
            return &twins->list[i];
    if (twins->count == MOST_TWINS)
        return NULL;

    struct twin *twin = &twins->list[twins->count++];

    *twin = (struct twin){ .scenario = run->scenario, .point = run->point, .figure = figure };
    return twin;
}

/* What is above another model has none here; what is 0 has no ratio. */
static void take_pair(const struct run *a, const struct run *b, struct twins *twins)
{
    const struct figure *figures[ALL_FIGURES + 1];

    scenario_figures(a->scenario, figures);
    for (size_t i = 0; figures[i]; i++) {
        const struct figure *figure = figures[i];
        double left = readings_value(&a->readings, figure->reading, 0);
        double right = readings_value(&b->readings, figure->reading, 0);
        struct twin *twin =
            figure->above || !(left > 0) || !(right > 0) ? NULL : find(twins, a, figure);

        if (!twin)
            continue;
        twin->logs[twin->count] = log(left / right);
        twin->doubted[twin->count++] =
            verdict_against(&a->verdict, figure) || verdict_against(&b->verdict, figure);
    }
}

/* How far from 1 the draws come out. */
static double noise_of(const double *logs, size_t count, struct chance *chance)
{
    double *far = calloc(DRAWS, sizeof *far);
    double drawn[TWINS_BLOCKS];

    assert(far);
    for (size_t i = 0; i < DRAWS; i++) {
        for (size_t j = 0; j < TWINS_BLOCKS; j++) {
            double one = logs[chance_below(chance, count)];

            drawn[j] = chance_below(chance, 2) ? one : -one;
        }
        statistics_sort(drawn, TWINS_BLOCKS);
        far[i] = expm1(fabs(statistics_quantile(drawn, TWINS_BLOCKS, 0.5)));
    }
    statistics_sort(far, DRAWS);

    double relative = statistics_quantile(far, DRAWS, 0.95);

    free(far);
    return relative;
}

static void reckon(struct twin *twin, uint64_t seed)
{
    struct chance chance = chance_from(seed);
    double logs[MOST_PAIRS];
    size_t count = 0;

    for (size_t i = 0; i < twin->count; i++)
        if (!twin->doubted[i])
            logs[count++] = twin->logs[i];
    twin->suspect = count < RATIO_FEWEST_PAIRS;
    if (twin->suspect) {
        memcpy(logs, twin->logs, twin->count * sizeof *logs);
        count = twin->count;
    }
    twin->relative = noise_of(logs, count, &chance);
}

static bool measure_pair(const struct lab *lab, size_t place, uint64_t seed,
                         struct twins *twins)
{
    struct run a;
    struct run b;

    if (!make_run(lab, place, seed, twins, &a) || !make_run(lab, place, seed, twins, &b))
        return false;
    take_pair(&a, &b, twins);
    return true;
}

bool twins_measure(const struct lab *lab, const struct model *model, unsigned pairs,
                   uint64_t seed, struct progress *progress, struct twins *twins)
{
    *twins = (struct twins){ .model = model,
                             .pairs = pairs,
                             .list = calloc(MOST_TWINS, sizeof *twins->list) };
    assert(twins->list && pairs <= MOST_PAIRS);
    if (!run_flat_out(lab, seed, twins))
        return false;
    for (unsigned i = 0; i < pairs; i++) {
        for (size_t place = 0; place < PLACES; place++)
            if (!measure_pair(lab, place, seed_after(seed, FLAT_OUT_RUNS + i), twins))
                return false;
        if (progress)
            progress_say(progress, "%u of %u pairs of runs at each of %d points", i + 1, pairs,
                         PLACES);
    }
    for (size_t i = 0; i < twins->count; i++)
        reckon(&twins->list[i], seed);
    return true;
}

void twins_release(struct twins *twins)
{
    free(twins->list);
    *twins = (struct twins){ 0 };
}

/* A figure that was 0 in some pair has no ratio there, and chance would choose the others. */
static bool is_whole(const struct twins *twins, const struct twin *twin)
{
    return twin->count == twins->pairs;
}

const struct twin *twins_worst(const struct twins *twins, const char *figure)
{
    const struct twin *worst = NULL;

    for (size_t i = 0; i < twins->count; i++) {
        const struct twin *twin = &twins->list[i];

        if (strcmp(twin->figure->name, figure) != 0 || !is_whole(twins, twin) ||
            (worst && twin->suspect && !worst->suspect))
            continue;
        if (!worst || (worst->suspect && !twin->suspect) || twin->relative > worst->relative)
            worst = twin;
    }
    return worst;
}

static json_t *place_json(const struct twin *twin)
{
    json_t *object = json_object();
    json_t *ratios = json_array();

    for (size_t i = 0; i < twin->count; i++)
        json_array_append_new(ratios, json_real(exp(twin->logs[i])));
    json_object_set_new(object, "scenario", json_string(twin->scenario->name));
    json_object_set_new(object, "point", json_string(twin->point->label));
    json_object_set_new(object, "relative", json_real(twin->relative));
    json_object_set_new(object, "suspect", json_boolean(twin->suspect));
    json_object_set_new(object, "ratios", ratios);
    return object;
}

static json_t *figure_json(const struct twins *twins, const struct twin *worst)
{
    json_t *object = json_object();
    json_t *list = json_array();

    for (size_t i = 0; i < twins->count; i++)
        if (twins->list[i].figure == worst->figure && is_whole(twins, &twins->list[i]))
            json_array_append_new(list, place_json(&twins->list[i]));
    json_object_set_new(object, "relative", json_real(worst->relative));
    json_object_set_new(object, "suspect", json_boolean(worst->suspect));
    json_object_set_new(object, "points", list);
    return object;
}

json_t *twins_json(const struct twins *twins)
{
    json_t *object = json_object();
    json_t *figures = json_object();

    for (size_t i = 0; i < twins->count; i++) {
        const struct twin *worst = twins_worst(twins, twins->list[i].figure->name);

        if (worst)
            json_object_set_new(figures, worst->figure->name, figure_json(twins, worst));
    }
    json_object_set_new(object, "model", json_string(twins->model->name));
    json_object_set_new(object, "pairs", json_integer(twins->pairs));
    json_object_set_new(object, "blocks", json_integer(TWINS_BLOCKS));
    json_object_set_new(object, "figures", figures);
    return object;
}
