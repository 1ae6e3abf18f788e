/* doubts.c - reasons not to trust the figures of a run. */
#include "doubts.h"

#include "format.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

static const double busy_share = 0.9;
static const double starved_share = 0.05;
static const double answered_share = 0.99;
static const double late_share = 0.5;
static const double little_difference = 0.05;

__attribute__((format(printf, 3, 4))) static void doubt(struct doubts *doubts, const char *name,
                                                        const char *format, ...)
{
    struct doubt *place = &doubts->list[doubts->count++];
    va_list arguments;

    place->name = name;
    va_start(arguments, format);
    (void)vsnprintf(place->text, sizeof place->text, format, arguments);
    va_end(arguments);
}

static void doubt_generator(struct doubts *doubts, const struct result *result)
{
    const struct generator *generator = &result->generator;

    if (generator->cpu_share > busy_share)
        doubt(doubts, "generator_busy",
              "the generator used %.0f %% of its CPU: these figures may be its own limit; give "
              "it "
              "more threads and CPUs, or compare CPU time, not rates",
              generator->cpu_share * 100);
    if (generator->starved_share > starved_share)
        doubt(doubts, "generator_starved",
              "the generator was ready to run and waited for a CPU for %.0f %% of the window: "
              "something else runs on its CPUs",
              generator->starved_share * 100);
}

static void doubt_replies(struct doubts *doubts, const struct result *result)
{
    char count[FORMAT_TEXT];

    if (result->generator.dropped > 0)
        doubt(
            doubts, "replies_dropped",
            "datagrams came back and found no room, since the generator did not fetch them in "
            "time: %s, which the server has not lost; give it more threads and CPUs",
            format_count(result->generator.dropped, count));
}

static void doubt_course(struct doubts *doubts, const struct result *result)
{
    char count[FORMAT_TEXT];

    if (!result->measured)
        doubt(doubts, "not_measured", "the window never opened: nothing was measured");
    if (result->interrupted)
        doubt(doubts, "interrupted", "somebody ended the run before its time");
    if (faults_total(&result->faults) > 0)
        doubt(doubts, "errors",
              "there were errors (%s): these are the figures of what was left",
              format_count(faults_total(&result->faults), count));
}

static void doubt_rate(struct doubts *doubts, const struct result *result)
{
    const double due = (double)result->due;
    const double missing = due - (double)result->requests;

    if (missing > (1 - answered_share) * due + 3 * sqrt(due))
        doubt(doubts, "rate_missed",
              "%.1f %% of what was due in the window was answered in it: more was offered than "
              "could be done, or got lost; the latency depends on how long the run takes",
              100 * (double)result->requests / due);
}

static bool is_late_at(const struct result *result, double percent)
{
    uint64_t late_ns, latency_ns;

    return histogram_percentile(result->lateness, percent, &late_ns) &&
           histogram_percentile(result->latency, percent, &latency_ns) &&
           (double)late_ns > late_share * (double)latency_ns;
}

static void doubt_pacing(struct doubts *doubts, const struct result *result)
{
    static const double percents[] = { 50, 99, 99.9 };
    char late[FORMAT_TEXT];
    uint64_t late_ns = 0;
    size_t i = 0;

    while (i < 3 && !is_late_at(result, percents[i]))
        i++;
    if (i == 3)
        return;
    histogram_percentile(result->lateness, percents[i], &late_ns);
    doubt(doubts, "late_sends",
          "the generator itself was late by %s at %g %%, more than half of the latency there: "
          "from there on the figures are its own",
          format_time((double)late_ns, late), percents[i]);
}

/* Only while each connection has its messages under way all the time. */
static void doubt_little(struct doubts *doubts, const struct result *result)
{
    const struct options *options = result->options;
    const double under_way = (double)options->connections * options->pipeline;
    const double found = result->requests_per_s * histogram_mean(result->latency) / 1e9;

    if (options->think_ns > 0 || options->churn > 0 || options->requests > 0 ||
        faults_total(&result->faults) > 0 || result->requests == 0)
        return;
    if (fabs(found / under_way - 1) >
        little_difference + histogram_mean(result->latency) / 1e9 / result->window_s)
        doubt(doubts, "littles_law",
              "rate times mean latency gives %.1f messages under way, and there were %.0f: one "
              "of "
              "the two is not what it seems",
              found, under_way);
}

struct doubts doubts_about(const struct result *result)
{
    struct doubts doubts = { 0 };

    doubt_course(&doubts, result);
    if (!result->measured)
        return doubts;
    doubt_generator(&doubts, result);
    doubt_replies(&doubts, result);
    if (result->open_loop) {
        doubt_rate(&doubts, result);
        doubt_pacing(&doubts, result);
    } else if (result->options->connections > 0) {
        doubt_little(&doubts, result);
    }
    return doubts;
}
