/* series.c - the files that get a line an interval: --csv and --hlog. */
#include "series.h"

#include "clock.h"

#include <err.h>
#include <inttypes.h>
#include <time.h>

static const char legend[] =
    "start_s,length_s,messages,messages_per_s,bytes,errors,connections,"
    "p50_ns,p90_ns,p99_ns,p99_9_ns,max_ns,lateness_p50_ns,lateness_p99_ns\n";

static bool open_csv(struct series *series, const char *path)
{
    if (!path)
        return true;
    series->csv = fopen(path, "we");
    if (series->csv && fputs(legend, series->csv) != EOF && fflush(series->csv) == 0)
        return true;
    warn("cannot write the intervals to %s", path);
    return false;
}

bool series_open(struct series *series, const struct options *options)
{
    struct timespec now;

    *series = (struct series){ .options = options, .log.fd = -1, .begun_ns = clock_now_ns() };
    clock_gettime(CLOCK_REALTIME, &now);
    return open_csv(series, options->csv) &&
           (!options->hlog || hdr_log_open(&series->log, options->hlog, options->where, &now));
}

void series_begin(struct series *series, uint64_t opened_ns)
{
    series->opened_ns = opened_ns;
}

/* A percentile that is not told leaves its place empty. */
static void print_percentile(FILE *file, const struct histogram *histogram, double percent)
{
    uint64_t value_ns;

    (void)fputc(',', file);
    if (histogram && histogram_percentile(histogram, percent, &value_ns))
        fprintf(file, "%" PRIu64, value_ns);
}

static void add_to_csv(FILE *csv, double start_s, double length_s,
                       const struct interval *interval)
{
    static const double percents[] = { 50, 90, 99, 99.9 };

    fprintf(csv, "%.3f,%.3f,%" PRIu64 ",%.1f,%" PRIu64 ",%" PRIu64 ",%" PRIu64, start_s,
            length_s, interval->requests,
            length_s > 0 ? (double)interval->requests / length_s : 0, interval->bytes,
            interval->errors, interval->open);
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
        print_percentile(csv, interval->latency, percents[i]);
    if (interval->latency->count > 0)
        fprintf(csv, ",%" PRIu64, interval->latency->max);
    else
        (void)fputc(',', csv);
    print_percentile(csv, interval->lateness, 50);
    print_percentile(csv, interval->lateness, 99);
    (void)fputc('\n', csv);
    (void)fflush(csv); /* a failure is remembered by the file */
}

/* A single class of tasks would only say again what the latency says. */
static void add_to_log(struct series *series, double start_s, double length_s,
                       const struct interval *interval)
{
    const struct histogram *const histograms[] = { interval->latency, interval->uncorrected,
                                                   interval->lateness };
    static const char *const tags[] = { "latency", "uncorrected", "lateness" };
    const struct task_plan *plan = &series->options->task;

    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (histograms[i])
            hdr_log_write(&series->log, tags[i], start_s, length_s, histograms[i]);
    for (unsigned i = 0; interval->classes[0] && i < task_classes(plan); i++)
        if (task_classes(plan) > 1)
            hdr_log_write(&series->log, task_class_name(plan, i), start_s, length_s,
                          interval->classes[i]);
}

void series_add(struct series *series, uint64_t begun_ns, uint64_t ended_ns,
                const struct interval *interval)
{
    const double start_s = (double)(begun_ns - series->opened_ns) / NS_PER_S;
    const double length_s = (double)(ended_ns - begun_ns) / NS_PER_S;

    if (series->csv)
        add_to_csv(series->csv, start_s, length_s, interval);
    if (series->log.fd >= 0)
        add_to_log(series, (double)(begun_ns - series->begun_ns) / NS_PER_S, length_s,
                   interval);
}

bool series_close(struct series *series)
{
    bool complete = true;

    if (series->csv) {
        const bool written = ferror(series->csv) == 0;

        complete = fclose(series->csv) == 0 && written;
        if (!complete)
            warnx("cannot write all intervals to %s", series->options->csv);
    }
    return hdr_log_close(&series->log) && complete;
}
