/* json.h - what jansson leaves to us: strings from outside, numbers that are none, and times.
 */
#ifndef ECHOLAB_JSON_H
#define ECHOLAB_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

/* Any text. Where it is not UTF-8, each byte beyond ASCII becomes '?': JSON has no bytes. */
json_t *json_text(const char *text);

/* A number, or null for what JSON has none for: infinite, or NaN. */
json_t *json_known(double value);

/* "2026-01-31T12:00:00.123Z" */
json_t *json_time(struct timespec time);

/* Reads it again; false if it is none. */
bool json_read_time(const json_t *text, struct timespec *time);

#endif
