/* hdr_samples.h - three values, as text and as bytes, for the tests of HdrHistogram's encoding.
 */
#ifndef ECHOLAB_HDR_SAMPLES_H
#define ECHOLAB_HDR_SAMPLES_H

#include "histogram.h"

#include <assert.h>

/* Made by HdrHistogram 2.1.11 (Java): 3 times 0, 10,000 times 1000, 10 times 100,000,000. */
static const char by_java[] = "HISTFAAAACt42pNpmSzMwMDAxQABzFCaEch0M9ixgMH+A0SA7Sz/gjmM0zuYRAC"
                              "O1wep";

/* The three values of by_java, uncompressed: cookie, length, offset, digits, lowest, highest,
 * ratio; a count of 3, 999 empty slots, 10,000, empty ones up to that of 100,000,000, 10. */
static const uint8_t plain[] = { 0x1c, 0x84, 0x93, 0x13, 0,    0,    0,    10,   0,    0,
                                 0,    0,    0,    0,    0,    3, /* first 16 bytes */
                                 0,    0,    0,    0,    0,    0,    0,    1,    0,    0,
                                 0x03, 0x46, 0x30, 0xb8, 0xa0, 0,             /* 1 to 3.6e12 */
                                 0x3f, 0xf0, 0,    0,    0,    0,    0,    0, /* 1.0 */
                                 6,    0xcd, 0x0f, 0xa0, 0x9c, 0x01, 0x97, 0x88, 0x02, 20 };

static inline struct histogram *empty_histogram(void)
{
    struct histogram *histogram = histogram_create();

    assert(histogram);
    return histogram;
}

#endif
