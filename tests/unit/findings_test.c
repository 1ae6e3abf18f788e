/* findings_test.c - sentences follow the figures: made-up runs, and what is said of them. */
#include "brief.h"
#include "findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

enum { BLOCKS = 7 };

/* Runs that say what a test wants, of models that take part at the quick points of a scenario.
 */
struct stage {
    struct choice choice;
    struct runs runs;
    const struct scenario *scenario;
    json_t *sentences;
};

static void set_stage(struct stage *stage, const char *scenario)
{
    static const char *const names[] = { "forking", "poll", "epoll" };

    *stage = (struct stage){ .choice = { .depth = QUICK, .seed = 1 },
                             .scenario = scenario_named(scenario) };
    for (size_t i = 0; i < scenario_count(); i++)
        stage->choice.scenarios[i] = scenario_at(i) == stage->scenario;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        stage->choice.roster.list[stage->choice.roster.count++] = *model_named(names[i]);
}

/* One run of each block. The values scatter by 1 %, alike in all models, as a machine drifts.
 */
static void play(struct stage *stage, const char *point, const char *model, const char *reading,
                 double value, size_t blocks)
{
    for (unsigned block = 1; block <= blocks; block++) {
        struct run run = { .scenario = stage->scenario,
                           .point = scenario_point(stage->scenario, point),
                           .model = roster_find(&stage->choice.roster, model),
                           .block = block,
                           .order = block };

        readings_put(&run.readings, reading, "us", "made up",
                     value * (1 + 0.01 * (block % 3)) * (1 + 0.001 * block));
        runs_add(&stage->runs, &run);
    }
}

/* The sentence with `words` in it; fails if there is none. */
static const char *expect_sentence(struct stage *stage, const char *words)
{
    struct digest digest;
    const json_t *sentence;
    size_t i;

    digest_make(&stage->choice, &stage->runs, NULL, &digest);
    json_decref(stage->sentences);
    stage->sentences = findings_of(&digest, stage->scenario);
    digest_release(&digest);
    json_array_foreach(stage->sentences, i, sentence)
    {
        if (strstr(json_string_value(sentence), words))
            return json_string_value(sentence);
    }
    json_dumpf(stage->sentences, stderr, JSON_INDENT(2));
    fail_msg("expected a sentence with '%s'", words);
    return NULL;
}

static void clear_stage(struct stage *stage)
{
    json_decref(stage->sentences);
    runs_release(&stage->runs);
}

static void play_costs(struct stage *stage, double forking_us, double poll_us, double epoll_us)
{
    play(stage, "70 %", "forking", "cpu_us_per_request", forking_us, BLOCKS);
    play(stage, "70 %", "poll", "cpu_us_per_request", poll_us, BLOCKS);
    play(stage, "70 %", "epoll", "cpu_us_per_request", epoll_us, BLOCKS);
}

static void names_the_one_that_costs_least(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "rate");
    play_costs(&stage, 10, 7, 5);
    assert_non_null(strstr(expect_sentence(&stage, "At 70 %"),
                           "is least with epoll (5.07 us); poll takes 1.40 times that, "
                           "forking 2.0."));
    clear_stage(&stage);
}

static void names_another_when_the_figures_change(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "rate");
    play_costs(&stage, 5, 7, 10);
    assert_non_null(strstr(expect_sentence(&stage, "At 70 %"),
                           "is least with forking (5.07 us); poll takes 1.40 times that, epoll "
                           "2.0."));
    clear_stage(&stage);
}

static void calls_a_tie_a_tie(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "rate");
    play_costs(&stage, 10, 5.01, 5);
    assert_non_null(strstr(
        expect_sentence(&stage, "At 70 %"),
        "is least with epoll (5.07 us), a tie with poll; forking takes 2.0 times that."));
    clear_stage(&stage);
}

/* What five runs say of three models fits into Holm's family of three; of seven models it would
 * not, and of four neither. */
static void says_when_the_family_is_too_large(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "rate");
    stage.choice.roster.list[stage.choice.roster.count++] = *model_named("select");
    stage.choice.roster.list[stage.choice.roster.count++] = *model_named("threaded");
    for (size_t i = 0; i < stage.choice.roster.count; i++)
        play(&stage, "70 %", stage.choice.roster.list[i].name, "cpu_us_per_request",
             5 + 3 * (double)i, 5);
    assert_non_null(strstr(expect_sentence(&stage, "At 70 %"),
                           "5 runs of each are too few to tell 5 models apart"));
    clear_stage(&stage);
}

