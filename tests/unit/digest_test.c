/* digest_test.c - what made-up runs come to, before anybody puts it into words. */
#include "digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { JOBS = 7 };

static void add_job(struct runs *runs, const struct choice *choice, unsigned block)
{
    struct run run = { .scenario = scenario_job(),
                       .point = scenario_job()->points,
                       .model = &choice->roster.list[0],
                       .block = block,
                       .order = block };

    readings_put(&run.readings, "wall_s", "s", "made up", 1 + 0.01 * block);
    readings_put(&run.readings, "server_cpu_s", "s", "made up", 0.75);
    runs_add(runs, &run);
}

static const struct answer *answer_of(const struct digest *digest, const struct choice *choice,
                                      size_t figure)
{
    return digest_answer(digest, scenario_job(), scenario_job()->points,
                         &choice->roster.list[0], scenario_job()->figures[figure]);
}

/* Seven times the same number is no sample of seven. */
static void counts_a_number_of_all_runs_together_once(void **state)
{
    struct choice choice = { .depth = QUICK, .seed = 1, .job = true };
    struct runs runs = { 0 };
    struct digest digest;

    (void)state;
    choice.roster.list[choice.roster.count++] = *model_named("epoll");
    for (unsigned job = 1; job <= JOBS; job++)
        add_job(&runs, &choice, job);
    digest_make(&choice, &runs, NULL, &digest);

    const struct answer *wall = answer_of(&digest, &choice, 0);
    const struct answer *server_cpu = answer_of(&digest, &choice, 2);

    assert_int_equal(wall->count, JOBS);
    assert_int_equal(server_cpu->count, 1);
    assert_int_equal(server_cpu->spread.count, 1);
    assert_true(server_cpu->spread.median == 0.75);
    assert_string_equal(server_cpu->note, "");
    digest_release(&digest);
    runs_release(&runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_a_number_of_all_runs_together_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
