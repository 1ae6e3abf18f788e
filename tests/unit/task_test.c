/* task_test.c - what --task means, and the frames in which it is asked for. */
#include "task.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { DRAWS = 200000 };

static struct task_plan plan_of(const char *text)
{
    struct task_plan plan;
    const char *reason = task_parse(text, &plan);

    assert_null(reason);
    assert_ptr_equal(plan.text, text);
    return plan;
}

static void expect_plan(const char *text, enum task_kind kind, enum task_times times,
                        uint32_t first_us, uint32_t second_us, double share)
{
    const struct task_plan plan = plan_of(text);

    assert_int_equal(plan.kind, kind);
    assert_int_equal(plan.times, times);
    assert_int_equal(plan.first_us, first_us);
    assert_int_equal(plan.second_us, second_us);
    assert_true(fabs(plan.share - share) < 1e-12);
}

static void reads_work_of_every_kind(void **state)
{
    (void)state;
    expect_plan("spin:100us", TASK_KIND_SPIN, TASK_FIXED, 100, 0, 0);
    expect_plan("block:1.5ms", TASK_KIND_BLOCK, TASK_FIXED, 1500, 0, 0);
    expect_plan("spin:1m", TASK_KIND_SPIN, TASK_FIXED, 60000000, 0, 0);
    expect_plan("block:exp:1ms", TASK_KIND_BLOCK, TASK_EXPONENTIAL, 1000, 0, 0);
    expect_plan("exp:1s", TASK_KIND_SPIN, TASK_EXPONENTIAL, 1000000, 0, 0);
    expect_plan("spin:bimodal:10us,1ms,0.05", TASK_KIND_SPIN, TASK_BIMODAL, 10, 1000, 0.05);
    expect_plan("bimodal:1us,2us,0", TASK_KIND_SPIN, TASK_BIMODAL, 1, 2, 0);
    expect_plan("block:bimodal:1us,2us,1.0", TASK_KIND_BLOCK, TASK_BIMODAL, 1, 2, 1);
}

/* Each is refused in a sentence that has `named` in it. */
static void refuses_what_is_no_work(void **state)
{
    static const char *const texts[][2] = {
        { "", "''" },
        { "100us", "'100us'" },
        { "sleep:100us", "'sleep:100us'" },
        { "spin", "'spin'" },
        { "spin:", "''" },
        { "spin:100", "'100'" },
        { "spin:-1us", "'-1us'" },
        { "spin:0", "'0'" },
        { "spin:1500ns", "'1500ns'" },
        { "spin:61s", "'61s'" },
        { "exp:2s", "'2s'" },
        { "block:exp:", "''" },
        { "bimodal:1us,2us", "''" },
        { "bimodal:1us", "''" },
        { "bimodal:1us,2us,", "''" },
        { "bimodal:1us,2us,1.1", "'1.1'" },
        { "bimodal:1us,2us,-0.1", "'-0.1'" },
        { "bimodal:1us,2us,.", "'.'" },
        { "bimodal:1us,2us,1.", "'1.'" },
        { "bimodal:1us,2us,nan", "'nan'" },
        { "bimodal:1us,2us,1e-3", "'1e-3'" },
        { "bimodal:1us,2us,0.5,", "'0.5,'" },
        { "bimodal:2us,1us,0.5", "'2us,1us,0.5'" },
        { "bimodal:2us,2us,0.5", "'2us,2us,0.5'" },
        { "bimodal:1us,2usssssssssssssssssssssssssssssssssssssssssssss,0.5", "''" },
        { "spin:\x1b[31m", "'\\x1b[31m'" },
    };
    struct task_plan plan;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *reason = task_parse(texts[i][0], &plan);

        assert_non_null(reason);
        assert_non_null(strstr(reason, texts[i][1]));
    }
}

static void draws_nothing_without_work(void **state)
{
    const struct task_plan none = { 0 };
    uint64_t random = 1;

    (void)state;
    assert_int_equal(task_draw(&none, &random), 0);
    assert_int_equal(task_classes(&none), 1);
    assert_string_equal(task_class_name(&none, 0), "all");
}