/* The fastest servers are those that bring the generator to its limit. */
static void crowns_nobody_beside_a_better_suspect(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "ping");
    play(&stage, "64", "forking", "requests_per_s", 100000, BLOCKS);
    play(&stage, "64", "epoll", "requests_per_s", 200000, BLOCKS);
    for (size_t i = BLOCKS; i < stage.runs.count; i++) {
        struct run *run = &stage.runs.list[i];

        readings_put(&run->readings, "generator_cpu_share", "1", "made up", 0.99);
        run->verdict = verdict_of(run);
    }
    assert_non_null(strstr(expect_sentence(&stage, "With 64 connections"),
                           "nobody can be called best by the rate: epoll is suspect."));
    clear_stage(&stage);
}

static void says_when_the_runs_are_too_few(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "rate");
    play(&stage, "70 %", "poll", "cpu_us_per_request", 5, 3);
    play(&stage, "70 %", "epoll", "cpu_us_per_request", 10, 3);
    assert_non_null(strstr(expect_sentence(&stage, "At 70 %"),
                           "3 runs of each are too few to tell 2 models apart"));
    clear_stage(&stage);
}

static void says_why_the_runs_are_too_few(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "ping");
    play(&stage, "64", "poll", "requests_per_s", 5000, BLOCKS);
    play(&stage, "64", "epoll", "requests_per_s", 10000, BLOCKS);
    for (size_t i = 0; i < 2UL * BLOCKS; i++) {
        struct run *run = &stage.runs.list[i];

        if (i % BLOCKS > 2)
            readings_put(&run->readings, "generator_cpu_share", "1", "made up", 0.99);
        run->verdict = verdict_of(run);
    }
    assert_non_null(strstr(expect_sentence(&stage, "With 64 connections"),
                           "3 runs of each are too few to tell 2 models apart by the rate (of "
                           "epoll 4 of 7 runs left out: the generator used more than 90 %"));
    clear_stage(&stage);
}

/* More is better here. */
static void names_the_highest_where_more_is_better(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "ping");
    play(&stage, "64", "poll", "requests_per_s", 200000, BLOCKS);
    play(&stage, "64", "epoll", "requests_per_s", 100000, BLOCKS);
    assert_non_null(strstr(expect_sentence(&stage, "With 64 connections"),
                           "the rate is highest with poll (202,808/s); epoll comes to 0.50 of "
                           "that."));
    clear_stage(&stage);
}

static void tells_who_grows_and_who_does_not(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "idle");
    play(&stage, "0", "poll", "cpu_us_per_request", 5, BLOCKS);
    play(&stage, "1,000", "poll", "cpu_us_per_request", 15, BLOCKS);
    play(&stage, "0", "epoll", "cpu_us_per_request", 5, BLOCKS);
    play(&stage, "1,000", "epoll", "cpu_us_per_request", 5, BLOCKS);
    assert_non_null(strstr(expect_sentence(&stage, "From 0 to 1,000"),
                           "grows 3.0 times with poll, and does not grow with epoll."));
    clear_stage(&stage);
}

static void expect_brief(struct stage *stage, const char *line)
{
    struct digest digest;
    char text[BRIEF_TEXT];

    digest_make(&stage->choice, &stage->runs, NULL, &digest);
    brief_line(&digest, stage->scenario, text);
    assert_string_equal(text, line);
    digest_release(&digest);
}

static void says_it_in_a_line_too(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "rate");
    play_costs(&stage, 20, 10, 5);
    expect_brief(&stage, "CPU us/request, 70 %: epoll 5.07 us; poll x 2.0, forking x 4.0");
    clear_stage(&stage);

    set_stage(&stage, "rate");
    play_costs(&stage, 5, 10, 5);
    expect_brief(&stage, "CPU us/request, 70 %: forking 5.07 us; = epoll; poll x 2.0");
    clear_stage(&stage);

    set_stage(&stage, "idle");
    stage.choice.depth = DEFAULT;
    play(&stage, "0", "poll", "cpu_us_per_request", 5, BLOCKS);
    play(&stage, "1,000", "poll", "cpu_us_per_request", 15, BLOCKS);
    play(&stage, "0", "epoll", "cpu_us_per_request", 5, BLOCKS);
    play(&stage, "10,000", "epoll", "cpu_us_per_request", 5, BLOCKS);
    expect_brief(&stage, "CPU us/request, 0 to 10,000: poll x 3.0 (to 1,000); = epoll");
    clear_stage(&stage);

    set_stage(&stage, "rate");
    expect_brief(&stage, "");
    clear_stage(&stage);
}

