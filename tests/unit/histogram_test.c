/* histogram_test.c - the histogram against values known from HdrHistogram and from counting. */
#include "fairness.h"
#include "histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct histogram *empty_histogram(void)
{
    struct histogram *histogram = histogram_create();

    assert_non_null(histogram);
    return histogram;
}

static void record_times(struct histogram *histogram, uint64_t value, unsigned times)
{
    for (unsigned i = 0; i < times; i++)
        histogram_record(histogram, value);
}

static void expect_percentile(const struct histogram *histogram, double percent,
                              uint64_t expected)
{
    uint64_t value = 0;

    if (!histogram_percentile(histogram, percent, &value))
        fail_msg("%g %% was not told", percent);
    if (value != expected)
        fail_msg("%g %% was %ju, not %ju", percent, (uintmax_t)value, (uintmax_t)expected);
}

static void expect_silence(const struct histogram *histogram, double percent)
{
    uint64_t value = 4711;

    assert_false(histogram_percentile(histogram, percent, &value));
    assert_int_equal(value, 4711);
}

/* The equivalent values that HdrHistogram's own tests (HistogramTest.java) expect of a
 * histogram with three significant digits. */
static void shares_slots_as_hdrhistogram_does(void **state)
{
    static const struct {
        uint64_t value, lowest, highest;
    } known[] = {
        { 1, 1, 1 },          { 2047, 2047, 2047 },    { 2500, 2500, 2501 },
        { 8180, 8180, 8183 }, { 8191, 8188, 8191 },    { 8193, 8192, 8199 },
        { 9995, 9992, 9999 }, { 10007, 10000, 10007 }, { 10008, 10008, 10015 },
    };

    (void)state;
    for (size_t i = 0; i < LENGTH(known); i++) {
        const size_t slot = histogram_slot(known[i].value);

        assert_int_equal(histogram_slot_lowest(slot), known[i].lowest);
        assert_int_equal(histogram_slot_highest(slot), known[i].highest);
    }
}

static void covers_an_hour_without_a_gap(void **state)
{
    (void)state;
    assert_true(histogram_slot(HISTOGRAM_HIGHEST_NS) < HISTOGRAM_SLOTS);
    assert_int_equal(histogram_slot_lowest(0), 0);
    for (size_t slot = 0; slot < HISTOGRAM_SLOTS; slot++) {
        const uint64_t lowest = histogram_slot_lowest(slot);
        const uint64_t highest = histogram_slot_highest(slot);

        assert_int_equal(histogram_slot(lowest), slot);
        assert_int_equal(histogram_slot(highest), slot);
        assert_true((highest - lowest) * 1000 <= lowest);
        if (slot > 0)
            assert_int_equal(lowest, histogram_slot_highest(slot - 1) + 1);
    }
}

/* The data of HdrHistogram's HistogramDataAccessTest.java. */
static void tells_the_percentiles_hdrhistogram_tells(void **state)
{
    struct histogram *histogram = empty_histogram();

    (void)state;
    record_times(histogram, 1000, 10000);
    record_times(histogram, 100000000, 10);
    expect_percentile(histogram, 30, 1000);
    expect_percentile(histogram, 99, 1000);
    expect_percentile(histogram, 99.9, 1000);
    expect_silence(histogram, 99.99);
    histogram_destroy(histogram);
}

static void counts_ranks_exactly(void **state)
{
    struct histogram *histogram = empty_histogram();

    (void)state;
    for (uint64_t value = 1; value <= 1000; value++)
        histogram_record(histogram, value);
    expect_percentile(histogram, 0, 1);
    expect_percentile(histogram, 50, 500);
    expect_percentile(histogram, 75, 750);
    expect_percentile(histogram, 99, 990);
    assert_int_equal(histogram->min, 1);
    assert_int_equal(histogram->max, 1000);
    assert_true(histogram_mean(histogram) == 500.5);
    histogram_destroy(histogram);
}

static void tells_no_percentile_with_fewer_than_ten_samples_beyond(void **state)
{
    struct histogram *histogram = empty_histogram();

    (void)state;
    expect_silence(histogram, 50);
    record_times(histogram, 5, 19);
    expect_silence(histogram, 50);
    record_times(histogram, 5, 1);
    expect_percentile(histogram, 50, 5);
    expect_silence(histogram, 51);
    histogram_destroy(histogram);
}

