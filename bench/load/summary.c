/* summary.c - the result for people, in the manner of wrk. */
#include "summary.h"

#include "clock.h"
#include "doubts.h"
#include "format.h"
#include "quantity.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

/* Whoever reads a spectrum wants to see where it climbs: a bar of this length spans it. */
enum { BAR = 24 };

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* Sizes that were asked for are told exactly. */
static const char *exact_size(uint32_t bytes, char text[FORMAT_TEXT])
{
    if (bytes % (1024 * 1024) == 0)
        snprintf(text, FORMAT_TEXT, "%" PRIu32 " MiB", bytes / (1024 * 1024));
    else if (bytes % 1024 == 0)
        snprintf(text, FORMAT_TEXT, "%" PRIu32 " KiB", bytes / 1024);
    else
        snprintf(text, FORMAT_TEXT, "%" PRIu32 " B", bytes);
    return text;
}

static void announce_messages(const struct options *options)
{
    char least[FORMAT_TEXT], most[FORMAT_TEXT];

    if (options->connections == 0)
        return;
    printf(", messages of %s", exact_size(options->size_min, least));
    if (options->size_max > options->size_min)
        printf(" to %s", exact_size(options->size_max, most));
    if (options->task.text)
        printf(", work of %s", options->task.text);
    if (options->pipeline > 1)
        printf(", %" PRIu32 " under way on each", options->pipeline);
    if (options->churn > 0)
        printf(", replaced after %" PRIu64 " message%s", options->churn,
               plural(options->churn));
}

static void announce_bad_clients(const struct stall_plan *plan)
{
    for (int kind = 0; kind < STALL_KINDS; kind++)
        if (plan->clients[kind] > 0)
            printf(", beside %" PRIu32 " of the bad kind %s", plan->clients[kind],
                   stall_name((enum stall_kind)kind));
}

void summary_announce(const struct options *options)
{
    char text[FORMAT_TEXT];
    char quote[QUANTITY_QUOTE];

    printf("Loading %s (%s): %" PRIu32 " connection%s", quantity_quote(options->where, quote),
           options_service(options), options->connections, plural(options->connections));
    if (options->idle > 0)
        printf(" and %" PRIu32 " idle", options->idle);
    announce_bad_clients(&options->stall);
    printf(", %" PRIu32 " thread%s", options->threads, plural(options->threads));
    announce_messages(options);
    if (options->rate > 0)
        printf("\n  %s messages a second (%s)", format_count((uint64_t)options->rate, text),
               arrivals_name(options->arrivals));
    if (options->requests > 0)
        printf("\n  until %s message%s answered", format_count(options->requests, text),
               options->requests == 1 ? " is" : "s are");
    else
        printf("\n  for %s", format_time((double)options->duration_ns, text));
    if (options->warmup_ns > 0)
        printf(" after %s of warm-up", format_time((double)options->warmup_ns, text));
    printf("\n");
    (void)fflush(stdout);
}

static double a_second(uint64_t count, const struct result *result)
{
    return result->window_s > 0 ? (double)count / result->window_s : 0;
}

static uint64_t rounded(double number)
{
    return (uint64_t)(number + 0.5);
}

static void print_rate(const struct result *result)
{
    char count[FORMAT_TEXT], rate[FORMAT_TEXT], window[FORMAT_TEXT];

    printf("  Messages      %s in %s: %s a second", format_count(result->requests, count),
           format_time(result->window_s * NS_PER_S, window),
           format_count(rounded(result->requests_per_s), rate));
    if (result->open_loop)
        printf(" of %s that were due", format_count(rounded(result->offered_per_s), rate));
    printf("\n");
    printf("  Bytes         %s back: %s a second\n", format_bytes((double)result->bytes, count),
           format_bytes(a_second(result->bytes, result), rate));
}

