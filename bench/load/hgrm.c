/* hgrm.c - a histogram as HdrHistogram prints its percentiles. */
#include "hgrm.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double ns_per_ms = 1e6;

enum { STEPS = 5, TEXT = 40 };

static uint64_t power_of_ten(int exponent)
{
    uint64_t power = 1;

    for (int i = 0; i < exponent; i++)
        power *= 10;
    return power;
}

/* The fewest digits that are this number and no other, as Java writes numbers: *digits *
 * 10^*exponent.
 */
static void shortest_digits(double number, uint64_t *digits, int *exponent)
{
    char text[TEXT];
    int precision = 0;

    do
        snprintf(text, sizeof text, "%.*e", precision, number);
    while (strtod(text, NULL) != number && precision++ < 17);
    *digits = 0;
    for (const char *at = text; *at != 'e'; at++)
        if (*at != '.')
            *digits = *digits * 10 + (uint64_t)(*at - '0');
    *exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10) - precision;
}

/* A number, none of them negative, with that many decimals. Java rounds halves of the shortest
 * decimal digits up, where printf() looks at the binary number: 4,500 ns are 0.005 ms there,
 * and 0.004 here. */
static const char *rounded(double number, int decimals, char text[TEXT])
{
    uint64_t digits;
    int exponent;

    shortest_digits(number, &digits, &exponent);
    exponent += decimals;
    if (exponent < -18)
        digits = 0;
    else if (exponent < 0)
        digits = (digits + 5 * power_of_ten(-exponent - 1)) / power_of_ten(-exponent);
    else if (number * (double)power_of_ten(decimals) < 1e19)
        digits *= power_of_ten(exponent);
    else {
        snprintf(text, TEXT, "%.*f", decimals, number);
        return text;
    }
    snprintf(text, TEXT, "%" PRIu64 ".%0*" PRIu64, digits / power_of_ten(decimals), decimals,
             digits % power_of_ten(decimals));
    return text;
}

static const char *in_ms(double time_ns, char text[TEXT])
{
    return rounded(time_ns / ns_per_ms, 3, text);
}

/* Java's arithmetic, digit by digit: five even steps from here to half of what is left to 100.
 */
static double next_level(double level)
{
    const double halvings = trunc(log(100.0 / (100.0 - level)) / log(2)) + 1;

    return level + 100.0 / (STEPS * pow(2, halvings));
}

static void write_level(FILE *file, size_t slot, double level, uint64_t counted)
{
    const double share = level / 100.0;
    char value[TEXT], percentile[TEXT], inverse[TEXT];

    fprintf(file, "%12s %s %10" PRIu64, in_ms((double)histogram_slot_highest(slot), value),
            rounded(share, 12, percentile), counted);
    if (level < 100)
        fprintf(file, " %14s", rounded(1 / (1.0 - share), 2, inverse));
    fprintf(file, "\n");
}

/* A slot gets a line for each level that it reaches, but the last one only for its first level,
 * and for 100 %. */
static void write_levels(FILE *file, const struct histogram *histogram)
{
    const size_t used = histogram_slots_used(histogram);
    uint64_t counted = 0;
    double level = 0;

    for (size_t slot = 0; slot < used; slot++) {
        const uint64_t count = histogram_slot_count(histogram, slot);

        counted += count;
        while (count > 0 && level < 100 &&
               100.0 * (double)counted / (double)histogram->count >= level) {
            write_level(file, slot, level, counted);
            level = next_level(level);
            if (slot + 1 == used)
                break;
        }
    }
    if (used > 0)
        write_level(file, used - 1, 100, counted);
}

bool hgrm_write(FILE *file, const struct histogram *histogram)
{
    const size_t used = histogram_slots_used(histogram);
    const double max = used == 0 ? 0.0 : (double)histogram_slot_highest(used - 1);
    char mean[TEXT], deviation[TEXT], most[TEXT];

    fprintf(file, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount",
            "1/(1-Percentile)");
    write_levels(file, histogram);
    fprintf(file, "#[Mean    = %12s, StdDeviation   = %12s]\n",
            in_ms(histogram_slot_mean(histogram), mean),
            in_ms(histogram_stddev(histogram), deviation));
    fprintf(file, "#[Max     = %12s, Total count    = %12" PRIu64 "]\n", in_ms(max, most),
            histogram->count);
    fprintf(file, "#[Buckets = %12d, SubBuckets     = %12d]\n", HISTOGRAM_POWERS,
            HISTOGRAM_FIRST);
    return fflush(file) == 0 && !ferror(file);
}
