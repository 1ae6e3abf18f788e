/* numbers.c - numbers as people read them. */
#include "numbers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

char *number_format(double value, int digits, char text[NUMBER_TEXT])
{
    char plain[NUMBER_TEXT];
    size_t length = 0;
    double smallest = 0.5 * pow(10, -digits);

    snprintf(plain, sizeof plain, "%.*f", digits, fabs(value) < smallest ? 0.0 : value);

    size_t whole = strcspn(plain, ".");

    for (size_t i = 0; plain[i] && length < NUMBER_TEXT - 2; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0 && plain[i - 1] != '-')
            text[length++] = ',';
        text[length++] = plain[i];
    }
    text[length] = '\0';
    return text;
}

char *number_with_unit(double value, int digits, const char *unit, char text[NUMBER_TEXT])
{
    char number[NUMBER_TEXT];

    number_format(value, digits, number);
    if (strcmp(unit, "1") == 0)
        snprintf(text, NUMBER_TEXT, "%.47s", number);
    else if (strncmp(unit, "1/", 2) == 0)
        snprintf(text, NUMBER_TEXT, "%.40s%.6s", number, unit + 1);
    else
        snprintf(text, NUMBER_TEXT, "%.38s %.8s", number, unit);
    return text;
}

char *number_ratio(double ratio, char text[NUMBER_TEXT])
{
    return number_format(ratio, ratio < 1.995 ? 2 : ratio < 9.95 ? 1 : 0, text);
}
