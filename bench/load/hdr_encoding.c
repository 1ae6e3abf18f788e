/* hdr_encoding.c - a histogram as the text that standard HdrHistogram logs hold. */
#include "hdr_encoding.h"

#include "base64.h"
#include "hdr_format.h"

#include <stdlib.h>
#include <zlib.h>

enum { PLAIN_MAX = HDR_HEADER + HISTOGRAM_SLOTS * HDR_WORD_MAX };

struct hdr_encoder {
    z_stream stream;
    uint8_t plain[PLAIN_MAX];
    uint8_t *packed;
    size_t packed_room;
    char *text;
};

struct hdr_encoder *hdr_encoder_create(void)
{
    struct hdr_encoder *encoder = calloc(1, sizeof *encoder);

    if (!encoder)
        return NULL;
    if (deflateInit(&encoder->stream, Z_BEST_COMPRESSION) != Z_OK) {
        free(encoder);
        return NULL;
    }
    encoder->packed_room = HDR_WRAPPER + deflateBound(&encoder->stream, PLAIN_MAX);
    encoder->packed = malloc(encoder->packed_room);
    encoder->text = malloc(base64_room(encoder->packed_room));
    if (!encoder->packed || !encoder->text) {
        hdr_encoder_destroy(encoder);
        return NULL;
    }
    return encoder;
}

void hdr_encoder_destroy(struct hdr_encoder *encoder)
{
    if (!encoder)
        return;
    deflateEnd(&encoder->stream);
    free(encoder->packed);
    free(encoder->text);
    free(encoder);
}

/* Writes the lowest `size` bytes of a number, the highest of them first. */
static uint8_t *put(uint8_t *at, uint64_t number, unsigned size)
{
    for (unsigned i = size; i > 0; i--)
        *at++ = (uint8_t)(number >> (8 * (i - 1)));
    return at;
}

/* ZigZag makes small numbers of either sign short; the ninth byte holds eight bits. */
static uint8_t *put_word(uint8_t *at, int64_t word)
{
    uint64_t rest = (uint64_t)word << 1 ^ (word < 0 ? UINT64_MAX : 0);

    for (unsigned i = 1; i < HDR_WORD_MAX && rest > 0x7f; i++) {
        *at++ = (uint8_t)(rest | 0x80);
        rest >>= 7;
    }
    *at++ = (uint8_t)rest;
    return at;
}

/* HdrHistogram writes one count even if there is none. */
static uint8_t *put_counts(uint8_t *at, const struct histogram *histogram)
{
    const size_t used = histogram_slots_used(histogram);

    if (used == 0)
        return put_word(at, 0);
    for (size_t slot = 0; slot < used; slot++) {
        const uint64_t count = histogram_slot_count(histogram, slot);
        const size_t first = slot;

        while (count == 0 && histogram_slot_count(histogram, slot + 1) == 0)
            slot++;
        at = put_word(at, slot > first ? -(int64_t)(slot - first + 1) : (int64_t)count);
    }
    return at;
}

static size_t put_plain(uint8_t *plain, const struct histogram *histogram)
{
    uint8_t *counts = plain + HDR_HEADER;
    const size_t length = (size_t)(put_counts(counts, histogram) - counts);
    uint8_t *at = plain;

    at = put(at, HDR_COOKIE | HDR_COOKIE_MARK, 4);
    at = put(at, length, 4);
    at = put(at, 0, 4); /* where the first slot is: always there */
    at = put(at, HDR_DIGITS, 4);
    at = put(at, 1, 8);
    at = put(at, HISTOGRAM_HIGHEST_NS, 8);
    at = put(at, HDR_RATIO, 8);
    return (size_t)(at - plain) + length;
}

const char *hdr_encode(struct hdr_encoder *encoder, const struct histogram *histogram)
{
    z_stream *stream = &encoder->stream;

    deflateReset(stream);
    stream->next_in = encoder->plain;
    stream->avail_in = (uInt)put_plain(encoder->plain, histogram);
    stream->next_out = encoder->packed + HDR_WRAPPER;
    stream->avail_out = (uInt)(encoder->packed_room - HDR_WRAPPER);
    /* The room is enough for whatever there is, so that one call does it. */
    deflate(stream, Z_FINISH);

    uint8_t *at = put(encoder->packed, HDR_PACKED_COOKIE | HDR_COOKIE_MARK, 4);

    put(at, stream->total_out, 4);
    base64_encode(encoder->packed, HDR_WRAPPER + stream->total_out, encoder->text);
    return encoder->text;
}