/* A percentile with too few samples beyond it is not told. */
static const char *percentile(const struct histogram *histogram, double percent,
                              char text[FORMAT_TEXT])
{
    uint64_t value_ns;

    if (!histogram_percentile(histogram, percent, &value_ns))
        return "-";
    return format_time((double)value_ns, text);
}

/* Its length is the logarithm of the value between the least and the greatest. */
static void print_bar(const struct histogram *histogram, double percent)
{
    const double least = log((double)histogram->min + 1);
    const double span = log((double)histogram->max + 1) - least;
    uint64_t value_ns;

    if (!histogram_percentile(histogram, percent, &value_ns) || span <= 0)
        return;
    for (int i = 0; i < (int)((log((double)value_ns + 1) - least) / span * BAR + 0.5); i++)
        printf("%s=", i == 0 ? "  " : "");
}

static void print_spectrum(const struct histogram *latency, const struct histogram *uncorrected)
{
    static const double percents[] = { 50, 75, 90, 95, 99, 99.5, 99.9, 99.99, 99.999 };
    char text[FORMAT_TEXT];

    uint64_t value_ns = 0;
    bool known = true;

    for (size_t i = 0; known && i < sizeof percents / sizeof percents[0]; i++) {
        known = histogram_percentile(latency, percents[i], &value_ns);
        printf("    %7.7g %%  %10s", percents[i], percentile(latency, percents[i], text));
        if (uncorrected)
            printf("  %11s", percentile(uncorrected, percents[i], text));
        print_bar(latency, percents[i]);
        printf("\n");
    }
}

static void print_latency(const struct result *result)
{
    const struct histogram *latency = result->latency;
    char text[FORMAT_TEXT];

    if (latency->count == 0)
        return;
    printf("  Latency       mean %s", format_time(histogram_mean(latency), text));
    printf(", min %s", format_time((double)latency->min, text));
    printf(", max %s\n", format_time((double)latency->max, text));
    if (result->open_loop)
        printf("                 from due  uncorrected\n");
    print_spectrum(latency, result->uncorrected);
}

/* How well the generator has kept to its own plan. */
static void print_pacing(const struct result *result)
{
    char median[FORMAT_TEXT], high[FORMAT_TEXT], count[FORMAT_TEXT];

    if (!result->open_loop || result->due == 0)
        return;
    printf("  Pacing        %s, %s: late by %s (50 %%), %s (99 %%)",
           arrivals_name(result->options->arrivals), pacing_name(result->options->pacing),
           percentile(result->lateness, 50, median), percentile(result->lateness, 99, high));
    printf(", %s (99.9 %%), max %s\n", percentile(result->lateness, 99.9, median),
           format_time((double)result->lateness->max, high));
    if (result->delayed > 0)
        printf("                %s messages had to wait until their connection was free\n",
               format_count(result->delayed, count));
    if (result->unsent > 0)
        printf(
            "                %s messages were due and never sent; they count with their age\n",
            format_count(result->unsent, count));
}

/* Of all tasks alike it would only say again what the latency says. */
static void print_classes(const struct result *result)
{
    const struct task_plan *plan = &result->options->task;
    char middle[FORMAT_TEXT], tail[FORMAT_TEXT], count[FORMAT_TEXT];

    if (!result->classes[0] || task_classes(plan) < 2)
        return;
    for (unsigned i = 0; i < task_classes(plan); i++)
        printf("  Tasks: %-5s  50 %% %s, 99 %% %s, of %s\n", task_class_name(plan, i),
               percentile(result->classes[i], 50, middle),
               percentile(result->classes[i], 99, tail),
               format_count(result->classes[i]->count, count));
}

static void print_times(const char *name, const struct histogram *times)
{
    char text[FORMAT_TEXT];

    if (times->count == 0)
        return;
    printf("  %-12s  mean %s", name, format_time(histogram_mean(times), text));
    printf(", 99 %% %s", percentile(times, 99, text));
    printf(", max %s\n", format_time((double)times->max, text));
}

