/* plan.c - which runs are made, and in which order. */
#include "plan.h"

#include "capacity.h"
#include "chance.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

/* Seconds beyond window and warm-up, as seen on a machine with 2 CPUs of 2.6 GHz. */
static const double run_overhead_s = 0.18;
static const double connection_overhead_s = 0.0002;
static const double weighing_s = 0.15;
static const double job_s = 2.0;
static const double search_s = 6.0;

enum { SPARE_DESCRIPTORS = 32 };

/* A process of ours may have no more descriptors than the hard limit, whatever its soft one is.
 */
static const char *descriptors_missing(const struct load *load)
{
    static char sentence[160];
    struct rlimit limit;
    int connections = load->connections + load->idle;
    rlim_t needed = (rlim_t)connections + SPARE_DESCRIPTORS;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_max >= needed)
        return NULL;
    snprintf(sentence, sizeof sentence,
             "%llu descriptors are missing: the hard limit is %llu (ulimit -Hn %llu, as root)",
             (unsigned long long)(needed - limit.rlim_max), (unsigned long long)limit.rlim_max,
             (unsigned long long)needed);
    return sentence;
}

struct load plan_load(const struct model *model, const struct scenario *scenario,
                      const struct point *point)
{
    struct load load = scenario_load(scenario, point);

    if (scenario->one_alone && model->one_at_a_time)
        load.connections = 1;
    return load;
}

const char *plan_objection(const struct model *model, const struct scenario *scenario,
                           const struct point *point)
{
    struct load load = plan_load(model, scenario, point);
    const char *objection = model_objection(model, &load);

    return objection ? objection : descriptors_missing(&load);
}

unsigned plan_window_ms(const struct choice *choice, const struct scenario *scenario)
{
    return scenario->window_ms > 0 ? (unsigned)scenario->window_ms : choice->effort.window_ms;
}

static void add(struct plan *plan, struct trial trial)
{
    plan->trials = realloc(plan->trials, (plan->count + 1) * sizeof *plan->trials);
    assert(plan->trials);
    plan->trials[plan->count++] = trial;
}

/* All models that take part, in an order of chance. */
static void add_models(const struct choice *choice, struct trial trial, struct chance *chance,
                       struct plan *plan)
{
    const struct roster *roster = &choice->roster;
    size_t order[MOST_MODELS];
    size_t count = 0;

    for (size_t i = 0; i < roster->count; i++)
        if (!plan_objection(&roster->list[i], trial.scenario, trial.point))
            order[count++] = i;
    chance_shuffle(chance, order, count);
    for (size_t i = 0; i < count; i++) {
        trial.model = &roster->list[order[i]];
        add(plan, trial);
    }
}

void plan_make(const struct choice *choice, struct plan *plan)
{
    struct chance chance = chance_from(choice->seed);

    *plan = (struct plan){ 0 };
    for (unsigned block = 1; block <= choice->effort.runs; block++)
        for (size_t i = 0; i < scenario_count(); i++) {
            const struct scenario *scenario = scenario_at(i);

            for (const struct point *point = scenario->points; point->label; point++)
                if (choice->scenarios[i] && choice_includes(choice, scenario, point))
                    add_models(
                        choice,
                        (struct trial){ .scenario = scenario, .point = point, .block = block },
                        &chance, plan);
        }
}

void plan_release(struct plan *plan)
{
    free(plan->trials);
    *plan = (struct plan){ 0 };
}

static double estimate_s(const struct choice *choice, const struct trial *trial)
{
    const struct scenario *scenario = trial->scenario;
    struct load load = plan_load(trial->model, scenario, trial->point);

    if (scenario->searches)
        return search_s;
    return (plan_window_ms(choice, scenario) + choice->effort.warm_up_ms) / 1e3 +
           run_overhead_s + connection_overhead_s * (load.connections + load.idle) +
           (scenario->weighs ? weighing_s : 0);
}

double plan_estimate_s(const struct choice *choice, const struct plan *plan)
{
    double total_s = capacity_wanted(choice) ? capacity_estimate_s(choice) : 0;

    for (size_t i = 0; i < plan->count; i++)
        total_s += estimate_s(choice, &plan->trials[i]);
    if (choice->job)
        total_s += job_s * choice->effort.job_runs * (double)choice->roster.count;
    return total_s;
}
