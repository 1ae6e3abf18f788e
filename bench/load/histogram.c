/* histogram.c - counts of nanoseconds in the layout of HdrHistogram. */
#include "histogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct histogram *histogram_create(void)
{
    struct histogram *histogram = malloc(sizeof *histogram);

    if (histogram)
        histogram_clear(histogram);
    return histogram;
}

void histogram_destroy(struct histogram *histogram)
{
    free(histogram);
}

void histogram_clear(struct histogram *histogram)
{
    memset(histogram, 0, sizeof *histogram);
    histogram->min = UINT64_MAX;
}

void histogram_add(struct histogram *histogram, const struct histogram *from)
{
    histogram->count += from->count;
    histogram->overflow += from->overflow;
    histogram->sum += from->sum;
    if (from->min < histogram->min)
        histogram->min = from->min;
    if (from->max > histogram->max)
        histogram->max = from->max;
    for (size_t slot = 0; slot < HISTOGRAM_SLOTS; slot++)
        histogram->counts[slot] += from->counts[slot];
}

/* How many of the values, counted from the smallest, make up `percentile` percent: rounded up,
 * at least one. As in HdrHistogram the percentile gives way by one unit in its last place,
 * lest 99.9 % of 1000, which is 999.0000000000001 in binary, come out as 1000. */
static uint64_t rank_of(const struct histogram *histogram, double percentile)
{
    const double share = nextafter(percentile, 0.0) * (double)histogram->count / 100.0;

    return share > 1.0 ? (uint64_t)ceil(share) : 1;
}

static uint64_t value_of_rank(const struct histogram *histogram, uint64_t rank)
{
    uint64_t counted = 0;

    for (size_t slot = 0; slot < HISTOGRAM_SLOTS; slot++) {
        counted += histogram->counts[slot];
        if (counted >= rank)
            return histogram_slot_highest(slot);
    }
    return histogram->max;
}

bool histogram_percentile(const struct histogram *histogram, double percentile, uint64_t *value)
{
    const uint64_t rank = rank_of(histogram, percentile);

    if (histogram->count < rank + HISTOGRAM_BEYOND)
        return false;
    *value = value_of_rank(histogram, rank);
    return true;
}

uint64_t histogram_value_at(const struct histogram *histogram, double percentile)
{
    return histogram->count == 0 ? 0 : value_of_rank(histogram, rank_of(histogram, percentile));
}

double histogram_mean(const struct histogram *histogram)
{
    return histogram->count == 0 ? 0.0 : (double)histogram->sum / (double)histogram->count;
}

/* The power of two that a slot belongs to: 0 for the first 2048 slots, which are 1 ns wide. */
static unsigned power_of(size_t slot)
{
    return slot < HISTOGRAM_FIRST ? 0 : (unsigned)(slot >> HISTOGRAM_HALF_BITS) - 1;
}

/* What HdrHistogram takes for the median of the values that share a slot. */
static uint64_t middle_of(size_t slot)
{
    return histogram_slot_lowest(slot) + ((uint64_t)1 << power_of(slot) >> 1);
}

double histogram_slot_mean(const struct histogram *histogram)
{
    double sum = 0;

    for (size_t slot = 0; slot < HISTOGRAM_SLOTS; slot++)
        sum += (double)middle_of(slot) * (double)histogram_slot_count(histogram, slot);
    return histogram->count == 0 ? 0.0 : sum / (double)histogram->count;
}

double histogram_stddev(const struct histogram *histogram)
{
    const double mean = histogram_slot_mean(histogram);
    double squares = 0;

    for (size_t slot = 0; slot < HISTOGRAM_SLOTS; slot++) {
        const double deviation = (double)middle_of(slot) - mean;

        squares += deviation * deviation * (double)histogram_slot_count(histogram, slot);
    }
    return histogram->count == 0 ? 0.0 : sqrt(squares / (double)histogram->count);
}

uint64_t histogram_slot_lowest(size_t slot)
{
    const unsigned power = power_of(slot);

    return (uint64_t)(slot - ((size_t)power << HISTOGRAM_HALF_BITS)) << power;
}

uint64_t histogram_slot_highest(size_t slot)
{
    return histogram_slot_lowest(slot) + ((uint64_t)1 << power_of(slot)) - 1;
}

uint64_t histogram_slot_count(const struct histogram *histogram, size_t slot)
{
    return slot == HISTOGRAM_SLOTS - 1 ? histogram->overflow : histogram->counts[slot];
}

size_t histogram_slots_used(const struct histogram *histogram)
{
    size_t used = HISTOGRAM_SLOTS;

    while (used > 0 && histogram_slot_count(histogram, used - 1) == 0)
        used--;
    return used;
}
