/* plain_test.c - texts that would steer a terminal, and texts that only look like it. */
#include "plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void replaces_what_steers(void **state)
{
    static const struct {
        const char *text, *plain;
    } readings[] = {
        { "", "" },
        { "plain text~", "plain text~" },
        { "\x1b[31m\t\r\n\x7f", "?[31m????" },
        /* CSI, as UTF-8 and as a byte. */
        { "\xc2\x9b[", "?[" },
        { "\x9b[", "?[" },
        /* The first of C1, the last, and what follows it. */
        { "\xc2\x80", "?" },
        { "\xc2\x9f", "?" },
        { "\xc2\xa0", "\xc2\xa0" },
        { "\xe2\x82\xac\xf0\x9f\x98\x80", "\xe2\x82\xac\xf0\x9f\x98\x80" },
        /* Cut short, and longer than needed. */
        { "\xe2\x82", "??" },
        { "\xc0\x9b\xe0\x82\x9b", "?????" },
    };
    char copy[64];

    (void)state;
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        assert_string_equal(plain_copy(readings[i].text, copy, sizeof copy), readings[i].plain);
}

static void cuts_to_what_fits(void **state)
{
    char copy[4];

    (void)state;
    assert_string_equal(plain_copy("abcdef", copy, sizeof copy), "abc");
    assert_string_equal(plain_copy("ab\xc3\xa9", copy, sizeof copy), "ab?");
    assert_string_equal(plain_copy("a\xc3\xa9z", copy, sizeof copy), "a\xc3\xa9");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replaces_what_steers),
        cmocka_unit_test(cuts_to_what_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
