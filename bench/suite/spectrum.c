/* spectrum.c - whole latency distributions: SCENARIO.hlog, and curves made of it. */
#include "spectrum.h"

#include "figures.h"
#include "json.h"

/* Of the load generator's. */
#include "hdr_encoding.h"
#include "hdr_log.h"

#include <assert.h>
#include <ctype.h>
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { KINDS = 2, TAG_TEXT = 160 };

static const struct {
    const char *tag; /* echo-load's */
    const char *name;
    const char *suffix; /* of ours */
} kinds[KINDS] = {
    { "latency", "corrected", "" },
    { "uncorrected", "uncorrected", "/uncorrected" },
};

/* Sums of one kind: of the run at hand, and of all runs of a model at a point. */
struct sums {
    struct histogram *run[KINDS], *all[KINDS];
};

/* A scenario's log in the making. */
struct merger {
    const struct store *store;
    const struct runs *runs;
    struct hdr_log log; /* open from the first part on */
    bool open;
    char path[PATH_MAX];
    struct timespec started;
    struct sums sums;
    json_t *curves;
};

char *spectrum_part(const struct store *store, unsigned order, char path[PATH_MAX])
{
    char name[64];

    snprintf(name, sizeof name, "latency-%u.hlog.part", order);
    return store_path(store, name, path);
}

/* Tags know no blanks and no commas: "epoll@1000", "epoll@70%". */
static void write_tag(const struct run *run, int kind, char tag[TAG_TEXT])
{
    size_t length = (size_t)snprintf(tag, TAG_TEXT / 2, "%s@", run->model->name);

    for (const char *at = run->point->label; *at && length < TAG_TEXT / 2; at++)
        if (isgraph((unsigned char)*at) && *at != ',')
            tag[length++] = *at;
    snprintf(tag + length, TAG_TEXT - length, "%s", kinds[kind].suffix);
}

static const char *take_interval(void *context, const struct hdr_interval *interval)
{
    struct sums *sums = context;

    for (int kind = 0; kind < KINDS; kind++)
        if (strcmp(interval->tag, kinds[kind].tag) == 0)
            return hdr_decode(interval->text, interval->length, sums->run[kind]);
    return NULL;
}

static double seconds(struct timespec time)
{
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void begin(struct merger *merger, const struct scenario *scenario)
{
    char name[64];

    if (merger->open)
        return;
    snprintf(name, sizeof name, "%s.hlog.part", scenario->name);
    if (!hdr_log_open(&merger->log, store_path(merger->store, name, merger->path),
                      scenario->name, &merger->started))
        errx(1, "cannot write %s", merger->path);
    merger->open = true;
}

static void add_run(struct merger *merger, const struct run *run)
{
    char part[PATH_MAX];
    char tag[TAG_TEXT];
    double start_s = seconds(run->started) - seconds(merger->started);

    spectrum_part(merger->store, run->order, part);
    if (access(part, R_OK) < 0 || verdict_against(&run->verdict, &latency_p99))
        return;
    for (int kind = 0; kind < KINDS; kind++)
        histogram_clear(merger->sums.run[kind]);
    if (!hdr_log_read(part, take_interval, &merger->sums))
        return; /* It has said why. */
    begin(merger, run->scenario);
    for (int kind = 0; kind < KINDS; kind++) {
        const struct histogram *histogram = merger->sums.run[kind];

        if (histogram->count == 0)
            continue;
        write_tag(run, kind, tag);
        if (!hdr_log_write(&merger->log, tag, start_s,
                           readings_value(&run->readings, "window_s", 0), histogram))
            err(1, "cannot write %s", merger->path);
        histogram_add(merger->sums.all[kind], histogram);
    }
}

/* Two points for each halving of what lies beyond, as far as the samples reach. */
static json_t *curve_of(const struct histogram *histogram)
{
    json_t *curve = json_array();

    for (int step = 0;; step++) {
        double quantile = 1 - pow(2, -step / 2.0);
        uint64_t value_ns;

        if (!histogram_percentile(histogram, quantile * 100, &value_ns))
            return curve;
        json_array_append_new(curve, json_pack("[f, f]", quantile, (double)value_ns / 1e3));
    }
}

static void add_curves(struct merger *merger, const struct point *point,
                       const struct model *model)
{
    for (int kind = 0; kind < KINDS; kind++) {
        struct histogram *sum = merger->sums.all[kind];

        if (sum->count > 0)
            json_array_append_new(merger->curves,
                                  json_pack("{s:s, s:o, s:s, s:I, s:o}", "point", point->label,
                                            "model", json_text(model->name), "kind",
                                            kinds[kind].name, "count", (json_int_t)sum->count,
                                            "curve", curve_of(sum)));
        histogram_clear(sum);
    }
}

static void add_cell(struct merger *merger, const struct scenario *scenario,
                     const struct point *point, const struct model *model)
{
    for (size_t i = 0; i < merger->runs->count; i++) {
        const struct run *run = &merger->runs->list[i];

        if (run->scenario == scenario && run->point == point && run->model == model &&
            run->outcome == OUTCOME_MEASURED && !run->repeated)
            add_run(merger, run);
    }
    add_curves(merger, point, model);
}

static void finish(struct merger *merger)
{
    char name[PATH_MAX];

    if (merger->open) {
        if (!hdr_log_close(&merger->log))
            errx(1, "cannot write %s", merger->path);
        snprintf(name, sizeof name, "%s", merger->path);
        name[strlen(name) - strlen(".part")] = '\0';
        if (rename(merger->path, name) < 0)
            err(1, "cannot rename %s", merger->path);
    }
    for (int kind = 0; kind < KINDS; kind++) {
        histogram_destroy(merger->sums.run[kind]);
        histogram_destroy(merger->sums.all[kind]);
    }
}

json_t *spectrum_merge(const struct store *store, const struct choice *choice,
                       const struct runs *runs, const struct scenario *scenario)
{
    struct merger merger = { .store = store, .runs = runs, .curves = json_array() };

    if (!scenario->spectrum || runs->count == 0)
        return merger.curves;
    merger.started = runs->list[0].started;
    for (int kind = 0; kind < KINDS; kind++) {
        merger.sums.run[kind] = histogram_create();
        merger.sums.all[kind] = histogram_create();
        assert(merger.sums.run[kind] && merger.sums.all[kind]);
    }
    for (const struct point *point = scenario->points; point->label; point++)
        for (size_t i = 0; i < choice->roster.count; i++)
            add_cell(&merger, scenario, point, &choice->roster.list[i]);
    finish(&merger);
    return merger.curves;
}

void spectrum_clean(const struct store *store, const struct runs *runs)
{
    char part[PATH_MAX];

    for (size_t i = 0; i < runs->count; i++)
        if (runs->list[i].scenario->spectrum)
            (void)unlink(spectrum_part(store, runs->list[i].order, part));
}
