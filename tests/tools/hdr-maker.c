/* hdr-maker.c - makes histograms that are known to the last count, in all forms that echo-load
 * writes: for the tests against other people's readers.
 *
 *     hdr-maker SHAPE NAME        NAME.hlog, NAME.hgrm, NAME.json
 *
 * The log has ten intervals of one second, tagged "latency", and as many tagged "connect". The
 * .hgrm is of "latency" as a whole, and so is the JSON: count, percentiles as in echo-load's
 * result (without the rule of ten samples), start and end since the epoch. The shapes "odd" and
 * "even" add up to "all". */
#include "hdr_log.h"
#include "hgrm.h"
#include "random.h"
#include "replace.h"

#include <err.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { INTERVALS = 10, VALUES = 20000 };

static const struct timespec wall_start = { .tv_sec = 1700000000, .tv_nsec = 250000000 };

/* Times as servers have them: most near 200 us, few much longer. */
static uint64_t typical(uint64_t draw)
{
    const double chance = ((double)(draw >> 11) + 1) / 0x1p53;

    return (uint64_t)(150000 + 50000 * -log(chance) / sqrt(sqrt(sqrt(chance))));
}

/* Every order of magnitude up to one hour. */
static uint64_t wide(uint64_t draw)
{
    return (draw >> 16) % HISTOGRAM_HIGHEST_NS >> draw % 42;
}

static void record_many(struct histogram *histogram, uint64_t value, uint64_t count)
{
    struct histogram *one = histogram_create();

    if (!one)
        err(1, "no memory");
    histogram_record(one, value);
    one->count *= count;
    one->sum *= count;
    one->overflow *= count;
    for (size_t slot = 0; slot < HISTOGRAM_SLOTS; slot++)
        one->counts[slot] *= count;
    histogram_add(histogram, one);
    histogram_destroy(one);
}

/* The same draws for whoever asks for every `step`th of them from `first` on. */
static void fill_typical(struct histogram *histogram, unsigned interval, unsigned first,
                         unsigned step)
{
    uint64_t state = interval;

    for (unsigned i = 0; i < VALUES; i++) {
        const uint64_t draw = random_next(&state);

        if (i % step == first)
            histogram_record(histogram, typical(draw));
    }
}

static void fill_all(struct histogram *histogram, unsigned interval)
{
    fill_typical(histogram, interval, 0, 1);
}

static void fill_odd(struct histogram *histogram, unsigned interval)
{
    fill_typical(histogram, interval, 1, 2);
}

static void fill_even(struct histogram *histogram, unsigned interval)
{
    fill_typical(histogram, interval, 0, 2);
}

static void fill_wide(struct histogram *histogram, unsigned interval)
{
    uint64_t state = interval;

    for (unsigned i = 0; i < VALUES; i++)
        histogram_record(histogram, wide(random_next(&state)));
}

static void fill_beyond(struct histogram *histogram, unsigned interval)
{
    fill_typical(histogram, interval, 0, 2);
    record_many(histogram, HISTOGRAM_HIGHEST_NS * 2, VALUES / 16);
}

/* Powers of two and their neighbours, and both ends. */
static void fill_edges(struct histogram *histogram, unsigned interval)
{
    histogram_record(histogram, interval % 2 ? HISTOGRAM_HIGHEST_NS : 0);
    for (unsigned power = 0; power < 41; power++)
        for (uint64_t i = 0; i < 3; i++)
            histogram_record(histogram, (UINT64_C(1) << power) - 1 + i);
}

static void fill_huge(struct histogram *histogram, unsigned interval)
{
    for (uint64_t value = 1; value < 5000; value = value * 3 + interval)
        record_many(histogram, value, UINT64_C(1) << 40);
}

static void fill_lonely(struct histogram *histogram, unsigned interval)
{
    if (interval == 3)
        histogram_record(histogram, 4500);
}

static void fill_not(struct histogram *histogram, unsigned interval)
{
    (void)histogram;
    (void)interval;
}

typedef void filler(struct histogram *histogram, unsigned interval);

static const struct shape {
    const char *name;
    filler *fill;
} shapes[] = {
    { "all", fill_all },   { "odd", fill_odd },       { "even", fill_even },
    { "wide", fill_wide }, { "beyond", fill_beyond }, { "edges", fill_edges },
    { "huge", fill_huge }, { "lonely", fill_lonely }, { "empty", fill_not },
};

static filler *find(const char *name)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (strcmp(shapes[i].name, name) == 0)
            return shapes[i].fill;
    errx(2, "there is no shape %s", name);
}

static struct histogram *make_log(filler *fill, const char *path)
{
    struct histogram *part = histogram_create(), *whole = histogram_create();
    struct hdr_log log;

    if (!part || !whole || !hdr_log_open(&log, path, "hdr-maker", &wall_start))
        errx(1, "cannot make the log");
    for (unsigned i = 0; i < INTERVALS; i++) {
        histogram_clear(part);
        fill(part, i);
        histogram_add(whole, part);
        hdr_log_write(&log, "latency", i, 1, part);
        histogram_clear(part);
        fill_wide(part, i);
        hdr_log_write(&log, "connect", i, 1, part);
    }
    if (!hdr_log_close(&log))
        errx(1, "the log is not whole");
    histogram_destroy(part);
    return whole;
}

static bool write_hgrm(FILE *file, const void *histogram)
{
    return hgrm_write(file, histogram);
}

static void write_expected(const struct histogram *histogram, const char *path)
{
    static const char *const names[] = { "p0",  "p10",   "p25",    "p50",     "p75",
                                         "p90", "p99",   "p99_9",  "p99_99",  "p99_999",
                                         "p1",  "p99_5", "p66_67", "p99_995", "p100" };
    const double start_s = (double)wall_start.tv_sec + (double)wall_start.tv_nsec / 1e9;
    json_t *object = json_object();

    json_object_set_new(object, "count", json_integer((json_int_t)histogram->count));
    json_object_set_new(object, "start_s", json_real(start_s));
    json_object_set_new(object, "end_s", json_real(start_s + INTERVALS));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char number[16];
        char *point;

        snprintf(number, sizeof number, "%s", names[i] + 1);
        if ((point = strchr(number, '_')))
            *point = '.';

        const uint64_t value = histogram_value_at(histogram, strtod(number, NULL));

        json_object_set_new(object, names[i], json_integer((json_int_t)value));
    }
    if (json_dump_file(object, path, JSON_INDENT(2)) != 0)
        errx(1, "cannot write %s", path);
    json_decref(object);
}

int main(int argc, char **argv)
{
    char path[4096];

    if (argc != 3)
        errx(2, "usage: hdr-maker SHAPE NAME");
    snprintf(path, sizeof path, "%s.hlog", argv[2]);

    struct histogram *whole = make_log(find(argv[1]), path);

    snprintf(path, sizeof path, "%s.hgrm", argv[2]);
    if (!replace_file(path, write_hgrm, whole))
        err(1, "cannot write %s", path);
    snprintf(path, sizeof path, "%s.json", argv[2]);
    write_expected(whole, path);
    histogram_destroy(whole);
    return 0;
}
