/* quantity_test.c - what counts, sizes and times are read as, and what is refused. */
#include "quantity.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

typedef const char *reader(const char *text, uint64_t min, uint64_t max, uint64_t *value);

enum { UNTOUCHED = 4711 };

struct good {
    reader *read;
    const char *text;
    uint64_t value;
};

struct bad {
    reader *read;
    const char *text;
    const char *fragment; /* of the sentence */
};

static void expect_reading(reader *read, const char *text, uint64_t expected)
{
    uint64_t value = UNTOUCHED;
    const char *reason = read(text, 0, UINT64_MAX, &value);

    if (reason)
        fail_msg("'%s' was refused: %s", text, reason);
    if (value != expected)
        fail_msg("'%s' was read as %ju", text, (uintmax_t)value);
}

static void expect_refusal(reader *read, const char *text, uint64_t min, uint64_t max,
                           const char *fragment)
{
    uint64_t value = UNTOUCHED;
    const char *reason = read(text, min, max, &value);

    if (!reason || !strstr(reason, fragment))
        fail_msg("'%s' gave \"%s\", not \"%s\"", text, reason ? reason : "a value", fragment);
    assert_int_equal(value, UNTOUCHED);
}

static void reads_what_people_write(void **state)
{
    static const struct good table[] = {
        { quantity_count, "0", 0 },
        { quantity_count, "007", 7 },
        { quantity_count, "1000", 1000 },
        { quantity_count, "20k", 20000 },
        { quantity_count, "2M", 2000000 },
        { quantity_count, "18446744073709551615", UINT64_MAX },
        { quantity_bytes, "64", 64 },
        { quantity_bytes, "64B", 64 },
        { quantity_bytes, "1KiB", 1024 },
        { quantity_bytes, "1k", 1024 },
        { quantity_bytes, "1MiB", 1048576 },
        { quantity_bytes, "3M", 3145728 },
        { quantity_time_ns, "0", 0 },
        { quantity_time_ns, "0.000", 0 },
        { quantity_time_ns, "7ns", 7 },
        { quantity_time_ns, "100us", 100000 },
        { quantity_time_ns, "1.5s", 1500000000 },
        { quantity_time_ns, "2m", UINT64_C(120000000000) },
        { quantity_time_ns, "0.25h", UINT64_C(900000000000) },
        { quantity_seconds_ns, "5", UINT64_C(5000000000) },
        { quantity_seconds_ns, "0.5", 500000000 },
        { quantity_seconds_ns, "200ms", 200000000 },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++)
        expect_reading(table[i].read, table[i].text, table[i].value);
}

/* As doubles, 0.1 + 0.2 and the largest of these would be off by some nanoseconds. */
static void reads_fractions_without_rounding(void **state)
{
    static const struct good table[] = {
        { quantity_seconds_ns, "0.3", 300000000 },
        { quantity_seconds_ns, "0.333333333", 333333333 },
        { quantity_seconds_ns, "1.000000001", 1000000001 },
        { quantity_seconds_ns, "0.30000000000000000000000", 300000000 },
        { quantity_seconds_ns, "9007199254.740993", UINT64_C(9007199254740993000) },
        { quantity_seconds_ns, "18446744073.709551615", UINT64_MAX },
        { quantity_time_ns, "0.001us", 1 },
        { quantity_time_ns, "0.00000000001h", 36 },
        { quantity_time_ns, "5124095h", UINT64_C(18446742000000000000) },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++)
        expect_reading(table[i].read, table[i].text, table[i].value);
}

static void refuses_what_is_no_number(void **state)
{
    static const char *const texts[] = {
        "",      "-1",  "+1",  "-0",  "1e99", "0x10", " 5",  "5 ",   "5\n",  "1.2.3s",
        "nan",   "inf", ".5s", "5.s", "5.",   "s",    "5ss", "5 s",  "1,5s", "5S",
        "1_000", "1kk", "1KB", "5K",  "1.5k", "1.5B", "%n",  "\x01", "٣",
    };
    static reader *const readers[] = { quantity_count, quantity_bytes, quantity_time_ns,
                                       quantity_seconds_ns };

    (void)state;
    for (size_t i = 0; i < LENGTH(texts); i++)
        for (size_t r = 0; r < LENGTH(readers); r++)
            expect_refusal(readers[r], texts[i], 0, UINT64_MAX, " is not a");
}

