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

bool histogram_percentile(const struct histogram *histogram, double percentile, uint64_t *value)
{
    const uint64_t rank = rank_of(histogram, percentile);
    uint64_t counted = 0;

    if (histogram->count < rank + HISTOGRAM_BEYOND)
        return false;
    for (size_t slot = 0; slot < HISTOGRAM_SLOTS; slot++) {
        counted += histogram->counts[slot];
        if (counted >= rank) {
            *value = histogram_slot_highest(slot);
            return true;
        }
    }
    *value = histogram->max;
    return true;
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

uint64_t histogram_slot_lowest(size_t slot)
{
    const unsigned power = power_of(slot);

    return (uint64_t)(slot - ((size_t)power << HISTOGRAM_HALF_BITS)) << power;
}

uint64_t histogram_slot_highest(size_t slot)
{
    return histogram_slot_lowest(slot) + ((uint64_t)1 << power_of(slot)) - 1;
}
