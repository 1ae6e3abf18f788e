/* histogram.h - how long things took: counts of nanoseconds, exact to three significant digits.
 *
 *     struct histogram *latency = histogram_create();
 *     histogram_record(latency, elapsed_ns);                  some 2 ns, no allocation
 *     histogram_add(total, latency);                          merged, never averaged
 *     if (histogram_percentile(total, 99.0, &value_ns)) ...
 *
 * The layout is that of HdrHistogram (Gil Tene, http://hdrhistogram.org, class
 * AbstractHistogram) for the lowest discernible value 1, the highest trackable value
 * 3,600,000,000,000 (one hour) and 3 significant digits: values below 2048 have a slot each;
 * above, every power of two is divided into 1024 slots, so that a slot is never wider than
 * 1/1024 of its value. The counts array is the one that a standard HdrHistogram log (.hlog, V2)
 * stores, in the same order.
 *
 * One thread at a time may use a histogram. */
#ifndef ECHOLAB_HISTOGRAM_H
#define ECHOLAB_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTOGRAM_HIGHEST_NS UINT64_C(3600000000000)

enum {
    HISTOGRAM_HALF_BITS = 10,
    HISTOGRAM_HALF = 1 << HISTOGRAM_HALF_BITS, /* slots in each power of two above the first */
    HISTOGRAM_FIRST = 2 * HISTOGRAM_HALF,      /* slots of 1 ns each */
    HISTOGRAM_POWERS = 32,                     /* 2048 << 31 is the first above one hour */
    HISTOGRAM_SLOTS = (HISTOGRAM_POWERS + 1) * HISTOGRAM_HALF,
    HISTOGRAM_BEYOND = 10 /* a percentile with fewer samples beyond it is not told */
};

struct histogram {
    uint64_t count; /* all values recorded, those of `overflow` included */
    uint64_t
        overflow; /* values above HISTOGRAM_HIGHEST_NS: in no slot, but in min, max and sum */
    uint64_t min; /* exact; UINT64_MAX while nothing is recorded */
    uint64_t max; /* exact */
    uint64_t sum;
    uint64_t counts[HISTOGRAM_SLOTS];
};

/* An empty histogram of some 270 KB, or NULL when there is no memory. */
struct histogram *histogram_create(void);
void histogram_destroy(struct histogram *histogram);

/* Makes it empty again. */
void histogram_clear(struct histogram *histogram);

/* Adds what `from` has counted. */
void histogram_add(struct histogram *histogram, const struct histogram *from);

/* Stores the value below or at which `percentile` percent of all values lie, as HdrHistogram
 * does: the highest value of its slot. Returns false, and stores nothing, when fewer than
 * HISTOGRAM_BEYOND values lie beyond it, because then it says more about chance than about the
 * server. If it falls among the overflowing values, it is the exact maximum. */
bool histogram_percentile(const struct histogram *histogram, double percentile,
                          uint64_t *value);

/* The same however few values lie beyond it; 0 when nothing is recorded. */
uint64_t histogram_value_at(const struct histogram *histogram, double percentile);

/* The exact mean; 0 when nothing is recorded. */
double histogram_mean(const struct histogram *histogram);

/* Mean and standard deviation as HdrHistogram tells them (getMean, getStdDeviation): every
 * value stands for the middle of its slot; 0 when nothing is recorded. */
double histogram_slot_mean(const struct histogram *histogram);
double histogram_stddev(const struct histogram *histogram);

/* The lowest and the highest value that share a slot. */
uint64_t histogram_slot_lowest(size_t slot);
uint64_t histogram_slot_highest(size_t slot);

/* How many values a slot stands for. The last slot begins above HISTOGRAM_HIGHEST_NS and counts
 * nothing itself: it stands for `overflow`, so that all slots together are all values. */
uint64_t histogram_slot_count(const struct histogram *histogram, size_t slot);

/* One more than the highest slot that stands for a value; 0 when nothing is recorded. */
size_t histogram_slots_used(const struct histogram *histogram);

/* The slot of a value up to HISTOGRAM_HIGHEST_NS. */
static inline size_t histogram_slot(uint64_t value)
{
    const unsigned bits = 63 - (unsigned)__builtin_clzll(value | (HISTOGRAM_FIRST - 1));
    const unsigned power = bits - HISTOGRAM_HALF_BITS;

    return ((size_t)power << HISTOGRAM_HALF_BITS) + (size_t)(value >> power);
}

static inline void histogram_record(struct histogram *histogram, uint64_t value)
{
    histogram->count++;
    histogram->sum += value;
    if (value < histogram->min)
        histogram->min = value;
    if (value > histogram->max)
        histogram->max = value;
    if (value <= HISTOGRAM_HIGHEST_NS)
        histogram->counts[histogram_slot(value)]++;
    else
        histogram->overflow++;
}

#endif