static void refuses_what_does_not_fit(void **state)
{
    static const struct bad table[] = {
        { quantity_count, "18446744073709551616", "too large" },
        { quantity_count, "99999999999999999999999999", "too large" },
        { quantity_count, "18446744073709552k", "too large" },
        { quantity_bytes, "17592186044416M", "too large" },
        { quantity_seconds_ns, "18446744074", "too large" },
        { quantity_seconds_ns, "18446744073.709551616", "too large" },
        { quantity_time_ns, "5124096h", "too large" },
        { quantity_time_ns, "0.5ns", "finer than a whole number of nanoseconds" },
        { quantity_seconds_ns, "0.0000000001", "finer than a whole number of nanoseconds" },
        { quantity_time_ns, "5", "has no unit" },
        { quantity_time_ns, "0.5", "has no unit" },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++)
        expect_refusal(table[i].read, table[i].text, 0, UINT64_MAX, table[i].fragment);
}

static void includes_both_limits(void **state)
{
    uint64_t value = UNTOUCHED;

    (void)state;
    assert_null(quantity_count("10", 10, 20, &value));
    assert_int_equal(value, 10);
    assert_null(quantity_count("20", 10, 20, &value));
    assert_int_equal(value, 20);
    expect_refusal(quantity_count, "9", 10, 20, "'9' is too small; the least is 10");
    expect_refusal(quantity_count, "21", 10, 20, "'21' is too large; the most is 20");
}

static void names_a_limit_in_its_largest_unit(void **state)
{
    (void)state;
    expect_refusal(quantity_count, "9M", 0, 20000, "the most is 20k");
    expect_refusal(quantity_bytes, "1M", 0, 65536, "the most is 64KiB");
    expect_refusal(quantity_bytes, "0", 1, 65536, "the least is 1B");
    expect_refusal(quantity_seconds_ns, "2h", 0, UINT64_C(90000000000), "the most is 90s");
    expect_refusal(quantity_seconds_ns, "0", 1500000, UINT64_MAX, "the least is 1500us");
    expect_refusal(quantity_count, "1", 0, 0, "the most is 0");
}

static void quotes_without_letting_a_terminal_be_steered(void **state)
{
    static const struct {
        const char *text;
        const char *quote;
    } table[] = {
        { "", "''" },
        { "plain text", "'plain text'" },
        { "a\nb", "'a\\nb'" },
        { "\x1b[31m", "'\\x1b[31m'" },
        { "it's", "'it\\'s'" },
        { "\\n", "'\\\\n'" },
        { "\xc3\xa4\x7f", "'\\xc3\\xa4\\x7f'" },
    };
    char quote[QUANTITY_QUOTE];

    (void)state;
    for (size_t i = 0; i < LENGTH(table); i++)
        assert_string_equal(quantity_quote(table[i].text, quote), table[i].quote);
}

/* Every length around the limit, of the shortest and of the longest escape. */
static void cuts_a_long_quote_between_two_characters(void **state)
{
    char text[QUANTITY_QUOTE * 2];
    char quote[QUANTITY_QUOTE];

    (void)state;
    for (size_t length = 0; length < sizeof text; length++) {
        memset(text, length % 2 ? '\x01' : 'a', length);
        text[length] = '\0';
        quantity_quote(text, quote);
        const size_t used = strlen(quote);
        assert_true(used < sizeof quote);
        assert_int_equal(quote[used - 1], '\'');
        if (length == sizeof text - 1)
            assert_string_equal(quote + used - 8, "\\x01...'");
    }
}

static void *refuse_elsewhere(void *unused)
{
    uint64_t value = 0;

    (void)quantity_count("other", 0, 1, &value);
    return unused;
}

static void keeps_a_sentence_for_its_thread(void **state)
{
    uint64_t value = 0;
    pthread_t other;
    const char *reason = quantity_count("mine", 0, 1, &value);

    (void)state;
    assert_int_equal(pthread_create(&other, NULL, refuse_elsewhere, NULL), 0);
    assert_int_equal(pthread_join(other, NULL), 0);
    assert_string_equal(reason, "'mine' is not a whole number such as 20, 20k or 2M");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_people_write),
        cmocka_unit_test(reads_fractions_without_rounding),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(refuses_what_does_not_fit),
        cmocka_unit_test(includes_both_limits),
        cmocka_unit_test(names_a_limit_in_its_largest_unit),
        cmocka_unit_test(quotes_without_letting_a_terminal_be_steered),
        cmocka_unit_test(cuts_a_long_quote_between_two_characters),
        cmocka_unit_test(keeps_a_sentence_for_its_thread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