static void draws_the_same_where_times_are_fixed(void **state)
{
    const struct task_plan plan = plan_of("spin:7us");
    uint64_t random = 1;

    (void)state;
    for (int i = 0; i < 100; i++)
        assert_int_equal(task_draw(&plan, &random), 7);
    assert_int_equal(task_class(&plan, 7), 0);
}

/* An exponential distribution has a share of 1 - 1/e below its mean, and the mean for its
 * standard deviation. */
static void draws_exponential_times(void **state)
{
    const struct task_plan plan = plan_of("exp:100us");
    uint64_t random = 1;
    double sum = 0, squares = 0;
    unsigned shorter = 0;

    (void)state;
    for (int i = 0; i < DRAWS; i++) {
        const double time_us = task_draw(&plan, &random);

        sum += time_us;
        squares += time_us * time_us;
        shorter += task_class(&plan, (uint32_t)time_us) == 0;
    }

    const double mean = sum / DRAWS;

    assert_true(fabs(mean - 100) < 1);
    assert_true(fabs(sqrt(squares / DRAWS - mean * mean) - 100) < 2);
    assert_true(fabs((double)shorter / DRAWS - 0.632) < 0.01);
    assert_string_equal(task_class_name(&plan, 0), "short");
    assert_string_equal(task_class_name(&plan, 1), "long");
}

static void cuts_exponential_times_at_a_second(void **state)
{
    const struct task_plan plan = plan_of("exp:1s");
    uint64_t random = 1;
    unsigned cut = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        const uint32_t time_us = task_draw(&plan, &random);

        assert_true(time_us <= 1000000);
        cut += time_us == 1000000;
    }
    assert_in_range(cut, 300, 440); /* 1/e of them */
}

static void draws_two_times_with_their_shares(void **state)
{
    const struct task_plan plan = plan_of("bimodal:10us,1ms,0.05");
    uint64_t random = 1;
    unsigned longer = 0;

    (void)state;
    for (int i = 0; i < DRAWS; i++) {
        const uint32_t time_us = task_draw(&plan, &random);

        assert_true(time_us == 10 || time_us == 1000);
        assert_int_equal(task_class(&plan, time_us), time_us == 1000);
        longer += time_us == 1000;
    }
    /* 10,000, and four standard deviations of 97 either way. */
    assert_in_range(longer, 9610, 10390);
}

static void keeps_to_shares_of_none_and_all(void **state)
{
    const struct task_plan none = plan_of("bimodal:1us,2us,0"),
                           all = plan_of("bimodal:1us,2us,1");
    uint64_t random = 1;

    (void)state;
    for (int i = 0; i < DRAWS; i++) {
        assert_int_equal(task_draw(&none, &random), 1);
        assert_int_equal(task_draw(&all, &random), 2);
    }
}

static void writes_the_header_in_network_byte_order(void **state)
{
    static const unsigned char spinning[] = { 0, 1, 0, 0, 0, 1, 0, 0, 0x00, 0x0f, 0x42, 0x40 };
    static const unsigned char blocking[] = { 0, 0, 0, 12, 0, 2, 0, 0, 0, 0, 0, 3 };
    static const unsigned char idle[] = { 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0 };
    const struct task_plan spin = plan_of("spin:1s"), block = plan_of("block:3us"),
                           none = { 0 };
    unsigned char header[TASK_HEADER_SIZE];

    (void)state;
    task_write_header(&spin, TASK_SIZE_MAX, 1000000, header);
    assert_memory_equal(header, spinning, sizeof header);
    task_write_header(&block, 12, 3, header);
    assert_memory_equal(header, blocking, sizeof header);
    task_write_header(&none, 0x102, 0, header);
    assert_memory_equal(header, idle, sizeof header);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_work_of_every_kind),
        cmocka_unit_test(refuses_what_is_no_work),
        cmocka_unit_test(draws_nothing_without_work),
        cmocka_unit_test(draws_the_same_where_times_are_fixed),
        cmocka_unit_test(draws_exponential_times),
        cmocka_unit_test(cuts_exponential_times_at_a_second),
        cmocka_unit_test(draws_two_times_with_their_shares),
        cmocka_unit_test(keeps_to_shares_of_none_and_all),
        cmocka_unit_test(writes_the_header_in_network_byte_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
