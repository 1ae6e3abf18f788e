/* hdr_fuzz.c - HdrHistogram's encoding, read from anywhere.
 *
 * Almost no text is base64 of a zlib stream with the right checksum, so the first byte of the
 * input says how much of that is done for it: nothing, base64, or the whole envelope. */
#include "fuzz.h"

#include "base64.h"
#include "hdr_encoding.h"
#include "hdr_format.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void put(uint8_t *bytes, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(number >> (24 - 8 * i));
}

static char *encode(const uint8_t *bytes, size_t length)
{
    char *text = malloc(base64_room(length));

    claim(text != NULL, "there is memory");
    base64_encode(bytes, length, text);
    return text;
}

/* The length of the counts is put right as well, or hardly any input would get past it. */
static char *wrap(const uint8_t *data, size_t size)
{
    uLongf length = compressBound(size);
    uint8_t *plain = malloc(size + HDR_HEADER), *packed = malloc(HDR_WRAPPER + length);

    claim(plain && packed, "there is memory");
    if (size > 0)
        memcpy(plain, data, size);
    if (size >= HDR_HEADER) {
        put(plain, HDR_COOKIE | HDR_COOKIE_MARK);
        put(plain + 4, (uint32_t)(size - HDR_HEADER));
    }
    claim(compress2(packed + HDR_WRAPPER, &length, plain, size, 1) == Z_OK, "zlib compresses");
    put(packed, HDR_PACKED_COOKIE | HDR_COOKIE_MARK);
    put(packed + 4, (uint32_t)length);

    char *text = encode(packed, HDR_WRAPPER + length);

    free(plain);
    free(packed);
    return text;
}

static void claim_counts(const struct histogram *histogram)
{
    uint64_t sum = histogram->overflow;

    for (size_t i = 0; i < HISTOGRAM_SLOTS; i++)
        sum += histogram->counts[i];
    claim(sum == histogram->count, "all values are in a slot");
    claim(histogram->count == 0 || histogram->min <= histogram->max, "min is at most max");
    claim(histogram->count <= INT64_MAX, "there are no more values than can be written");
}

/* What was read is written so that it is read again with the same counts. */
static void claim_round_trip(const struct histogram *histogram)
{
    static struct hdr_encoder *encoder;
    struct histogram *again = histogram_create();

    if (!encoder)
        encoder = hdr_encoder_create();
    claim(encoder && again, "there is memory");

    const char *text = hdr_encode(encoder, histogram);

    if (!hdr_decode(text, strlen(text), again))
        claim(memcmp(again->counts, histogram->counts, sizeof again->counts) == 0 &&
                  again->count == histogram->count && again->overflow == histogram->overflow,
              "the counts stay");
    histogram_destroy(again);
}

static void claim_decoding(const char *text, size_t length)
{
    static const struct histogram nothing = { .min = UINT64_MAX };
    struct histogram *histogram = histogram_create();

    claim(histogram != NULL, "there is memory");

    const char *reason = hdr_decode(text, length, histogram);

    claim_reason(reason);
    if (reason) {
        claim(memcmp(histogram, &nothing, sizeof nothing) == 0, "what fails leaves no trace");
    } else {
        claim_counts(histogram);
        claim_round_trip(histogram);
    }
    histogram_destroy(histogram);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { data, size };
    const uint8_t envelope = feed_byte(&feed) % 4;
    char *text = envelope == 0   ? fuzz_text(feed.data, feed.size)
                 : envelope == 1 ? encode(feed.data, feed.size)
                                 : wrap(feed.data, feed.size);

    claim_decoding(text, strlen(text));
    free(text);
    return 0;
}
