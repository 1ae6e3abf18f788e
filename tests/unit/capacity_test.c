/* capacity_test.c - all are asked for what the weakest can do, and no more. */
#include "capacity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct choice make_choice(size_t models)
{
    static const char *const names[] = { "threaded", "poll", "epoll" };
    struct choice choice = { 0 };

    for (size_t i = 0; i < models; i++)
        choice.roster.list[choice.roster.count++] = (struct model){ .name = names[i] };
    return choice;
}

static void takes_the_weakest_and_rounds_down_to_two_digits(void **state)
{
    struct choice choice = make_choice(3);
    struct capacity capacity = { .each_per_s = { 91000, 45678, 120000 } };

    (void)state;
    capacity_take_weakest(&choice, &capacity);
    assert_true(capacity.per_s == 45000);
    assert_ptr_equal(capacity.model, &choice.roster.list[1]);
}

/* It did not take part, or did not get as far as that. */
static void leaves_out_who_was_not_measured(void **state)
{
    struct choice choice = make_choice(3);
    struct capacity capacity = { .each_per_s = { 0, 91000, 45678 } };

    (void)state;
    capacity_take_weakest(&choice, &capacity);
    assert_true(capacity.per_s == 45000);
    assert_ptr_equal(capacity.model, &choice.roster.list[2]);
}

static void has_none_where_nobody_was_measured(void **state)
{
    struct choice choice = make_choice(2);
    struct capacity capacity = { 0 };

    (void)state;
    capacity_take_weakest(&choice, &capacity);
    assert_true(capacity.per_s == 0);
    assert_null(capacity.model);
}

static void reads_what_it_has_written(void **state)
{
    struct choice choice = make_choice(3);
    struct capacity capacity = { .each_per_s = { 91000, 45678, 0 } };
    struct capacity again = { 0 };

    (void)state;
    capacity_take_weakest(&choice, &capacity);

    json_t *json = capacity_json(&choice, &capacity);

    capacity_from_json(json, &choice, &again);
    json_decref(json);
    assert_true(again.per_s == capacity.per_s);
    assert_ptr_equal(again.model, capacity.model);
    for (size_t i = 0; i < choice.roster.count; i++)
        assert_true(again.each_per_s[i] == capacity.each_per_s[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_weakest_and_rounds_down_to_two_digits),
        cmocka_unit_test(leaves_out_who_was_not_measured),
        cmocka_unit_test(has_none_where_nobody_was_measured),
        cmocka_unit_test(reads_what_it_has_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
