/* summary.c - the result for people, in the manner of wrk. */
#include "summary.h"

#include "clock.h"
#include "format.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

/* A generator that has no time left measures itself. */
static const double busy_share = 0.9;

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
    if (options->pipeline > 1)
        printf(", %" PRIu32 " under way on each", options->pipeline);
    if (options->churn > 0)
        printf(", replaced after %" PRIu64 " message%s", options->churn,
               plural(options->churn));
}

void summary_announce(const struct options *options)
{
    char text[FORMAT_TEXT];

    printf("Loading %s (%s): %" PRIu32 " connection%s", options->where,
           options->service == SERVICE_UPPER ? "upper" : "echo", options->connections,
           plural(options->connections));
    if (options->idle > 0)
        printf(" and %" PRIu32 " idle", options->idle);
    printf(", %" PRIu32 " thread%s", options->threads, plural(options->threads));
    announce_messages(options);
    if (options->requests > 0)
        printf("\n  until %s messages are answered", format_count(options->requests, text));
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

static void print_rate(const struct result *result)
{
    char count[FORMAT_TEXT], rate[FORMAT_TEXT], window[FORMAT_TEXT];

    printf("  Messages      %s in %s: %s a second\n", format_count(result->requests, count),
           format_time(result->window_s * NS_PER_S, window),
           format_count((uint64_t)(a_second(result->requests, result) + 0.5), rate));
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

static void print_latency(const struct histogram *latency)
{
    static const double percents[] = { 50, 75, 90, 99, 99.9, 99.99 };
    char text[FORMAT_TEXT];

    if (latency->count == 0)
        return;
    printf("  Latency       mean %s", format_time(histogram_mean(latency), text));
    printf(", min %s", format_time((double)latency->min, text));
    printf(", max %s\n", format_time((double)latency->max, text));
    for (size_t i = 0; i < sizeof percents / sizeof percents[0]; i++)
        printf("    %5.*f %%  %10s\n", i < 4 ? 0 : (int)i - 3, percents[i],
               percentile(latency, percents[i], text));
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
    print_count("failed connects", faults->connect, &none);
    print_count("connections ended by the server", faults->reset, &none);
    print_count("connections timed out", faults->timeout, &none);
    printf("%s\n", none ? "none" : "");
}

static void print_generator(const struct result *result)
{
    const struct generator *generator = &result->generator;
    char text[FORMAT_TEXT];

    printf("  Generator     %.1f %% of its CPU (%s), %" PRIu64 " + %" PRIu64
           " context switches\n",
           generator->cpu_share * 100, format_time(generator->cpu_s * NS_PER_S, text),
           generator->voluntary_switches, generator->involuntary_switches);
    if (generator->cpu_share > busy_share)
        printf("  Warning: the generator has used more than 90 %% of its CPU: these figures "
               "may be\n"
               "  its own limit. Give it more threads and CPUs, or compare CPU time, not "
               "rates.\n");
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
        print_latency(result->latency);
    }
    print_connections(result);
    print_fairness(result);
    print_errors(&result->faults);
    print_generator(result);
    return fflush(stdout) == 0;
}
