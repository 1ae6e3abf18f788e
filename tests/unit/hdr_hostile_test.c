/* hdr_hostile_test.c - HdrHistogram's encoding: what nobody should write. */
#include "base64.h"
#include "hdr_encoding.h"
#include "hdr_samples.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

enum { HEADER = 40 };

/* By Java: a DoubleHistogram with 1.5. */
static const char floating[] = "DHISTwAAAAMAAAAAAAAAAhyEkxQAAAAgeNqTaZkszMDAwMwAATCaEULJ/7cPgL"
                               "D+izMBAExnBBM=";

/* By Java: 2^62 times 5, 129 times 7. */
static const char endless[] =
    "HISTFAAAACd42pNpmSzMwMDAywABzFCaEch0M9ixgMH+A0SAswEGGJqYAK3ZCWU=";

/* What has not been read has left no trace. */
static void expect_refusal(const char *text, size_t length)
{
    static const struct histogram nothing = { .min = UINT64_MAX };
    struct histogram *histogram = empty_histogram();

    if (!hdr_decode(text, length, histogram))
        fail_msg("'%.*s' was not refused", (int)length, text);
    assert_memory_equal(histogram, &nothing, sizeof nothing);
    histogram_destroy(histogram);
}

static void put(uint8_t *bytes, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(number >> (24 - 8 * i));
}

/* The text of any bytes, wrapped as a compressed histogram. */
static char *wrap(const uint8_t *bytes, size_t length)
{
    uLongf packed_length = compressBound(length);
    uint8_t *packed = malloc(8 + packed_length);
    char *text = malloc(base64_room(8 + packed_length));

    assert_true(packed && text);
    assert_int_equal(compress(packed + 8, &packed_length, bytes, length), Z_OK);
    put(packed, 0x1c849314);
    put(packed + 4, (uint32_t)packed_length);
    base64_encode(packed, 8 + packed_length, text);
    free(packed);
    return text;
}

static void expect_refusal_of_bytes(const uint8_t *bytes, size_t length)
{
    char *text = wrap(bytes, length);

    expect_refusal(text, strlen(text));
    free(text);
}

/* The header of `plain`, with a change, before other counts. Returns what hdr_decode() says. */
static const char *read_changed(size_t at, const char *change, size_t change_length,
                                const char *counts, size_t length)
{
    struct histogram *histogram = empty_histogram();
    uint8_t bytes[HEADER + 64];

    assert_true(length <= 64 && at + change_length <= HEADER);
    memcpy(bytes, plain, HEADER);
    put(bytes + 4, (uint32_t)length);
    memcpy(bytes + at, change, change_length);
    memcpy(bytes + HEADER, counts, length);

    char *text = wrap(bytes, HEADER + length);
    const char *reason = hdr_decode(text, strlen(text), histogram);

    free(text);
    histogram_destroy(histogram);
    return reason;
}

static void expect_refusal_of_counts(const char *counts, size_t length)
{
    assert_non_null(read_changed(0, "", 0, counts, length));
}

static void expect_refusal_of_range(size_t at, const char *change, size_t length)
{
    assert_non_null(read_changed(at, change, length, "\2", 1));
}

static void expect_refusal_with(size_t at, const char *change, size_t length)
{
    uint8_t bytes[sizeof plain];

    memcpy(bytes, plain, sizeof plain);
    memcpy(bytes + at, change, length);
    expect_refusal_of_bytes(bytes, sizeof bytes);
}

static void refuses_counts_that_add_up_to_too_much(void **state)
{
    (void)state;
    expect_refusal(endless, strlen(endless));
    /* Three times nearly 2^62 in one text, and a product that passes 2^64. */
    expect_refusal_of_counts("\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"
                             "\xfe\xff\xff\xff\xff\xff\xff\xff\x7f"
                             "\xfe\xff\xff\xff\xff\xff\xff\xff\x7f",
                             27);
    /* More than 2^64 in all, which would look like two. */
    expect_refusal_of_counts("\xfe\xff\xff\xff\xff\xff\xff\xff\xff"
                             "\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x08",
                             19);
    expect_refusal_of_counts("\xcd\x0f\x80\x80\x80\x80\x80\x80\x80\x80\x10", 11);
}

static void refuses_what_is_cut_short(void **state)
{
    (void)state;
    for (size_t length = 0; length < strlen(by_java); length++)
        expect_refusal(by_java, length);
    for (size_t length = 0; length < sizeof plain; length++)
        expect_refusal_of_bytes(plain, length);
}

static void refuses_what_is_no_base64(void **state)
{
    static const char *const texts[] = { "====", "A===", "HIS=FAAA", "HIST FAAA",
                                         "HISTF\xff==" };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_refusal(texts[i], strlen(texts[i]));
}