static void tells_who_starves(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "stall");
    for (size_t i = 0; i < 2; i++) {
        const char *point = i == 0 ? "none" : "1 reader";

        play(&stage, point, "poll", "latency_p99_us", 50, BLOCKS);
        play(&stage, point, "epoll", "latency_p99_us", i == 0 ? 50 : 500, BLOCKS);
    }
    play(&stage, "1 reader", "forking", "starved", 1, BLOCKS);

    const char *sentence = expect_sentence(&stage, "Beside 1 reader");

    assert_non_null(strstr(sentence, "clients of forking starve"));
    assert_non_null(strstr(sentence, "the 99th percentile rises 10 times with epoll"));
    assert_non_null(strstr(sentence, "the 99th percentile stays the same with poll."));
    clear_stage(&stage);
}

/* All runs from `from` on: something else has used the CPU, which spoils what is counted, too.
 */
static void spoil_runs(struct stage *stage, size_t from)
{
    for (size_t i = from; i < stage->runs.count; i++) {
        struct run *run = &stage->runs.list[i];

        readings_put(&run->readings, "foreign_cpu_share", "1", "made up", 0.5);
        run->verdict = verdict_of(run);
    }
}

static void says_nothing_of_clients_in_suspect_runs(void **state)
{
    struct stage stage;

    (void)state;
    set_stage(&stage, "stall");
    play(&stage, "none", "poll", "latency_p99_us", 50, BLOCKS);
    play(&stage, "1 reader", "poll", "latency_p99_us", 50, BLOCKS);
    play(&stage, "1 reader", "forking", "starved", 1, BLOCKS);
    expect_brief(&stage, "p99 us, 1 reader: starves: forking; = poll");
    spoil_runs(&stage, 2UL * BLOCKS);
    assert_null(strstr(expect_sentence(&stage, "Beside 1 reader"), "starve"));
    expect_brief(&stage, "p99 us, 1 reader: = poll");
    clear_stage(&stage);
}

static void expect_no_sentence(const json_t *sentences, const char *words)
{
    const json_t *sentence;
    size_t i;

    json_array_foreach(sentences, i, sentence)
    {
        assert_null(strstr(json_string_value(sentence), words));
    }
}

static void lets_nobody_starve_when_all_runs_are_suspect(void **state)
{
    struct stage stage;
    struct digest digest;

    (void)state;
    set_stage(&stage, "stall");
    play(&stage, "none", "forking", "latency_p99_us", 50, BLOCKS);
    play(&stage, "1 reader", "forking", "starved", 1, BLOCKS);
    spoil_runs(&stage, 0);
    digest_make(&stage.choice, &stage.runs, NULL, &digest);
    stage.sentences = findings_of(&digest, stage.scenario);
    expect_no_sentence(stage.sentences, "starve");
    json_decref(stage.sentences);
    stage.sentences = findings_answer(&digest);
    expect_no_sentence(stage.sentences, "starve");
    digest_release(&digest);
    expect_brief(&stage, "");
    clear_stage(&stage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_the_one_that_costs_least),
        cmocka_unit_test(names_another_when_the_figures_change),
        cmocka_unit_test(calls_a_tie_a_tie),
        cmocka_unit_test(says_when_the_runs_are_too_few),
        cmocka_unit_test(says_why_the_runs_are_too_few),
        cmocka_unit_test(says_when_the_family_is_too_large),
        cmocka_unit_test(crowns_nobody_beside_a_better_suspect),
        cmocka_unit_test(names_the_highest_where_more_is_better),
        cmocka_unit_test(tells_who_grows_and_who_does_not),
        cmocka_unit_test(says_it_in_a_line_too),
        cmocka_unit_test(tells_who_starves),
        cmocka_unit_test(says_nothing_of_clients_in_suspect_runs),
        cmocka_unit_test(lets_nobody_starve_when_all_runs_are_suspect),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
