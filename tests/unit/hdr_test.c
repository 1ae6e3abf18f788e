/* hdr_test.c - HdrHistogram's encoding: what its authors' programs write, and what nobody
 * should. */
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

enum { ROOM = 4096 };

/* The same by hdr-histogram-js 3.0.1. */
static const char by_js[] = "HISTFAAAADB4nJNpmSzMwMDAxcDAwMjAwMDMAAGMDAzMbgY7FjDA+Gxn+RfMYZzewS"
                            "QCAHqrBnw=";

/* By Java: 5 times 1000, 7 times 123,456, once 9,999,999; from 1000 to 10,000,000, 2 digits. */
static const char coarse[] = "HISTFAAAACd42pNpmSzMwMDAwQABTBCK+QWYmjGtwf4DVIbrLjPfaR4mAIx3Buo=";

/* By Java: 9 times 123,456,789, once 2^61; from 1 to 2^62, 5 digits. */
static const char fine[] = "HISTFAAAACd42pNpmSzMwMDAxQABrFCa0QHKsP8AoU9vX8sotPHEIhYmAHgOByk=";

static void record(struct histogram *histogram, uint64_t value, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        histogram_record(histogram, value);
}

static struct histogram *three_values(void)
{
    struct histogram *histogram = empty_histogram();

    record(histogram, 0, 3);
    record(histogram, 1000, 10000);
    record(histogram, 100000000, 10);
    return histogram;
}

static struct histogram *decoded(const char *text)
{
    struct histogram *histogram = empty_histogram();
    const char *reason = hdr_decode(text, strlen(text), histogram);

    if (reason)
        fail_msg("'%s' was refused: %s", text, reason);
    return histogram;
}

static void expect_same_counts(const struct histogram *one, const struct histogram *other)
{
    assert_int_equal(one->count, other->count);
    assert_int_equal(one->overflow, other->overflow);
    assert_memory_equal(one->counts, other->counts, sizeof one->counts);
}

static void writes_what_the_format_says(void **state)
{
    struct hdr_encoder *encoder = hdr_encoder_create();
    struct histogram *histogram = three_values();
    const char *text = hdr_encode(encoder, histogram);
    uint8_t packed[ROOM], bytes[ROOM];
    size_t packed_length;
    uLongf length = sizeof bytes;

    (void)state;
    assert_true(base64_decode(text, strlen(text), packed, &packed_length));
    assert_memory_equal(packed, "\x1c\x84\x93\x14\0\0\0", 7);
    assert_int_equal(packed[7], packed_length - 8);
    assert_int_equal(uncompress(bytes, &length, packed + 8, packed_length - 8), Z_OK);
    assert_int_equal(length, sizeof plain);
    assert_memory_equal(bytes, plain, sizeof plain);
    histogram_destroy(histogram);
    hdr_encoder_destroy(encoder);
}

static void reads_what_others_write(void **state)
{
    struct histogram *expected = three_values();
    struct histogram *java = decoded(by_java), *js = decoded(by_js);

    (void)state;
    expect_same_counts(java, expected);
    expect_same_counts(js, expected);
    assert_int_equal(java->min, 0);
    assert_int_equal(java->max, 100007935);
    assert_true(histogram_mean(java) == histogram_slot_mean(expected));
    histogram_destroy(expected);
    histogram_destroy(java);
    histogram_destroy(js);
}

/* The figures are Java's. */
static void tells_mean_and_deviation_as_hdrhistogram_does(void **state)
{
    struct histogram *histogram = three_values();

    (void)state;
    assert_float_equal(histogram_slot_mean(histogram), 100844.0707080795, 1e-6);
    assert_float_equal(histogram_stddev(histogram), 3157829.794958646, 1e-6);
    histogram_destroy(histogram);
}

static void tells_values_however_few_lie_beyond(void **state)
{
    struct histogram *histogram = empty_histogram();

    (void)state;
    assert_int_equal(histogram_value_at(histogram, 50), 0);
    record(histogram, 1000, 3);
    record(histogram, 2 * HISTOGRAM_HIGHEST_NS, 1);
    assert_int_equal(histogram_value_at(histogram, 75), 1000);
    assert_int_equal(histogram_value_at(histogram, 100), 2 * HISTOGRAM_HIGHEST_NS);
    histogram_destroy(histogram);
}

