/* scene_test.c - how results are laid out for a picture. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

static const char summary_text[] =
    "{'models': [{'name': 'poll'}, {'name': 'x`touch y`'}, {'name': 'epoll'}],"
    " 'scenarios': ["
    "  {'name': 'idle', 'question': 'what?', 'axis': 'idle ones', 'axis_kind': 'log',"
    "   'figures': [{'name': 'cost', 'title': 'model\\'s us', 'role': 'main'}],"
    "   'points': [{'label': '0', 'value': 0}, {'label': '100', 'value': 100}],"
    "   'cells': [{'point': '0', 'model': 'poll', 'figure': 'cost', 'median': 4, 'low': 3, "
    "              'high': 5},"
    "             {'point': '100', 'model': 'poll', 'figure': 'cost', 'median': 400, 'low': "
    "              null, 'high': 500},"
    "             {'point': '0', 'model': 'epoll', 'figure': 'cost', 'median': null}]},"
    "  {'name': 'stall', 'axis_kind': 'category',"
    "   'figures': [{'name': 'p99', 'role': 'main', 'log': false}],"
    "   'points': [{'label': 'a', 'value': 0}, {'label': 'b', 'value': 1}],"
    "   'cells': [{'point': 'a', 'model': 'poll', 'figure': 'p99', 'median': 7}]},"
    "  {'name': 'empty', 'figures': [{'name': 'p99', 'role': 'main'}], 'points': [], 'cells': "
    "   []}]}";

static struct scene scene;
static char reason[REASON_TEXT];

/* JSON with the quotes that C has no use for. */
static json_t *summary(void)
{
    char text[sizeof summary_text];

    memcpy(text, summary_text, sizeof text);
    for (char *at = text; *at; at++)
        if (*at == '\'' && at[-1] != '\\')
            *at = '"';
    for (char *at = text; (at = strstr(at, "\\'")); at++)
        memmove(at, at + 1, strlen(at));

    json_t *json = json_loads(text, 0, NULL);

    assert_non_null(json);
    return json;
}

static bool make(const char *scenario, const char *figure, bool single)
{
    json_t *json = summary();
    bool made = scene_make(json, scenario, figure, single, &scene, reason);

    json_decref(json);
    return made;
}

static void has_no_zero_on_a_logarithmic_axis(void **state)
{
    (void)state;
    assert_true(make("idle", "cost", false));
    assert_int_equal(scene.manner, MANNER_LINES);
    assert_true(scene.log_x);
    assert_true(scene.point[0].position == 25);
    assert_string_equal(scene.point[0].label, "0");
    assert_true(scene.point[1].position == 100);
}

static void takes_logarithms_of_what_differs_much(void **state)
{
    (void)state;
    assert_true(make("idle", "cost", false));
    assert_true(scene.log_y);
    assert_true(scene.least < 3 && scene.least > 0 && scene.most > 400);
    assert_true(make("stall", "p99", false));
    assert_false(scene.log_y);
    assert_true(scene.least == 0);
}

static void shows_no_interval_that_is_half_known(void **state)
{
    (void)state;
    assert_true(make("idle", "cost", false));
    assert_true(scene.series[0].spots[0].low == 3 && scene.series[0].spots[0].high == 5);
    assert_true(scene.series[0].spots[1].low == 400 && scene.series[0].spots[1].high == 400);
}

static void keeps_a_model_without_figures(void **state)
{
    (void)state;
    assert_true(make("idle", "cost", false));
    assert_int_equal(scene.count, 3);
    assert_null(scene_last(&scene, &scene.series[2]));
    assert_non_null(scene_last(&scene, &scene.series[0]));
}

static void has_nothing_in_a_text_that_gnuplot_obeys(void **state)
{
    (void)state;
    assert_true(make("idle", "cost", false));
    assert_string_equal(scene.series[1].name, "x_touch y_");
    assert_string_equal(scene.figure, "model\u2019s us");
    assert_string_equal(scene.question, "What?");
}

static void colours_ours_by_name_and_strangers_in_turn(void **state)
{
    (void)state;
    assert_true(make("idle", "cost", false));
    assert_string_equal(scene.series[0].hue->name, "poll");
    assert_string_equal(scene.series[1].hue->name, "other1");
    assert_string_equal(scene.series[2].hue->name, "epoll");
}

static void draws_bars_of_one_point_and_rows_of_names(void **state)
{
    (void)state;
    assert_true(make("idle", "cost", true));
    assert_int_equal(scene.manner, MANNER_BARS);
    assert_int_equal(scene.points, 1);
    assert_true(make("stall", "nonsense", false));
    assert_int_equal(scene.manner, MANNER_DOTS);
}

static void says_why_there_is_no_picture(void **state)
{
    (void)state;
    assert_false(make("rate", "cost", false));
    assert_string_equal(reason, "rate is not in these results");
    assert_false(make("empty", "p99", false));
    assert_string_equal(reason, "empty: nothing of it was measured");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_no_zero_on_a_logarithmic_axis),
        cmocka_unit_test(takes_logarithms_of_what_differs_much),
        cmocka_unit_test(shows_no_interval_that_is_half_known),
        cmocka_unit_test(keeps_a_model_without_figures),
        cmocka_unit_test(has_nothing_in_a_text_that_gnuplot_obeys),
        cmocka_unit_test(colours_ours_by_name_and_strangers_in_turn),
        cmocka_unit_test(draws_bars_of_one_point_and_rows_of_names),
        cmocka_unit_test(says_why_there_is_no_picture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
