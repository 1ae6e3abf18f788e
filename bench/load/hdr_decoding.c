/* hdr_decoding.c - a histogram from the text that standard HdrHistogram logs hold. */
#include "hdr_encoding.h"

#include "base64.h"
#include "hdr_format.h"

#include <stdlib.h>
#include <zlib.h>

static const char cut_short[] = "the histogram is cut short or damaged";
static const char too_much[] =
    "the histogram counts more values, or longer times, than 64 bits can hold";

/* Bytes of the zlib stream, inflated piece by piece. */
struct source {
    z_stream stream;
    uint8_t piece[8192];
    size_t next, filled;
    uint64_t taken;
    int state; /* of zlib */
};

/* The slots of any HdrHistogram: 1 << half_bits in each power of two but the first, which has
 * twice as many; the first ones are 1 << unit wide. */
struct layout {
    unsigned half_bits;
    unsigned unit;
    uint64_t slots;
};

static uint64_t number_at(const uint8_t *bytes, unsigned size)
{
    uint64_t number = 0;

    for (unsigned i = 0; i < size; i++)
        number = number << 8 | bytes[i];
    return number;
}

static bool refill(struct source *source)
{
    source->stream.next_out = source->piece;
    source->stream.avail_out = sizeof source->piece;
    if (source->state == Z_OK)
        source->state = inflate(&source->stream, Z_NO_FLUSH);
    source->next = 0;
    source->filled = sizeof source->piece - source->stream.avail_out;
    return source->filled > 0;
}

/* False at the end of the stream, and where it is damaged. */
static bool take(struct source *source, uint8_t *byte)
{
    if (source->next == source->filled && !refill(source))
        return false;
    *byte = source->piece[source->next++];
    source->taken++;
    return true;
}

/* True if nothing follows, and zlib finds its checksum right. */
static bool has_ended(struct source *source)
{
    return source->next == source->filled && !refill(source) && source->state == Z_STREAM_END;
}

static bool take_word(struct source *source, int64_t *word)
{
    uint64_t bits = 0;
    uint8_t byte = 0x80;

    for (unsigned i = 0; i < HDR_WORD_MAX && byte & 0x80; i++) {
        const bool last = i + 1 == HDR_WORD_MAX;

        if (!take(source, &byte))
            return false;
        bits |= (uint64_t)(last ? byte : byte & 0x7f) << (7 * i);
    }
    *word = (int64_t)(bits >> 1 ^ (bits & 1 ? UINT64_MAX : 0));
    return true;
}

/* The arithmetic of HdrHistogram's constructor; false for what that refuses. */
static bool layout_of(uint64_t lowest, uint64_t highest, uint64_t digits, struct layout *layout)
{
    /* 2 * 10^digits values of one unit each, rounded up to a power of two. */
    static const unsigned half_bits[] = { 0, 4, 7, 10, 14, 17 };

    if (digits > HDR_MOST_DIGITS || lowest < 1 || highest > INT64_MAX || lowest > highest / 2)
        return false;
    layout->half_bits = half_bits[digits];
    layout->unit = 63 - (unsigned)__builtin_clzll(lowest);
    if (layout->half_bits + layout->unit > 61)
        return false;

    uint64_t beyond = UINT64_C(2) << layout->half_bits << layout->unit;
    uint64_t powers = 1;

    for (; beyond <= highest && beyond <= INT64_MAX; beyond <<= 1)
        powers++;
    layout->slots = (powers + 1) << layout->half_bits;
    return true;
}

/* Adds `count` values of a slot of any layout. */
static bool absorb(struct histogram *part, const struct layout *layout, uint64_t slot,
                   uint64_t count)
{
    const uint64_t power = slot >> layout->half_bits > 1 ? (slot >> layout->half_bits) - 1 : 0;
    const unsigned width_bits = (unsigned)power + layout->unit;
    const uint64_t lowest = (slot - (power << layout->half_bits)) << width_bits;
    const uint64_t highest = lowest + ((UINT64_C(1) << width_bits) - 1);
    const uint64_t middle = lowest + (UINT64_C(1) << width_bits >> 1);
    uint64_t sum;

    if (count > INT64_MAX - part->count || __builtin_mul_overflow(middle, count, &sum) ||
        __builtin_add_overflow(part->sum, sum, &part->sum))
        return false;
    part->count += count;
    if (lowest < part->min)
        part->min = lowest;
    if (highest > part->max)
        part->max = highest;
    if (lowest > HISTOGRAM_HIGHEST_NS)
        part->overflow += count;
    else if (highest > HISTOGRAM_HIGHEST_NS)
        part->counts[histogram_slot(HISTOGRAM_HIGHEST_NS)] += count;
    else
        part->counts[histogram_slot(highest)] += count;
    return true;
}

