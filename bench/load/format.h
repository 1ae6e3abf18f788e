/* format.h - numbers as people read them.
 *
 * Each function writes into `text`, which holds FORMAT_TEXT bytes, and returns it. */
#ifndef ECHOLAB_FORMAT_H
#define ECHOLAB_FORMAT_H

#include <stdint.h>

enum { FORMAT_TEXT = 40 };

/* "1,952,310" */
char *format_count(uint64_t count, char text[FORMAT_TEXT]);

/* A length of time with four digits and a unit: "326.1 us", "4.210 ms", "12 ns". */
char *format_time(double time_ns, char text[FORMAT_TEXT]);

/* Bytes with a unit: "64 B", "11.9 MiB". */
char *format_bytes(double bytes, char text[FORMAT_TEXT]);

#endif
