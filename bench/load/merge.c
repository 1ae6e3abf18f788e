/* merge.c - `echo-load merge`: the logs of several runs or generators as one result. */
#include "merge.h"

#include "command_line.h"
#include "format.h"
#include "hdr_encoding.h"
#include "hdr_log.h"
#include "hgrm.h"
#include "json.h"
#include "quantity.h"
#include "replace.h"

#include <argp.h>
#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_TAG = 256, KEY_HLOG, KEY_HGRM, KEY_JSON };

/* More tags than anybody gives; each takes 270 KB. */
enum { MOST_TAGS = 256 };

struct orders {
    char **logs;
    size_t log_count;
    const char *tag; /* NULL if none is given */
    const char *hlog, *hgrm, *json;
};

/* All intervals of one tag. */
struct sum {
    char *tag;
    struct histogram *times;
    double start_s, end_s;
};

struct merged {
    size_t log_count;
    size_t count;
    struct sum sums[MOST_TAGS];
};

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct orders *orders = state->input;

    switch (key) {
    case KEY_TAG:
        orders->tag = text;
        return 0;
    case KEY_HLOG:
        orders->hlog = text;
        return 0;
    case KEY_HGRM:
        orders->hgrm = text;
        return 0;
    case KEY_JSON:
        orders->json = text;
        return 0;
    case ARGP_KEY_ARGS:
        orders->logs = state->argv + state->next;
        orders->log_count = (size_t)(state->argc - state->next);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "the logs are missing, such as a.hlog b.hlog");
        return 0;
    case ARGP_KEY_END:
        if (orders->tag && !orders->hgrm)
            argp_error(state, "--tag says what goes into --hgrm, which is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void read_orders(int argc, char **argv, struct orders *orders)
{
    static const struct argp_option descriptions[] = {
        { "hlog", KEY_HLOG, "FILE", 0, "write a log with one line for each tag", 0 },
        { "hgrm", KEY_HGRM, "FILE", 0, "write the percentiles of one tag for plotters", 0 },
        { "tag", KEY_TAG, "NAME", 0, "which one (default latency, or the only one)", 0 },
        { "json", KEY_JSON, "FILE", 0, "write it all as JSON; - is stdout, instead of the text",
          0 },
        { 0 },
    };
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse_option,
        .args_doc = "LOG...",
        .doc = "Adds the histograms of HdrHistogram logs tag by tag, and prints their "
               "percentiles.\v"
               "Exit status: 0 everything was read and written, 1 something failed, 2 wrong "
               "use.",
    };
    static char name[] = "echo-load merge";

    argv[0] = name;
    command_line_parse(&parser, argc, argv, 0, orders);
}

static struct sum *find(struct merged *merged, const char *tag)
{
    for (size_t i = 0; i < merged->count; i++)
        if (strcmp(merged->sums[i].tag, tag) == 0)
            return &merged->sums[i];
    return NULL;
}

/* NULL, and a reason, if the tag cannot be had. */
static struct sum *add_tag(struct merged *merged, const char *tag, const char **reason)
{
    struct sum sum = { .start_s = INFINITY, .end_s = -INFINITY };
    json_t *utf8 = json_string(tag);

    json_decref(utf8);
    if (!utf8 || merged->count == MOST_TAGS) {
        *reason = utf8 ? "this is the 257th tag, and 256 are the most" : "the tag is no UTF-8";
        return NULL;
    }
    sum.tag = strdup(tag);
    sum.times = histogram_create();
    if (!sum.tag || !sum.times)
        err(1, "cannot merge");
    merged->sums[merged->count] = sum;
    return &merged->sums[merged->count++];
}

static const char *add_interval(void *context, const struct hdr_interval *interval)
{
    const char *reason = NULL;
    struct sum *sum = find(context, interval->tag);

    if (!sum)
        sum = add_tag(context, interval->tag, &reason);
    if (!reason)
        reason = hdr_decode(interval->text, interval->length, sum->times);
    if (!reason) {
        sum->start_s = fmin(sum->start_s, interval->start_s);
        sum->end_s = fmax(sum->end_s, interval->start_s + interval->length_s);
    }
    return reason;
}

static const char *name_of(const struct sum *sum)
{
    return sum->tag[0] != '\0' ? sum->tag : "(no tag)";
}

static const char *percentile(const struct histogram *times, double percent,
                              char text[FORMAT_TEXT])
{
    uint64_t value_ns;

    if (!histogram_percentile(times, percent, &value_ns))
        return "-";
    return format_time((double)value_ns, text);
}

