/* command_words_test.c - which words a command line has, and which characters a text. */
#include "command_words.h"

#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { MOST_WORDS = 8 };

struct division {
    const char *text;
    const char *words[MOST_WORDS];
};

static const struct filling fillings[] = {
    { "port", "7007" }, { "host", "127.0.0.1" }, { "odd", " '\"$x\\ {port} " }, { "empty", "" }
};

static char **divide(const char *text)
{
    const char *reason;
    char **words = command_words(text, fillings, LENGTH(fillings), &reason);

    if (!words)
        fail_msg("%s: %s", text, reason);
    return words;
}

static void check_division(const struct division *division)
{
    char **words = divide(division->text);
    size_t count = 0;

    for (; count < MOST_WORDS && words[count] && division->words[count]; count++)
        assert_string_equal(words[count], division->words[count]);
    if (words[count] || division->words[count])
        fail_msg("%s: more or fewer words than %zu", division->text, count);
    command_words_free(words);
}

static void divides_at_blanks_and_quotes(void **state)
{
    static const struct division divisions[] = {
        { "a", { "a" } },
        { "  a\tb\nc  ", { "a", "b", "c" } },
        { "a 'b c' \"d e\"", { "a", "b c", "d e" } },
        { "a'b'\"c\"d", { "abcd" } },
        { "a '' \"\"", { "a", "", "" } },
        { "a 'b\"c' \"d'e\"", { "a", "b\"c", "d'e" } },
        { "a b\\ c \\'d \\\"e \\\\f", { "a", "b c", "'d", "\"e", "\\f" } },
        { "a '\\n' \"\\n\" \\n", { "a", "\\n", "\\n", "n" } },
        { "a \"\\$ \\` \\\" \\\\ \\x\"", { "a", "$ ` \" \\ \\x" } },
        { "a b\\\nc \"d\\\ne\"", { "a", "bc", "de" } },
        { "a \\", { "a", "\\" } },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(divisions); i++)
        check_division(&divisions[i]);
}

static void takes_what_a_shell_would_run_as_it_is(void **state)
{
    static const struct division divisions[] = {
        { "a $(touch x)", { "a", "$(touch", "x)" } },
        { "a `touch x`", { "a", "`touch", "x`" } },
        { "a $HOME ~ *.c [a-z] ?", { "a", "$HOME", "~", "*.c", "[a-z]", "?" } },
        { "a;b|c&d>e<f", { "a;b|c&d>e<f" } },
        { "a # b", { "a", "#", "b" } },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(divisions); i++)
        check_division(&divisions[i]);
}

static void fills_in_values_without_reading_them(void **state)
{
    static const struct division divisions[] = {
        { "a {port} {host}:{port}", { "a", "7007", "127.0.0.1:7007" } },
        { "a '{port}' \"{host}\"", { "a", "7007", "127.0.0.1" } },
        { "a {odd}b '{odd}'", { "a", " '\"$x\\ {port} b", " '\"$x\\ {port} " } },
        { "a {empty} b{empty}", { "a", "", "b" } },
        { "a {prt} {port {} } {{port}}", { "a", "{prt}", "{port", "{}", "}", "{7007}" } },
        { "a \\{port} {por\\t}", { "a", "{port}", "{port}" } },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(divisions); i++)
        check_division(&divisions[i]);
}

static void refuses_what_has_no_end_or_no_program(void **state)
{
    static const char *const texts[] = { "",      "  \t\n",    "''",        "'' a",   "a 'b",
                                         "a \"b", "a 'b\\'c'", "a \"b\\\"", "{empty}" };

    (void)state;
    for (size_t i = 0; i < LENGTH(texts); i++) {
        const char *reason = NULL;

        assert_null(command_words(texts[i], fillings, LENGTH(fillings), &reason));
        assert_non_null(reason);
    }
}

static void finds_what_a_command_mentions(void **state)
{
    (void)state;
    assert_true(command_mentions("x {port}", "port"));
    assert_true(command_mentions("x {{port}", "port"));
    assert_false(command_mentions("x {ports}", "port"));
    assert_false(command_mentions("x {port", "port"));
    assert_false(command_mentions("x port}", "port"));
    assert_false(command_mentions("", "port"));
}

struct reading {
    const char *text;
    size_t length;
    uint32_t character;
};

static void reads_characters_and_nothing_else(void **state)
{
    static const struct reading readings[] = {
        { "a", 1, 'a' },
        { "\xc3\xa4", 2, 0xe4 },
        { "\xe2\x80\xa8", 3, 0x2028 },
        { "\xf0\x9f\x98\x80", 4, 0x1f600 },
        { "\x80", 0, 0 },
        { "\xc3", 0, 0 },
        { "\xc3(", 0, 0 },
        { "\xc0\xaf", 0, 0 },     /* longer than needed */
        { "\xe0\x80\xaf", 0, 0 }, /* longer than needed */
        { "\xed\xa0\x80", 0, 0 }, /* a surrogate */
        { "\xf4\x90\x80\x80", 0, 0 },
        { "\xff", 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(readings); i++) {
        uint32_t character = 0;

        assert_int_equal(utf8_read(readings[i].text, &character), readings[i].length);
        if (readings[i].length > 0)
            assert_int_equal(character, readings[i].character);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(divides_at_blanks_and_quotes),
        cmocka_unit_test(takes_what_a_shell_would_run_as_it_is),
        cmocka_unit_test(fills_in_values_without_reading_them),
        cmocka_unit_test(refuses_what_has_no_end_or_no_program),
        cmocka_unit_test(finds_what_a_command_mentions),
        cmocka_unit_test(reads_characters_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
