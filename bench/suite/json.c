/* json.c - what jansson leaves to us. */
#include "json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *json_text(const char *text)
{
    json_t *string = json_string(text);

    if (string)
        return string;

    char *ascii = strdup(text);

    for (char *at = ascii; at && *at; at++)
        if ((unsigned char)*at >= 0x80)
            *at = '?';
    string = ascii ? json_string(ascii) : NULL;
    free(ascii);
    return string;
}

json_t *json_known(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *json_time(struct timespec time)
{
    struct tm parts;
    char seconds[32];
    char text[48];

    gmtime_r(&time.tv_sec, &parts);
    (void)strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text, sizeof text, "%s.%03ldZ", seconds, time.tv_nsec / 1000000);
    return json_string(text);
}

bool json_read_time(const json_t *text, struct timespec *time)
{
    struct tm parts = { 0 };
    const char *from = json_string_value(text);
    const char *rest = from ? strptime(from, "%Y-%m-%dT%H:%M:%S", &parts) : NULL;
    long milliseconds = 0;

    if (!rest || sscanf(rest, ".%3ldZ", &milliseconds) != 1)
        return false;
    *time = (struct timespec){ .tv_sec = timegm(&parts), .tv_nsec = milliseconds * 1000000 };
    return true;
}