static void print_sum(const struct sum *sum)
{
    static const double percents[] = { 50, 75, 90, 99, 99.9, 99.99 };
    char text[FORMAT_TEXT];

    printf("  %s: %s", name_of(sum), format_count(sum->times->count, text));
    if (sum->times->count > 0) {
        printf(", mean %s\n ", format_time(histogram_mean(sum->times), text));
        for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
            printf(" %7g %%", percents[i]);
        printf(" %9s\n ", "max");
        for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
            printf(" %9s", percentile(sum->times, percents[i], text));
        printf(" %9s", format_time((double)sum->times->max, text));
    }
    printf("\n");
}

static double earliest(const struct merged *merged)
{
    double start_s = merged->count > 0 ? INFINITY : 0;

    for (size_t i = 0; i < merged->count; i++)
        start_s = fmin(start_s, merged->sums[i].start_s);
    return start_s;
}

static double latest(const struct merged *merged)
{
    double end_s = merged->count > 0 ? -INFINITY : 0;

    for (size_t i = 0; i < merged->count; i++)
        end_s = fmax(end_s, merged->sums[i].end_s);
    return end_s;
}

static bool print(const struct merged *merged)
{
    printf("Merged %zu log%s: %.3f s from the first to the last\n", merged->log_count,
           merged->log_count == 1 ? "" : "s", latest(merged) - earliest(merged));
    for (size_t i = 0; i < merged->count; i++)
        print_sum(&merged->sums[i]);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    warn("cannot write to stdout");
    return false;
}

static bool write_json(const struct merged *merged, const char *path)
{
    json_t *object = json_object(), *tags = json_object();

    for (size_t i = 0; i < merged->count; i++)
        json_object_set_new(tags, merged->sums[i].tag, json_times(merged->sums[i].times));
    json_object_set_new(object, "schema", json_string("echolab-merge-1"));
    json_object_set_new(object, "tags", tags);

    const bool good = json_put(object, path);

    json_decref(object);
    return good;
}

/* A tag's whole sum is one interval. */
static bool fill_log(FILE *file, const void *subject)
{
    const struct merged *merged = subject;
    const double start_s = earliest(merged);
    const double whole_s = floor(start_s);
    const struct timespec start = { .tv_sec = (time_t)whole_s,
                                    .tv_nsec = (long)((start_s - whole_s) * 1e9) };
    char origin[64];
    struct hdr_log log;

    snprintf(origin, sizeof origin, "merged from %zu logs", merged->log_count);

    bool good = hdr_log_begin(&log, fileno(file), origin, &start);

    for (size_t i = 0; good && i < merged->count; i++) {
        const struct sum *sum = &merged->sums[i];

        good = hdr_log_write(&log, sum->tag[0] != '\0' ? sum->tag : NULL,
                             sum->start_s - start_s, sum->end_s - sum->start_s, sum->times);
    }
    return hdr_log_end(&log) && good;
}

static bool write_file(const char *path, replace_writer *writer, const void *subject)
{
    if (replace_file(path, writer, subject))
        return true;
    warn("cannot write %s", path);
    return false;
}

static bool fill_hgrm(FILE *file, const void *subject)
{
    return hgrm_write(file, subject);
}

/* Which tag a .hgrm is of; NULL, after one line on stderr, when that is not clear. */
static const struct sum *choose(struct merged *merged, const char *tag)
{
    const struct sum *sum = find(merged, tag ? tag : "latency");
    char quote[QUANTITY_QUOTE];

    if (!sum && !tag && merged->count == 1)
        sum = &merged->sums[0];
    if (!sum && tag)
        warnx("--tag: no log has the tag %s", quantity_quote(tag, quote));
    else if (!sum)
        warnx("--hgrm: there are %zu tags and none is 'latency'; choose one by --tag",
              merged->count);
    return sum;
}

static bool write_hgrm(struct merged *merged, const struct orders *orders)
{
    const struct sum *sum = choose(merged, orders->tag);

    return sum && write_file(orders->hgrm, fill_hgrm, sum->times);
}

static bool tell(struct merged *merged, const struct orders *orders)
{
    bool good = true;

    if (orders->hgrm)
        good = write_hgrm(merged, orders);
    if (orders->hlog)
        good = write_file(orders->hlog, fill_log, merged) && good;
    if (!orders->json || strcmp(orders->json, "-") != 0)
        good = print(merged) && good;
    if (orders->json)
        good = write_json(merged, orders->json) && good;
    return good;
}

static void release(struct merged *merged)
{
    for (size_t i = 0; i < merged->count; i++) {
        free(merged->sums[i].tag);
        histogram_destroy(merged->sums[i].times);
    }
}

int merge_main(int argc, char **argv)
{
    struct merged merged = { 0 };
    struct orders orders = { 0 };
    bool good = true;

    read_orders(argc, argv, &orders);
    merged.log_count = orders.log_count;
    for (size_t i = 0; good && i < orders.log_count; i++)
        good = hdr_log_read(orders.logs[i], add_interval, &merged);
    if (good)
        good = tell(&merged, &orders);
    release(&merged);
    return good ? 0 : 1;
}
