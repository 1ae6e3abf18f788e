/* threshold.c - conditions under which a run counts as failed, such as "p99>1ms". */
#include "threshold.h"

#include "clock.h"
#include "format.h"
#include "quantity.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name; /* as in "'rate' is a rate" */
    const char *examples;
} kinds[] = {
    [METRIC_TIME] = { "a time", "a time such as 1ms or 10*p50" },
    [METRIC_COUNT] = { "a count", "a count such as 0, 20k or 0.01*requests" },
    [METRIC_RATE] = { "a rate", "a rate such as 20k or 0.99*offered" },
    [METRIC_SHARE] = { "a share", "a share such as 0.9, where 1 is all" },
};

static const char *const signs[] = {
    [ABOVE] = ">", [AT_LEAST] = ">=", [BELOW] = "<", [AT_MOST] = "<="
};

static const uint64_t longest_ns = UINT64_C(24 * 3600) * NS_PER_S;

static _Thread_local char sentence[2 * THRESHOLD_TEXT];

__attribute__((format(printf, 1, 2))) static const char *refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return sentence;
}

/* Copies what lies between two places, without blanks at its ends; false if it does not fit. */
static bool copy_word(const char *begin, const char *end, char word[METRIC_NAME])
{
    while (begin < end && isblank((unsigned char)*begin))
        begin++;
    while (begin < end && isblank((unsigned char)end[-1]))
        end--;

    const bool fits = end - begin < METRIC_NAME;

    (void)snprintf(word, METRIC_NAME, "%.*s", (int)(fits ? end - begin : 0), begin);
    return fits;
}

/* "0.99", "20k", "2M": digits, perhaps a fraction, perhaps a unit. */
static bool read_number(const char *text, double *number)
{
    const size_t whole = strspn(text, "0123456789");
    const size_t places = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    const char *unit = text + whole + (places > 0 ? places + 1 : 0);
    const double factor = *unit == 'k' ? 1e3 : *unit == 'M' ? 1e6 : 1;

    if (whole == 0 || unit[factor > 1 ? 1 : 0] != '\0')
        return false;
    *number = strtod(text, NULL) * factor;
    return true;
}

static const char *read_value(enum metric_kind kind, const char *text, double *value)
{
    char quote[QUANTITY_QUOTE];
    uint64_t time_ns = 0;

    if (kind == METRIC_TIME) {
        const char *reason = quantity_time_ns(text, 0, longest_ns, &time_ns);

        *value = (double)time_ns;
        return reason;
    }
    quantity_quote(text, quote);
    if (!read_number(text, value))
        return refuse("%s is not %s", quote, kinds[kind].examples);
    if (kind == METRIC_SHARE && *value > 1)
        return refuse("%s is too large; the most is 1, which is all", quote);
    return NULL;
}

/* METRIC or FACTOR*METRIC. */
static const char *read_multiple(const char *text, struct threshold *threshold)
{
    const struct metric *metric = &threshold->metric, *base = &threshold->base;
    const char *star = strchr(text, '*');
    char word[METRIC_NAME] = "1";
    char quote[QUANTITY_QUOTE];

    if (star)
        (void)copy_word(text, star, word);
    if (!read_number(word, &threshold->limit))
        return refuse("%s is no factor; a number stands before the *, as in 0.99*offered",
                      quantity_quote(word, quote));
    (void)copy_word(star ? star + 1 : text, text + strlen(text), word);
    threshold->relative = true;

    const char *reason = metric_read(word, &threshold->base);

    if (!reason && base->kind != metric->kind)
        reason = refuse("'%s' is %s and cannot be compared with '%s', which is %s; write %s",
                        metric->name, kinds[metric->kind].name, base->name,
                        kinds[base->kind].name, kinds[metric->kind].examples);
    return reason;
}