static void keeps_every_value_within_three_digits(void **state)
{
    struct histogram *histogram = empty_histogram();

    (void)state;
    for (uint64_t value = 1; value < HISTOGRAM_HIGHEST_NS; value = value * 17 / 9 + 1) {
        uint64_t told = 0;

        histogram_clear(histogram);
        record_times(histogram, value, 20);
        assert_true(histogram_percentile(histogram, 50, &told));
        assert_true(told >= value && (told - value) * 1000 <= value);
    }
    histogram_destroy(histogram);
}

static void counts_what_is_longer_than_an_hour_apart(void **state)
{
    struct histogram *histogram = empty_histogram();

    (void)state;
    record_times(histogram, 7, 100);
    record_times(histogram, HISTOGRAM_HIGHEST_NS + 1, 19);
    histogram_record(histogram, HISTOGRAM_HIGHEST_NS * 2);
    assert_int_equal(histogram->count, 120);
    assert_int_equal(histogram->overflow, 20);
    assert_int_equal(histogram->max, HISTOGRAM_HIGHEST_NS * 2);
    expect_percentile(histogram, 50, 7);
    expect_percentile(histogram, 90, HISTOGRAM_HIGHEST_NS * 2);
    histogram_destroy(histogram);
}

static void merging_is_as_good_as_recording_in_one_place(void **state)
{
    struct histogram *parts[2] = { empty_histogram(), empty_histogram() };
    struct histogram *whole = empty_histogram();

    (void)state;
    for (uint64_t i = 0; i < 10000; i++) {
        histogram_record(parts[i % 2], i * i);
        histogram_record(whole, i * i);
    }
    histogram_add(parts[0], parts[1]);
    assert_memory_equal(parts[0], whole, sizeof *whole);
    histogram_destroy(parts[0]);
    histogram_destroy(parts[1]);
    histogram_destroy(whole);
}

static void an_empty_one_changes_nothing(void **state)
{
    struct histogram *histogram = empty_histogram(), *empty = empty_histogram();

    (void)state;
    assert_true(histogram_mean(empty) == 0);
    histogram_record(histogram, 12);
    histogram_add(histogram, empty);
    assert_int_equal(histogram->count, 1);
    assert_int_equal(histogram->min, 12);
    histogram_destroy(histogram);
    histogram_destroy(empty);
}

static void equal_shares_are_fair(void **state)
{
    uint64_t answered[] = { 5, 5, 5, 5 };
    const struct fairness fairness = fairness_of(answered, LENGTH(answered));

    (void)state;
    assert_true(fairness.jain == 1 && fairness.min_share == 1 && fairness.max_share == 1);
    assert_int_equal(fairness.starved, 0);
}

static void one_who_has_everything_is_not(void **state)
{
    uint64_t answered[] = { 0, 12, 0, 0 };
    const struct fairness fairness = fairness_of(answered, LENGTH(answered));

    (void)state;
    assert_true(fairness.jain == 0.25 && fairness.max_share == 4 && fairness.median_share == 0);
    assert_int_equal(fairness.starved, 3);
}

static void nobody_is_no_share(void **state)
{
    uint64_t answered[] = { 0, 0 };

    (void)state;
    assert_int_equal(fairness_of(answered, LENGTH(answered)).starved, 2);
    assert_true(fairness_of(answered, 0).jain == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_slots_as_hdrhistogram_does),
        cmocka_unit_test(covers_an_hour_without_a_gap),
        cmocka_unit_test(tells_the_percentiles_hdrhistogram_tells),
        cmocka_unit_test(counts_ranks_exactly),
        cmocka_unit_test(tells_no_percentile_with_fewer_than_ten_samples_beyond),
        cmocka_unit_test(keeps_every_value_within_three_digits),
        cmocka_unit_test(counts_what_is_longer_than_an_hour_apart),
        cmocka_unit_test(merging_is_as_good_as_recording_in_one_place),
        cmocka_unit_test(an_empty_one_changes_nothing),
        cmocka_unit_test(equal_shares_are_fair),
        cmocka_unit_test(one_who_has_everything_is_not),
        cmocka_unit_test(nobody_is_no_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
