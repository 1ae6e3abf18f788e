/* report_page_test.c - data that can stand in a page, whatever it says. */
#include "report_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

static void expect_embedded(const char *text, const char *expected)
{
    json_t *data = json_pack("{s:s}", "a", text);
    char *embedded = report_embed(data);

    assert_non_null(embedded);
    assert_string_equal(embedded, expected);
    free(embedded);
    json_decref(data);
}

static void leaves_nothing_that_ends_a_script(void **state)
{
    (void)state;
    expect_embedded("</script><img onerror=1>",
                    "{\"a\":\"\\u003c/script\\u003e\\u003cimg onerror=1\\u003e\"}");
    expect_embedded("<!--<script>", "{\"a\":\"\\u003c!--\\u003cscript\\u003e\"}");
    expect_embedded("]]>&lt;", "{\"a\":\"]]\\u003e\\u0026lt;\"}");
}

static void is_ascii(void **state)
{
    (void)state;
    expect_embedded("\u2028\u2029", "{\"a\":\"\\u2028\\u2029\"}");
    expect_embedded("\u00b5s \U0001f600", "{\"a\":\"\\u00B5s \\uD83D\\uDE00\"}");
    expect_embedded("\x7f", "{\"a\":\"\x7f\"}");
}

static void keeps_quotes_and_backslashes(void **state)
{
    (void)state;
    expect_embedded("\"&'\\", "{\"a\":\"\\\"\\u0026'\\\\\"}");
    expect_embedded("\n\x01", "{\"a\":\"\\n\\u0001\"}");
}

static void escapes_keys_as_well(void **state)
{
    json_t *data = json_pack("{s:i}", "</script>", 1);
    char *embedded = report_embed(data);

    (void)state;
    assert_string_equal(embedded, "{\"\\u003c/script\\u003e\":1}");
    free(embedded);
    json_decref(data);
}

/* What has been escaped is what was there. */
static void comes_back_as_it_was(void **state)
{
    char text[128];

    (void)state;
    for (int c = 1; c < 127; c++)
        text[c - 1] = (char)c;
    text[126] = '\0';

    json_t *data = json_pack("{s:s}", "a", text);
    char *embedded = report_embed(data);
    json_t *again = json_loads(embedded, 0, NULL);

    assert_null(strpbrk(embedded, "<>&"));
    assert_true(json_equal(data, again));
    json_decref(again);
    free(embedded);
    json_decref(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_nothing_that_ends_a_script),
        cmocka_unit_test(is_ascii),
        cmocka_unit_test(keeps_quotes_and_backslashes),
        cmocka_unit_test(escapes_keys_as_well),
        cmocka_unit_test(comes_back_as_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
