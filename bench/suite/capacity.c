/* capacity.c - what the weakest model can do, so that all can be asked for the same. */
#include "capacity.h"

#include "interrupt.h"
#include "json.h"
#include "measure.h"
#include "plan.h"
#include "seed.h"
#include "statistics.h"

#include <math.h>

enum { ROUNDS = 3, WARM_UP_MS = 50, WINDOW_MS = 200 };

static const double round_s = 0.32;

static const struct point crowd = { .label = "64", .load = { .connections = 64 } };
static const struct scenario probe = { .name = "capacity" };

bool capacity_wanted(const struct choice *choice)
{
    for (size_t i = 0; i < scenario_count(); i++)
        for (const struct point *point = scenario_at(i)->points; point->label; point++)
            if (choice->scenarios[i] && point->load.rate_share > 0)
                return true;
    return false;
}

static bool takes_part(const struct model *model)
{
    return !plan_objection(model, &probe, &crowd);
}

/* Requests a second; 0 if it did not get as far as that. */
static double flat_out(const struct lab *lab, const struct choice *choice,
                       const struct model *model, uint64_t seed)
{
    const struct conditions conditions = { .warm_up_ms = WARM_UP_MS,
                                           .window_ms = WINDOW_MS,
                                           .road = choice->road };
    struct run run = { .scenario = &probe, .point = &crowd, .model = model, .seed = seed };

    measure(lab, &conditions, &run);

    double per_s = run.outcome == OUTCOME_MEASURED
                       ? readings_value(&run.readings, "requests_per_s", 0)
                       : 0;

    json_decref(run.load);
    return per_s;
}

/* Down to two digits. */
static double rounded(double per_s)
{
    double step = pow(10, floor(log10(per_s)) - 1);

    return floor(per_s / step) * step;
}

void capacity_take_weakest(const struct choice *choice, struct capacity *capacity)
{
    for (size_t i = 0; i < choice->roster.count; i++) {
        double per_s = capacity->each_per_s[i];

        if (per_s > 0 && (capacity->per_s <= 0 || per_s < capacity->per_s)) {
            capacity->per_s = per_s;
            capacity->model = &choice->roster.list[i];
        }
    }
    if (capacity->per_s > 0)
        capacity->per_s = rounded(capacity->per_s);
}

void capacity_find(const struct lab *lab, const struct choice *choice,
                   struct capacity *capacity)
{
    double measured[MOST_MODELS][ROUNDS] = { 0 };

    *capacity = (struct capacity){ .per_s = choice->capacity_per_s };
    if (choice->capacity_per_s > 0)
        return;
    for (size_t round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < choice->roster.count && !interrupt_asked(); i++)
            if (takes_part(&choice->roster.list[i]))
                measured[i][round] = flat_out(lab, choice, &choice->roster.list[i],
                                              seed_after(choice->seed, round));
    for (size_t i = 0; i < choice->roster.count; i++)
        capacity->each_per_s[i] = statistics_describe(measured[i], ROUNDS).median;
    capacity_take_weakest(choice, capacity);
}

double capacity_estimate_s(const struct choice *choice)
{
    double total_s = 0;

    for (size_t i = 0; i < choice->roster.count; i++)
        if (takes_part(&choice->roster.list[i]))
            total_s += ROUNDS * round_s;
    return total_s;
}

json_t *capacity_json(const struct choice *choice, const struct capacity *capacity)
{
    json_t *each = json_object();

    for (size_t i = 0; i < choice->roster.count; i++)
        if (capacity->each_per_s[i] > 0)
            json_object_set_new(each, choice->roster.list[i].name,
                                json_real(capacity->each_per_s[i]));
    if (capacity->per_s <= 0) {
        json_decref(each);
        return json_null();
    }

    json_t *object = json_object();

    json_object_set_new(object, "per_s", json_real(capacity->per_s));
    json_object_set_new(object, "model",
                        capacity->model ? json_text(capacity->model->name) : json_null());
    json_object_set_new(object, "each_per_s", each);
    return object;
}

void capacity_from_json(const json_t *object, const struct choice *choice,
                        struct capacity *capacity)
{
    const json_t *each = json_object_get(object, "each_per_s");
    const char *name = json_string_value(json_object_get(object, "model"));
    const struct model *model = name ? roster_find(&choice->roster, name) : NULL;

    if (!json_is_object(object))
        return;
    *capacity = (struct capacity){
        .per_s = json_number_value(json_object_get(object, "per_s")),
        .model = model,
    };
    for (size_t i = 0; i < choice->roster.count; i++)
        capacity->each_per_s[i] =
            json_number_value(json_object_get(each, choice->roster.list[i].name));
}
