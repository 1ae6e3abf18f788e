/* plan_test.c - which runs are planned, and that their order is drawn, and drawn again. */
#include "plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

enum { BLOCKS = 20, MODELS = 4, POINTS = 2, BLOCK = POINTS * MODELS };

static const char *const names[MODELS] = { "threaded", "select", "poll", "epoll" };

/* Twenty blocks of four models at the two quick points of the scenario ping. */
static struct choice make_choice(uint64_t seed)
{
    struct choice choice = { .depth = QUICK, .effort.runs = BLOCKS, .seed = seed };

    for (size_t i = 0; i < scenario_count(); i++)
        choice.scenarios[i] = strcmp(scenario_at(i)->name, "ping") == 0;
    for (size_t i = 0; i < MODELS; i++)
        choice.roster.list[choice.roster.count++] = (struct model){ .name = names[i] };
    return choice;
}

static struct plan make_plan(const struct choice *choice)
{
    struct plan plan;

    plan_make(choice, &plan);
    assert_int_equal(plan.count, BLOCKS * BLOCK);
    return plan;
}

/* How many of the trials have other models than those of the other plan, in the same place. */
static size_t differences(const struct trial *trials, const struct trial *others, size_t count)
{
    size_t different = 0;

    for (size_t i = 0; i < count; i++)
        different += strcmp(trials[i].model->name, others[i].model->name) != 0;
    return different;
}

static void has_all_models_at_each_point_of_a_block(void **state)
{
    struct choice choice = make_choice(1);
    struct plan plan = make_plan(&choice);

    (void)state;
    for (size_t i = 0; i < plan.count; i += MODELS) {
        for (size_t model = 0; model < MODELS; model++) {
            size_t found = 0;

            for (size_t j = i; j < i + MODELS; j++)
                found += strcmp(plan.trials[j].model->name, names[model]) == 0;
            assert_int_equal(found, 1);
        }
        assert_int_equal(plan.trials[i].block, 1 + i / BLOCK);
        for (size_t j = i + 1; j < i + MODELS; j++) {
            assert_ptr_equal(plan.trials[j].point, plan.trials[i].point);
            assert_int_equal(plan.trials[j].block, plan.trials[i].block);
        }
    }
    plan_release(&plan);
}

/* How often the models have another order than `distance` trials before. */
static size_t changes(const struct plan *plan, size_t distance)
{
    size_t changed = 0;

    for (size_t i = distance; i < plan->count; i += MODELS)
        changed += differences(plan->trials + i - distance, plan->trials + i, MODELS) > 0;
    return changed;
}

/* Whoever were always first would meet a machine that is always as cold. */
static void draws_the_order_anew_at_each_point_of_each_block(void **state)
{
    struct choice choice = make_choice(1);
    struct plan plan = make_plan(&choice);
    bool leads[MODELS] = { 0 };

    (void)state;
    for (size_t i = 0; i < plan.count; i += MODELS)
        for (size_t model = 0; model < MODELS; model++)
            leads[model] |= strcmp(plan.trials[i].model->name, names[model]) == 0;
    assert_true(changes(&plan, MODELS) > BLOCKS * POINTS * 3 / 4);
    assert_true(changes(&plan, BLOCK) > BLOCKS * POINTS * 3 / 4);
    for (size_t model = 0; model < MODELS; model++)
        assert_true(leads[model]);
    plan_release(&plan);
}

static void repeats_the_order_for_the_same_seed_alone(void **state)
{
    struct choice seven = make_choice(7), again = make_choice(7), eight = make_choice(8);
    struct plan plan = make_plan(&seven), same = make_plan(&again), other = make_plan(&eight);

    (void)state;
    assert_int_equal(differences(plan.trials, same.trials, plan.count), 0);
    assert_true(differences(plan.trials, other.trials, plan.count) > 0);
    plan_release(&plan);
    plan_release(&same);
    plan_release(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_all_models_at_each_point_of_a_block),
        cmocka_unit_test(draws_the_order_anew_at_each_point_of_each_block),
        cmocka_unit_test(repeats_the_order_for_the_same_seed_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