static void refuses_other_encodings(void **state)
{
    static const char *const cookies[] = { "\x1c\x84\x93\x09", "\x1c\x84\x93\x22",
                                           "\x1c\x84\x93\x13", "\0\0\0\0" };
    uint8_t packed[8];
    char text[16];

    (void)state;
    expect_refusal(floating, strlen(floating));
    for (size_t i = 0; i < sizeof cookies / sizeof *cookies; i++) {
        memset(packed, 0, sizeof packed);
        memcpy(packed, cookies[i], 4);
        base64_encode(packed, sizeof packed, text);
        expect_refusal(text, strlen(text));
    }
    expect_refusal_with(0, "\x1c\x84\x93\x01", 4);
}

static void refuses_ranges_that_cannot_be(void **state)
{
    (void)state;
    assert_null(read_changed(0, "", 0, "\2", 1));
    expect_refusal_of_range(12, "\0\0\0\6", 4);                 /* digits */
    expect_refusal_of_range(12, "\xff\xff\xff\xff", 4);         /* -1 of them */
    expect_refusal_of_range(16, "\0\0\0\0\0\0\0\0", 8);         /* lowest 0 */
    expect_refusal_of_range(16, "\xff\xff\xff\xff\0\0\0\0", 8); /* negative */
    expect_refusal_of_range(16, "\x20\0\0\0\0\0\0\0", 8);       /* above the highest */
    expect_refusal_of_range(24, "\0\0\0\0\0\0\0\1", 8);         /* highest 1 */
    expect_refusal_of_range(24, "\xff\xff\xff\xff\0\0\0\0", 8); /* negative */
    expect_refusal_of_range(16, "\x20\0\0\0\0\0\0\0\x7f\0\0\0",
                            12); /* no bits left for 3 digits */
    /* The highest is a power of two, and still has a slot; the next power has none. */
    assert_null(read_changed(24, "\0\0\0\0\0\0\x08\0", 8, "\xff\x1f\2", 3));
    assert_non_null(read_changed(24, "\0\0\0\0\0\0\x08\0", 8, "\xff\x2f\2", 3));
}

static void refuses_counts_past_the_end(void **state)
{
    (void)state;
    /* Runs of empty slots: one more than there are, 2^31 of them, 2^63 of them. */
    expect_refusal_of_counts("\x81\x90\x04\0", 4);
    expect_refusal_of_counts("\xff\xff\xff\xff\x0f", 5);
    expect_refusal_of_counts("\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9);
    /* Exactly as many as there are, and one count more. */
    expect_refusal_of_counts("\xff\x8f\x04\2", 4);
    /* A count that ends after the counts do, and bytes after them. */
    expect_refusal_of_counts("\2\x80", 2);
    assert_null(read_changed(0, "", 0, "\2\x80\1", 3));
    assert_non_null(read_changed(4, "\0\0\0\2", 4, "\2\x80\1", 3));
    expect_refusal_with(4, "\0\0\0\x09", 4);
    expect_refusal_with(4, "\0\0\0\x0b", 4);
    expect_refusal_with(4, "\xff\xff\xff\xff", 4);
}

/* 64 MB of zeros are 64 KB of text: they would be counts of no slot. */
static void stops_at_the_end_of_a_bomb(void **state)
{
    const size_t size = (size_t)64 << 20;
    uint8_t *bytes = calloc(1, size);

    (void)state;
    assert_non_null(bytes);
    memcpy(bytes, plain, HEADER);
    put(bytes + 4, 0x40000); /* as many as could be */
    expect_refusal_of_bytes(bytes, size);
    put(bytes + 4, 1);
    expect_refusal_of_bytes(bytes, size);
    free(bytes);
}

/* Whatever becomes of it, it ends; the sanitizers watch. */
static void survives_damage_anywhere(void **state)
{
    uint8_t bytes[sizeof plain];

    (void)state;
    for (size_t at = 0; at < sizeof plain; at++)
        for (unsigned value = 0; value < 256; value += 5) {
            struct histogram *histogram = empty_histogram();

            memcpy(bytes, plain, sizeof plain);
            bytes[at] = (uint8_t)value;

            char *text = wrap(bytes, sizeof bytes);

            if (!hdr_decode(text, strlen(text), histogram))
                assert_true(histogram->count >= histogram->overflow);
            free(text);
            histogram_destroy(histogram);
        }
}

static void notices_a_changed_letter(void **state)
{
    char text[sizeof by_java];

    (void)state;
    for (size_t at = 0; at + 2 < strlen(by_java); at++) {
        memcpy(text, by_java, sizeof text);
        text[at] = text[at] == 'Q' ? 'g' : 'Q';
        expect_refusal(text, strlen(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_counts_that_add_up_to_too_much),
        cmocka_unit_test(refuses_what_is_cut_short),
        cmocka_unit_test(refuses_what_is_no_base64),
        cmocka_unit_test(refuses_other_encodings),
        cmocka_unit_test(refuses_ranges_that_cannot_be),
        cmocka_unit_test(refuses_counts_past_the_end),
        cmocka_unit_test(stops_at_the_end_of_a_bomb),
        cmocka_unit_test(survives_damage_anywhere),
        cmocka_unit_test(notices_a_changed_letter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