static void print_connections(const struct result *result)
{
    char count[FORMAT_TEXT], rate[FORMAT_TEXT];

    printf("  Connections   %s in the whole run",
           format_count(result->total.connections, count));
    if (result->options->churn > 0)
        printf(
            ", %s in the window: %s a second", format_count(result->connections_opened, count),
            format_count((uint64_t)(a_second(result->connections_opened, result) + 0.5), rate));
    printf("\n");
    print_times("Connect", result->connect);
    print_times("First byte", result->first_byte);
}

static void print_fairness(const struct result *result)
{
    const struct fairness *fairness = &result->fairness;

    if (result->options->connections < 2 || result->requests == 0)
        return;
    printf("  Fairness      Jain %.3f; shares %.2f to %.2f, median %.2f; %" PRIu64
           " of %" PRIu32 " starved\n",
           fairness->jain, fairness->min_share, fairness->max_share, fairness->median_share,
           fairness->starved, result->options->connections);
}

static void print_count(const char *name, uint64_t count, bool *first)
{
    char text[FORMAT_TEXT];

    if (count == 0)
        return;
    printf("%s%s %s", *first ? "" : ", ", format_count(count, text), name);
    *first = false;
}

static void print_errors(const struct faults *faults)
{
    bool none = true;

    printf("  Errors        ");
    print_count("wrong bytes", faults->wrong, &none);
    print_count("missing bytes", faults->missing, &none);
    print_count("extra bytes", faults->extra, &none);
    print_count("lost datagrams", faults->lost, &none);
    print_count("late datagrams", faults->late, &none);
    print_count("duplicate datagrams", faults->duplicate, &none);
    print_count("reordered datagrams", faults->reordered, &none);
    print_count("corrupt datagrams", faults->corrupt, &none);
    print_count("failed connects", faults->connect, &none);
    print_count("connections ended by the server", faults->reset, &none);
    print_count("connections timed out", faults->timeout, &none);
    printf("%s\n", none ? "none" : "");
}

static void print_bad_clients(const struct result *result)
{
    char made[FORMAT_TEXT], ended[FORMAT_TEXT], bytes[FORMAT_TEXT];

    if (stall_clients(&result->options->stall) == 0)
        return;
    printf("  Bad clients   %s connections, %s ended by the server, %s sent\n",
           format_count(result->stalled.connections, made),
           format_count(result->stalled.ended_by_server, ended),
           format_bytes((double)result->stalled.bytes_sent, bytes));
}

static void print_generator(const struct result *result)
{
    const struct generator *generator = &result->generator;
    char text[FORMAT_TEXT];

    printf("  Generator     %.1f %% of its CPU (%s), %" PRIu64 " + %" PRIu64
           " context switches\n",
           generator->cpu_share * 100, format_time(generator->cpu_s * NS_PER_S, text),
           generator->voluntary_switches, generator->involuntary_switches);
}

static void print_doubts(const struct result *result)
{
    const struct doubts doubts = doubts_about(result);

    for (unsigned i = 0; i < doubts.count; i++)
        printf("  SUSPECT: %s\n", doubts.list[i].text);
}

static void print_caveat(const struct result *result)
{
    const char *reason = NULL;
    char window[FORMAT_TEXT];

    if (result->interrupted)
        reason = "interrupted";
    else if (faults_lost(&result->faults) > 0)
        reason = "connections were lost";
    if (reason)
        printf("  PARTIAL RESULT: %s; the window was open for %s\n", reason,
               format_time(result->window_s * NS_PER_S, window));
}

bool summary_print(const struct result *result)
{
    if (!result->measured)
        return true;
    printf("\n");
    print_caveat(result);
    if (result->options->connections > 0) {
        print_rate(result);
        print_latency(result);
        print_classes(result);
        print_pacing(result);
    }
    print_connections(result);
    print_fairness(result);
    print_errors(&result->faults);
    print_bad_clients(result);
    print_generator(result);
    print_doubts(result);
    return fflush(stdout) == 0;
}