/* Every word is a slot at least, so that the slots bound the work whatever `length` says. */
static const char *read_counts(struct source *source, const struct layout *layout,
                               uint64_t length, struct histogram *part)
{
    const uint64_t end = source->taken + length;
    uint64_t slot = 0;

    while (source->taken < end) {
        int64_t word;

        if (!take_word(source, &word))
            return cut_short;

        const uint64_t slots = word < 0 ? 0 - (uint64_t)word : 1;

        if (slots > layout->slots - slot)
            return "the histogram has more counts than its range allows";
        if (word > 0 && !absorb(part, layout, slot, (uint64_t)word))
            return too_much;
        slot += slots;
    }
    return source->taken == end && has_ended(source) ? NULL : cut_short;
}

/* Where the first slot is (at 8) and the factor for floating-point values (at 32) differ
 * between programs, and mean nothing for the counts. */
static const char *read_plain(struct source *source, struct histogram *part)
{
    uint8_t header[HDR_HEADER];
    struct layout layout;

    for (size_t i = 0; i < HDR_HEADER; i++)
        if (!take(source, &header[i]))
            return cut_short;
    if ((number_at(header, 4) & ~(uint64_t)HDR_COOKIE_SIZE) != HDR_COOKIE)
        return "the histogram is not in encoding V2 of HdrHistogram";
    if (!layout_of(number_at(header + 16, 8), number_at(header + 24, 8),
                   number_at(header + 12, 4), &layout))
        return "the histogram's range or precision is none that HdrHistogram knows";
    return read_counts(source, &layout, number_at(header + 4, 4), part);
}

/* No more is inflated than is asked for, however much more there would be. */
static const char *inflate_plain(uint8_t *packed, size_t length, struct histogram *part)
{
    struct source source = { .stream = { .next_in = packed, .avail_in = (uInt)length } };

    if (inflateInit(&source.stream) != Z_OK)
        return "there is no memory to inflate the histogram";

    const char *reason = read_plain(&source, part);

    inflateEnd(&source.stream);
    return reason;
}

static const char *read_packed(uint8_t *packed, size_t length, struct histogram *part)
{
    const uint64_t cookie = length < HDR_WRAPPER ? 0 : number_at(packed, 4);

    switch (cookie & ~(uint64_t)HDR_COOKIE_SIZE) {
    case HDR_PACKED_COOKIE:
        break;
    case HDR_PACKED_COOKIE_V0 & ~HDR_COOKIE_SIZE:
    case HDR_PACKED_COOKIE_V1 & ~HDR_COOKIE_SIZE:
        return "the histogram is in an encoding older than V2, which is the one that is read";
    case HDR_PACKED_COOKIE_DOUBLE & ~HDR_COOKIE_SIZE:
        return "the histogram is one of floating-point values, not of whole nanoseconds";
    default:
        return "this is no compressed HdrHistogram, whose text begins with HISTF";
    }
    if (number_at(packed + 4, 4) != length - HDR_WRAPPER)
        return cut_short;
    return inflate_plain(packed + HDR_WRAPPER, length - HDR_WRAPPER, part);
}

static const char *add(struct histogram *into, const struct histogram *part)
{
    if (part->count > INT64_MAX - into->count || part->sum > UINT64_MAX - into->sum)
        return too_much;
    histogram_add(into, part);
    return NULL;
}

const char *hdr_decode(const char *text, size_t length, struct histogram *into)
{
    struct histogram *part = histogram_create();
    uint8_t *packed = malloc(length / 4 * 3 + 1);
    size_t packed_length = 0;
    const char *reason = NULL;

    if (!part || !packed)
        reason = "there is no memory to read the histogram";
    else if (!base64_decode(text, length, packed, &packed_length))
        reason = "the histogram is no base64 text";
    else
        reason = read_packed(packed, packed_length, part);
    if (!reason)
        reason = add(into, part);
    free(packed);
    histogram_destroy(part);
    return reason;
}