/* The longer of two signs is looked for first. */
static enum comparison read_sign(const char *text)
{
    if (text[1] == '=')
        return *text == '>' ? AT_LEAST : AT_MOST;
    return *text == '>' ? ABOVE : BELOW;
}

const char *threshold_parse(const char *text, struct threshold *threshold)
{
    const char *sign = text + strcspn(text, "<>");
    char *limit = threshold->limit_text;
    char name[METRIC_NAME];
    char quote[QUANTITY_QUOTE];

    *threshold = (struct threshold){ 0 };
    quantity_quote(text, quote);
    if (*sign == '\0')
        return refuse("%s compares nothing; write a metric, one of > >= < <=, and a limit, as "
                      "in p99>1ms",
                      quote);
    threshold->comparison = read_sign(sign);
    if (!copy_word(text, sign, name) ||
        !copy_word(sign + strlen(signs[threshold->comparison]), text + strlen(text), limit))
        return refuse("%s is too long: metric and limit have at most %d characters each", quote,
                      METRIC_NAME - 1);
    if (name[0] == '\0' || limit[0] == '\0')
        return refuse("%s has no %s; write both, as in p99>1ms", quote,
                      name[0] == '\0' ? "metric before the sign" : "limit behind the sign");

    const char *reason = metric_read(name, &threshold->metric);

    if (reason)
        return reason;
    if (strchr(limit, '*') || isalpha((unsigned char)limit[0]))
        return read_multiple(limit, threshold);
    return read_value(threshold->metric.kind, limit, &threshold->limit);
}

static bool holds(double value, enum comparison comparison, double limit)
{
    switch (comparison) {
    case ABOVE:
        return value > limit;
    case AT_LEAST:
        return value >= limit;
    case BELOW:
        return value < limit;
    case AT_MOST:
        break;
    }
    return value <= limit;
}

static void show(enum metric_kind kind, double value, bool exact, char text[FORMAT_TEXT])
{
    const char *unit = kind == METRIC_TIME ? " ns" : kind == METRIC_RATE ? " a second" : "";

    if (kind == METRIC_TIME && !exact)
        format_time(value, text);
    else
        (void)snprintf(text, FORMAT_TEXT, "%.*g%s", exact ? 15 : 6, value, unit);
}

/* What looks the same when it is rounded is shown in full. */
static void tell(const struct threshold *threshold, double value, double limit, char *text,
                 size_t room)
{
    const enum metric_kind kind = threshold->metric.kind;
    char shown[FORMAT_TEXT], shown_limit[FORMAT_TEXT];

    show(kind, value, false, shown);
    show(kind, limit, false, shown_limit);
    if (strcmp(shown, shown_limit) == 0) {
        show(kind, value, true, shown);
        show(kind, limit, true, shown_limit);
    }
    if (threshold->relative)
        (void)snprintf(text, room, "%s was %s, and %s was %s", threshold->metric.name, shown,
                       threshold->limit_text, shown_limit);
    else
        (void)snprintf(text, room, "%s was %s", threshold->metric.name, shown);
}

bool threshold_crossed(const struct threshold *threshold, const struct result *result,
                       char text[THRESHOLD_TEXT])
{
    const struct metric *unknown = &threshold->metric;
    double value = 0, limit = threshold->limit, base = 0;
    const char *reason = metric_value(&threshold->metric, result, &value);

    if (!reason && threshold->relative) {
        unknown = &threshold->base;
        reason = metric_value(&threshold->base, result, &base);
        limit *= base;
    }
    if (!reason && !holds(value, threshold->comparison, limit))
        return false;

    const int used = snprintf(text, THRESHOLD_TEXT, "%s%s%s: ", threshold->metric.name,
                              signs[threshold->comparison], threshold->limit_text);

    if (reason)
        (void)snprintf(text + used, THRESHOLD_TEXT - (size_t)used, "%s %s", unknown->name,
                       reason);
    else
        tell(threshold, value, limit, text + used, THRESHOLD_TEXT - (size_t)used);
    return true;
}
