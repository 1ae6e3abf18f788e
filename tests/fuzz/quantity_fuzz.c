/* quantity_fuzz.c - numbers with units, against decimal arithmetic of our own. */
#include "fuzz.h"

#include "quantity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Wide enough for all digits that matter times the largest unit. */
__extension__ typedef unsigned __int128 wide;

enum { DIGITS = 25 };

struct reader {
    const char *(*read)(const char *text, uint64_t min, uint64_t max, uint64_t *value);
    const char *units; /* " NAME=FACTOR " */
    bool fractions;
    const char
        *bare; /* the unit that is meant when there is none; NULL: only 0 may go without */
};

static const struct reader readers[] = {
    { quantity_count, " =1 k=1000 M=1000000 ", false, "" },
    { quantity_bytes, " =1 B=1 KiB=1024 k=1024 MiB=1048576 M=1048576 ", false, "" },
    { quantity_time_ns, " ns=1 us=1000 ms=1000000 s=1000000000 m=60000000000 h=3600000000000 ",
      true, NULL },
    { quantity_seconds_ns,
      " ns=1 us=1000 ms=1000000 s=1000000000 m=60000000000 "
      "h=3600000000000 ",
      true, "s" },
};

static wide factor_of(const struct reader *reader, const char *unit)
{
    char wanted[16];

    if (strlen(unit) > 4 || strpbrk(unit, " ="))
        return 0;
    if (unit[0] == '\0' && reader->fractions)
        unit = reader->bare ? reader->bare : "ns";
    (void)snprintf(wanted, sizeof wanted, " %s=", unit);

    const char *found = strstr(reader->units, wanted);

    return found ? strtoull(found + strlen(wanted), NULL, 10) : 0;
}

/* All digits as one number, and how many of them stand behind the point. */
struct decimal {
    wide number;
    size_t places;
    bool any, too_long;
};

static const char *add_digits(struct decimal *decimal, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        decimal->too_long = decimal->too_long || decimal->number >= (wide)1 << 82;
        if (!decimal->too_long)
            decimal->number = decimal->number * 10 + (unsigned)(text[i] - '0');
    }
    return text + count;
}

/* Zeros at the end of a fraction say nothing. Returns what follows. */
static const char *read_decimal(struct decimal *decimal, const char *text, bool fractions)
{
    static const char digits[] = "0123456789";
    const size_t whole = strspn(text, digits);
    const char *rest = add_digits(decimal, text, whole);
    size_t count = fractions && *rest == '.' ? strspn(rest + 1, digits) : 0;

    decimal->any = whole > 0 && (*rest != '.' || count > 0);
    if (!fractions || *rest != '.')
        return rest;

    const char *end = rest + 1 + count;

    while (count > 0 && rest[count] == '0')
        count--;
    add_digits(decimal, rest + 1, count < DIGITS ? count : DIGITS);
    decimal->places = count;
    return end;
}

/* What a text stands for. */
struct meaning {
    bool understood;
    bool exact; /* a whole number below 2^64 */
    uint64_t value;
};

static struct meaning understand(const struct reader *reader, const char *text)
{
    struct decimal decimal = { 0 };
    struct meaning meaning = { 0 };
    const char *unit = read_decimal(&decimal, text, reader->fractions);
    const wide factor = factor_of(reader, unit);
    wide divisor = 1;

    meaning.understood = decimal.any && factor > 0;
    /* No unit has more tens in it than 13. */
    if (!meaning.understood || decimal.too_long || decimal.places > 13)
        return meaning;
    for (size_t i = 0; i < decimal.places; i++)
        divisor *= 10;
    meaning.exact = decimal.number * factor % divisor == 0 &&
                    decimal.number * factor / divisor <= UINT64_MAX;
    if (meaning.exact)
        meaning.value = (uint64_t)(decimal.number * factor / divisor);
    /* Without a unit only nothing at all is a time. */
    if (*unit == '\0' && reader->fractions && !reader->bare)
        meaning.understood = meaning.exact && meaning.value == 0;
    return meaning;
}

static void claim_reading(const struct reader *reader, const char *text, uint64_t min,
                          uint64_t max)
{
    uint64_t value = 12345;
    const struct meaning meaning = understand(reader, text);
    const char *reason = reader->read(text, min, max, &value);
    const bool good =
        meaning.understood && meaning.exact && meaning.value >= min && meaning.value <= max;

    claim_reason(reason);
    claim(good == !reason, "'%s' from %ju to %ju: %s", text, (uintmax_t)min, (uintmax_t)max,
          reason ? reason : "was taken");
    claim(value == (reason ? 12345 : meaning.value), "'%s' is %ju", text, (uintmax_t)value);
}

static void claim_quote(const char *text)
{
    char quote[QUANTITY_QUOTE];

    claim(quantity_quote(text, quote) == quote, "the buffer comes back");
    claim_message(quote);

    const size_t length = strlen(quote);

    claim(length >= 2 && length < QUANTITY_QUOTE && quote[0] == '\'' &&
              quote[length - 1] == '\'',
          "the quote is one: %s", quote);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { data, size };
    const uint8_t choice = feed_byte(&feed);
    const uint64_t min = feed_byte(&feed), shift = feed_byte(&feed) % 64;
    char *text = fuzz_text(feed.data, feed.size);

    claim_reading(&readers[choice % 4], text, min, UINT64_MAX >> shift);
    claim_quote(text);
    free(text);
    return 0;
}
