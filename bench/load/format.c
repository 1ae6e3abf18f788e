/* format.c - numbers as people read them. */
#include "format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

char *format_count(uint64_t count, char text[FORMAT_TEXT])
{
    char digits[FORMAT_TEXT / 2 + 1];
    const size_t length = (size_t)snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[used++] = ',';
        text[used++] = digits[i];
    }
    text[used] = '\0';
    return text;
}

/* Four digits in all, so that a column of figures of any size is as exact as the histogram. */
static int decimals(double number)
{
    return number < 10 ? 3 : number < 100 ? 2 : number < 1000 ? 1 : 0;
}

char *format_time(double time_ns, char text[FORMAT_TEXT])
{
    static const char *const units[] = { "ns", "us", "ms", "s" };
    double time = time_ns;
    size_t unit = 0;

    while (time >= 999.95 && unit < 3) {
        time /= 1000;
        unit++;
    }
    snprintf(text, FORMAT_TEXT, "%.*f %s", unit == 0 ? 0 : decimals(time), time, units[unit]);
    return text;
}

char *format_bytes(double bytes, char text[FORMAT_TEXT])
{
    static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
    size_t unit = 0;

    while (bytes >= 1024 && unit < 4) {
        bytes /= 1024;
        unit++;
    }
    snprintf(text, FORMAT_TEXT, "%.*f %s", unit == 0 || bytes >= 100 ? 0 : 1, bytes,
             units[unit]);
    return text;
}
