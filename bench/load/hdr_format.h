/* hdr_format.h - the constants of HdrHistogram's V2 encoding, for those who write and read it.
 */
#ifndef ECHOLAB_HDR_FORMAT_H
#define ECHOLAB_HDR_FORMAT_H

#include <stdint.h>

enum {
    HDR_WRAPPER = 8,  /* cookie and length before the zlib stream */
    HDR_HEADER = 40,  /* before the counts in the stream */
    HDR_WORD_MAX = 9, /* bytes of a count */
    HDR_DIGITS = 3,   /* the precision of struct histogram */
    HDR_MOST_DIGITS = 5
};

/* The cookies without their bits of HDR_COOKIE_SIZE, which once said how wide a count was, and
 * in V2 are HDR_COOKIE_MARK. */
#define HDR_COOKIE        UINT32_C(0x1c849303)
#define HDR_PACKED_COOKIE UINT32_C(0x1c849304)
#define HDR_COOKIE_SIZE   UINT32_C(0xf0)
#define HDR_COOKIE_MARK   UINT32_C(0x10)

/* What begins a compressed histogram of V0, of V1, and of floating-point values. */
#define HDR_PACKED_COOKIE_V0     UINT32_C(0x1c849309)
#define HDR_PACKED_COOKIE_V1     UINT32_C(0x1c849302)
#define HDR_PACKED_COOKIE_DOUBLE UINT32_C(0x0c72124f)

/* The bits of the double 1.0: one unit of the counts is one unit of the values. */
#define HDR_RATIO UINT64_C(0x3ff0000000000000)

#endif
