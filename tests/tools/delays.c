/* delays.c - a list of delays that is known beforehand, and an account of those that were made.
 */
#include "delays.h"

#include "clock.h"

#include <err.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct list {
    uint64_t *ns;
    size_t count, room;
};

static struct list known, made;

static void append(struct list *list, uint64_t ns)
{
    if (list->count == list->room) {
        list->room = list->room > 0 ? 2 * list->room : 1024;
        list->ns = realloc(list->ns, list->room * sizeof *list->ns);
        if (!list->ns)
            err(1, "no memory for %zu delays", list->room);
    }
    list->ns[list->count++] = ns;
}

/* Fisher and Yates. */
static void shuffle(struct list *list)
{
    unsigned short random[3] = { 1, 2, 3 };

    for (size_t left = list->count; left > 1; left--) {
        const size_t chosen = (size_t)nrand48(random) % left;
        const uint64_t ns = list->ns[chosen];

        list->ns[chosen] = list->ns[left - 1];
        list->ns[left - 1] = ns;
    }
}

static bool make_uniform(const char *text)
{
    double min_ms, max_ms;
    size_t count;

    if (sscanf(text, "uniform:%lf:%lf:%zu", &min_ms, &max_ms, &count) != 3)
        return false;
    for (size_t i = 0; i < count; i++)
        append(&known, (uint64_t)(NS_PER_MS * (min_ms + (max_ms - min_ms) * ((double)i + 0.5) /
                                                            (double)count)));
    return true;
}

static bool make_bimodal(const char *text)
{
    double short_ms, long_ms, share;
    size_t count;

    if (sscanf(text, "bimodal:%lf:%lf:%lf:%zu", &short_ms, &long_ms, &share, &count) != 4)
        return false;
    for (size_t i = 0; i < count; i++)
        append(&known, (uint64_t)(NS_PER_MS *
                                  ((double)i < (double)count * share ? long_ms : short_ms)));
    return true;
}

static void read_from(const char *path)
{
    FILE *file = fopen(path, "r");
    uint64_t ns;

    if (!file)
        err(2, "'%s' is no list of delays that can be read", path);
    while (fscanf(file, "%" SCNu64, &ns) == 1)
        append(&known, ns);
    fclose(file);
}

void delays_create(const char *text)
{
    if (make_uniform(text) || make_bimodal(text))
        shuffle(&known);
    else
        read_from(text);
    if (known.count == 0)
        errx(2, "'%s' names no delays", text);
}

void delays_destroy(void)
{
    free(known.ns);
    free(made.ns);
    known = made = (struct list){ 0 };
}

uint64_t delays_of_message(uint64_t number)
{
    return known.ns[number % known.count];
}

void delays_record(uint64_t delay_ns)
{
    append(&made, delay_ns);
}

static int by_length(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Of the sorted delays; in thousandths, so that the rank is exact. */
static uint64_t percentile(size_t thousandths)
{
    const size_t rank = (made.count * thousandths + 999) / 1000;

    return rank > 0 ? made.ns[rank - 1] : 0;
}

void delays_report(const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? stdout : fopen(path, "w");

    if (!file)
        err(1, "cannot write '%s'", path);
    if (made.count > 0)
        qsort(made.ns, made.count, sizeof *made.ns, by_length);
    fprintf(file,
            "{\"count\": %zu, \"p50\": %" PRIu64 ", \"p75\": %" PRIu64 ", \"p90\": %" PRIu64
            ", \"p99\": %" PRIu64 ", \"p99_9\": %" PRIu64 "}\n",
            made.count, percentile(500), percentile(750), percentile(900), percentile(990),
            percentile(999));
    if (file == stdout ? fflush(file) != 0 : fclose(file) != 0)
        err(1, "cannot write '%s'", path);
}
