/* hdr_encoding.h - a histogram as the text that standard HdrHistogram logs hold, and back.
 *
 *     struct hdr_encoder *encoder = hdr_encoder_create();
 *     fputs(hdr_encode(encoder, latency), file);               "HISTFAAAA..."
 *     if ((reason = hdr_decode(text, length, total))) ...      adds what the text counts
 *
 * The format is HdrHistogram's V2 compressed encoding (Gil Tene, http://hdrhistogram.org:
 * encodeIntoCompressedByteBuffer and fillBufferFromCountsArray in AbstractHistogram, and
 * ZigZagEncoding) in base64: a cookie and a length, then a zlib stream of a header and the
 * counts, each as a ZigZag LEB128 number of 1 to 9 bytes; a negative one stands for that many
 * empty slots.
 *
 * It holds counts and nothing else, so a histogram comes back with what its slots can tell: min
 * is the lowest value of the lowest slot, max the highest value of the highest one, and sum
 * takes every value for the middle of its slot. Values above one hour are written as values of
 * the last slot, which is above one hour (some 73 minutes), and count as overflow again when
 * read. */
#ifndef ECHOLAB_HDR_ENCODING_H
#define ECHOLAB_HDR_ENCODING_H

#include "histogram.h"

#include <stddef.h>

struct hdr_encoder;

/* NULL when there is no memory. One thread at a time may use an encoder. */
struct hdr_encoder *hdr_encoder_create(void);
void hdr_encoder_destroy(struct hdr_encoder *encoder);

/* The histogram's text, which is the encoder's and stays until its next use. Allocates nothing,
 * cannot fail. */
const char *hdr_encode(struct hdr_encoder *encoder, const struct histogram *histogram);

/* Adds to `into` what a text counts. Returns NULL; or one sentence, and `into` is as it was.
 *
 * The text may come from anywhere. Other programs' V2 histograms of whole numbers are read
 * whatever their range and precision are: their values count as the highest of their slot, as
 * HdrHistogram tells percentiles. Refused is what does not keep the format, or would count more
 * than 2^63 - 1 values or a sum of more than 2^64 - 1 ns. Time and memory are bounded by the
 * length of the text and 60 MB of inflated counts. */
const char *hdr_decode(const char *text, size_t length, struct histogram *into);

#endif
