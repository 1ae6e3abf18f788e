/* quantity.c - numbers with units, read exactly or refused. */
#include "quantity.h"

#include "clock.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { SENTENCE = 512, NUMBER_TEXT = 32, MOST_PLACES = 18 };

struct unit {
    const char *name; /* "" stands for a number without a unit, NULL ends the list */
    uint64_t factor;
};

/* Where two names mean the same factor, the first is the one that messages use. */
struct kind {
    const char *wanted; /* what would have been right */
    bool fractions;
    bool unit_needed; /* unless the number is 0 */
    const struct unit *units;
};

enum outcome { GOOD, MALFORMED, TOO_LARGE, TOO_FINE, WITHOUT_UNIT };

static const struct unit count_units[] = {
    { "", 1 }, { "k", 1000 }, { "M", 1000000 }, { NULL, 0 }
};

static const struct unit byte_units[] = { { "B", 1 },    { "", 1 },          { "KiB", 1024 },
                                          { "k", 1024 }, { "MiB", 1048576 }, { "M", 1048576 },
                                          { NULL, 0 } };

static const struct unit time_units[] = {
    { "ns", 1 },
    { "us", NS_PER_US },
    { "ms", NS_PER_MS },
    { "s", NS_PER_S },
    { "", NS_PER_S },
    { "m", UINT64_C(60) * NS_PER_S },
    { "h", UINT64_C(3600) * NS_PER_S },
    { NULL, 0 },
};

static const struct kind count_kind = {
    .wanted = "a whole number such as 20, 20k or 2M",
    .units = count_units,
};

static const struct kind byte_kind = {
    .wanted = "a number of bytes such as 64, 64KiB or 1MiB",
    .units = byte_units,
};

static const struct kind time_kind = {
    .wanted = "a time such as 100us, 1.5s or 2m (the units are ns, us, ms, s, m and h)",
    .fractions = true,
    .unit_needed = true,
    .units = time_units,
};

static const struct kind seconds_kind = {
    .wanted = "a number of seconds such as 5 or 0.5, or a time such as 200ms or 2m",
    .fractions = true,
    .units = time_units,
};

static _Thread_local char sentence[SENTENCE];

__attribute__((format(printf, 1, 2))) static const char *refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return sentence;
}

/* Writes one character as a message may show it, and returns how many bytes that took. */
static size_t show_byte(unsigned char byte, char *shown, size_t size)
{
    const char *format = "%c";

    if (byte == '\n')
        return (size_t)snprintf(shown, size, "\\n");
    if (byte == '\\' || byte == '\'')
        format = "\\%c";
    else if (byte < ' ' || byte > '~')
        format = "\\x%02x";
    return (size_t)snprintf(shown, size, format, byte);
}

/* The longest escape, the "..." and the closing quote always have room, so that no escape is
 * cut. */
char *quantity_quote(const char *text, char quote[QUANTITY_QUOTE])
{
    const size_t room = QUANTITY_QUOTE - sizeof "\\xff...'";
    size_t used = 1;

    quote[0] = '\'';
    for (; *text && used <= room; text++)
        used += show_byte((unsigned char)*text, quote + used, QUANTITY_QUOTE - used);
    (void)snprintf(quote + used, QUANTITY_QUOTE - used, "%s'", *text ? "..." : "");
    return quote;
}

static size_t count_digits(const char *text)
{
    return strspn(text, "0123456789");
}

static const struct unit *find_unit(const struct unit *units, const char *name)
{
    while (units->name && strcmp(units->name, name) != 0)
        units++;
    return units->name ? units : NULL;
}

static enum outcome read_whole(const char *digits, size_t count, uint64_t factor,
                               uint64_t *value)
{
    uint64_t number = 0;

    for (size_t i = 0; i < count; i++)
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(digits[i] - '0'), &number))
            return TOO_LARGE;
    return __builtin_mul_overflow(number, factor, value) ? TOO_LARGE : GOOD;
}

static uint64_t greatest_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        const uint64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* Adds digits / 10^count * factor, if that is whole: a double would round here, and nobody
 * would know. What both numbers have in common is taken out first, so that nothing overflows;
 * no factor has more tens in it than MOST_PLACES. */
static enum outcome add_fraction(const char *digits, size_t count, uint64_t factor,
                                 uint64_t *value)
{
    uint64_t number = 0, scale = 1;

    while (count > 0 && digits[count - 1] == '0')
        count--;
    if (count > MOST_PLACES)
        return TOO_FINE;
    for (size_t i = 0; i < count; i++) {
        number = number * 10 + (uint64_t)(digits[i] - '0');
        scale *= 10;
    }

    const uint64_t common = greatest_divisor(factor, scale);

    if (number % (scale / common) != 0)
        return TOO_FINE;
    number = number / (scale / common) * (factor / common);
    return __builtin_add_overflow(*value, number, value) ? TOO_LARGE : GOOD;
}

static enum outcome read_number(const struct kind *kind, const char *text, uint64_t *value)
{
    const size_t whole = count_digits(text);
    const bool point = kind->fractions && text[whole] == '.';
    const char *fraction = text + whole + (point ? 1 : 0);
    const size_t places = point ? count_digits(fraction) : 0;
    const struct unit *unit = find_unit(kind->units, fraction + places);

    if (whole == 0 || (point && places == 0) || !unit)
        return MALFORMED;

    enum outcome outcome = read_whole(text, whole, unit->factor, value);
    if (outcome == GOOD)
        outcome = add_fraction(fraction, places, unit->factor, value);
    if (outcome == GOOD && kind->unit_needed && unit->name[0] == '\0' && *value != 0)
        return WITHOUT_UNIT;
    return outcome;
}

/* Writes a limit in the largest unit that holds it without a fraction. */
static const char *show(const struct kind *kind, uint64_t value, char text[NUMBER_TEXT])
{
    const struct unit *best = kind->units;

    for (const struct unit *unit = kind->units; unit->name; unit++)
        if (value != 0 && value % unit->factor == 0 && unit->factor > best->factor)
            best = unit;
    (void)snprintf(text, NUMBER_TEXT, "%ju%s", (uintmax_t)(value / best->factor),
                   value == 0 ? "" : best->name);
    return text;
}

static const char *read_quantity(const struct kind *kind, const char *text, uint64_t min,
                                 uint64_t max, uint64_t *value)
{
    char quote[QUANTITY_QUOTE];
    char limit[NUMBER_TEXT];
    uint64_t number = 0;
    const enum outcome outcome = read_number(kind, text, &number);

    quantity_quote(text, quote);
    if (outcome == MALFORMED)
        return refuse("%s is not %s", quote, kind->wanted);
    if (outcome == WITHOUT_UNIT)
        return refuse("%s has no unit; write %s", quote, kind->wanted);
    if (outcome == TOO_FINE)
        return refuse("%s is finer than a whole number of nanoseconds", quote);
    if (outcome == TOO_LARGE || number > max)
        return refuse("%s is too large; the most is %s", quote, show(kind, max, limit));
    if (number < min)
        return refuse("%s is too small; the least is %s", quote, show(kind, min, limit));
    *value = number;
    return NULL;
}

const char *quantity_count(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
    return read_quantity(&count_kind, text, min, max, value);
}

const char *quantity_bytes(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
    return read_quantity(&byte_kind, text, min, max, value);
}

const char *quantity_time_ns(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
    return read_quantity(&time_kind, text, min, max, value);
}

const char *quantity_seconds_ns(const char *text, uint64_t min, uint64_t max, uint64_t *value)
{
    return read_quantity(&seconds_kind, text, min, max, value);
}