static void comes_back_as_it_was(void **state)
{
    struct hdr_encoder *encoder = hdr_encoder_create();
    struct histogram *histogram = empty_histogram();

    (void)state;
    for (unsigned round = 0; round < 3; round++) {
        struct histogram *back = decoded(hdr_encode(encoder, histogram));

        expect_same_counts(back, histogram);
        histogram_destroy(back);
        for (uint64_t value = round; value <= 2 * HISTOGRAM_HIGHEST_NS;
             value += value / 300 + 1)
            record(histogram, value, 1 + value % 5);
    }
    histogram_destroy(histogram);
    hdr_encoder_destroy(encoder);
}

/* Nine bytes for each slot, and hardly anything that zlib could shorten. */
static void has_room_for_the_worst(void **state)
{
    struct hdr_encoder *encoder = hdr_encoder_create();
    struct histogram *histogram = empty_histogram();
    uint64_t mixed = 1;

    (void)state;
    for (size_t slot = 0; slot < HISTOGRAM_SLOTS - 1; slot++) {
        mixed = mixed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        histogram->counts[slot] = mixed >> 1;
    }
    assert_true(strlen(hdr_encode(encoder, histogram)) > (size_t)10 * HISTOGRAM_SLOTS);
    histogram_destroy(histogram);
    hdr_encoder_destroy(encoder);
}

static void adds_to_what_is_there(void **state)
{
    struct histogram *histogram = decoded(by_java);

    (void)state;
    assert_null(hdr_decode(by_js, strlen(by_js), histogram));
    assert_int_equal(histogram->count, 2 * 10013);
    assert_int_equal(histogram->counts[1000], 20000);
    histogram_destroy(histogram);
}

/* What Java says of it: 50 % 123,903, min 512, max 10,027,007, mean 835,662.77. */
static void reads_other_ranges_and_precisions(void **state)
{
    struct histogram *histogram = decoded(coarse);

    (void)state;
    assert_int_equal(histogram->count, 13);
    assert_int_equal(histogram->min, 512);
    assert_int_equal(histogram->max, 10027007);
    assert_int_equal(histogram_slot(histogram_value_at(histogram, 50)), histogram_slot(123903));
    assert_float_equal(histogram_mean(histogram), 835662.7692307692, 1e-6);
    histogram_destroy(histogram);
    histogram = decoded(fine);
    assert_int_equal(histogram->count, 10);
    assert_int_equal(histogram->overflow, 1);
    assert_int_equal(histogram_slot(histogram_value_at(histogram, 50)),
                     histogram_slot(123456789));
    histogram_destroy(histogram);
}

static void holds_huge_counts_but_not_more_than_fit(void **state)
{
    struct hdr_encoder *encoder = hdr_encoder_create();
    struct histogram *histogram = empty_histogram();

    (void)state;
    histogram->count = histogram->counts[1] = UINT64_C(1) << 62;

    const char *text = hdr_encode(encoder, histogram);
    struct histogram *back = decoded(text);

    assert_int_equal(back->counts[1], UINT64_C(1) << 62);
    assert_non_null(hdr_decode(text, strlen(text), back));
    expect_same_counts(back, histogram);
    histogram_destroy(back);
    histogram_destroy(histogram);
    hdr_encoder_destroy(encoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_the_format_says),
        cmocka_unit_test(reads_what_others_write),
        cmocka_unit_test(tells_mean_and_deviation_as_hdrhistogram_does),
        cmocka_unit_test(tells_values_however_few_lie_beyond),
        cmocka_unit_test(comes_back_as_it_was),
        cmocka_unit_test(has_room_for_the_worst),
        cmocka_unit_test(adds_to_what_is_there),
        cmocka_unit_test(reads_other_ranges_and_precisions),
        cmocka_unit_test(holds_huge_counts_but_not_more_than_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
