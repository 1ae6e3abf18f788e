/* arrivals-check.c - were messages due, and sent, as a Poisson process has it?
 *
 *     arrivals-check [--uniform] RATE FILE
 *     arrivals-check --make=poisson|uniform|gamma2 RATE COUNT
 *
 * FILE has a header line and then lines due_ns,sent_ns in any order; RATE is messages a second.
 * Each hypothesis is tested at 1 %: a true Poisson process fails each once in a hundred times.
 * With --uniform, messages have to be due evenly spaced instead. --make writes such a file, to
 * try the tests themselves. Exit status: 0 all passed, 1 some failed, 2 wrong use.
 *
 * Due times are exact, so their gaps are tested one by one, against the exponential
 * distribution. Sent times carry the pacing error, so they are tested on scales where it
 * vanishes: all over the run, and in blocks of 100 gaps. */
#include "arrivals.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 100, MESSAGES_MIN = 1000 };

/* A distribution function of values in nanoseconds; `scale` is one parameter. */
typedef double distribution(double value, double scale);

static uint64_t *due, *sent;
static size_t count;

static double exponential(double gap_ns, double mean_ns)
{
    return -expm1(-gap_ns / mean_ns);
}

static double uniform(double value, double length)
{
    return value / length;
}

/* The sum of BLOCK exponential gaps: 1 - sum over k < BLOCK of exp(-y) y^k / k!. Beyond 700,
 * where exp(-y) underflows, the sum is nothing. */
static double erlang(double block_ns, double mean_ns)
{
    const double y = block_ns / mean_ns;
    double term = exp(-y), sum = 0;

    for (int k = 0; k < BLOCK; k++) {
        sum += term;
        term *= y / (k + 1);
    }
    return y < 700 ? 1 - sum : 1;
}

static int by_value(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static int by_time(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static bool tell(const char *what, double statistic, double critical)
{
    const bool passed = statistic <= critical;

    printf("%-52s %12.6g  critical %10.6g  %s\n", what, statistic, critical,
           passed ? "passed" : "failed");
    return passed;
}

/* Kolmogorov and Smirnov, of sorted values and a distribution without estimated parameters. The
 * critical value is Stephens's for the upper 1 %: M. A. Stephens, "EDF Statistics for Goodness
 * of Fit and Some Comparisons", J. Amer. Statist. Assoc. 69 (1974), table 1, case 0. */
static bool pass_kolmogorov_smirnov(const char *what, const double *values, size_t n,
                                    distribution *expected, double scale)
{
    const double root = sqrt((double)n);
    double distance = 0;

    for (size_t i = 0; i < n; i++) {
        const double p = expected(values[i], scale);

        distance =
            fmax(distance, fmax((double)(i + 1) / (double)n - p, p - (double)i / (double)n));
    }
    return tell(what, distance, 1.6276 / (root + 0.12 + 0.11 / root));
}

/* Anderson and Darling, of sorted gaps and the exponential distribution. The critical value is
 * that of the same table; it does not depend on n. A gap that clocks round to 0 counts as half
 * a nanosecond, for its probability has a logarithm. */
static bool pass_anderson_darling(const char *what, const double *gaps, size_t n,
                                  double mean_ns)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        const double low = fmax(gaps[i], 0.5), high = gaps[n - 1 - i];

        /* The logarithm of 1 - F is exact for the exponential distribution. */
        sum += (double)(2 * i + 1) * (log(exponential(low, mean_ns)) - high / mean_ns);
    }
    return tell(what, -(double)n - sum / (double)n, 3.857);
}

/* The sorted gaps between every `stride`th of sorted times; the caller frees them. */
static double *gaps_of(const uint64_t *times, size_t stride, size_t gap_count)
{
    double *gaps = malloc(gap_count * sizeof *gaps);

    if (!gaps)
        err(1, "no memory for %zu gaps", gap_count);
    for (size_t i = 0; i < gap_count; i++)
        gaps[i] = (double)(times[(i + 1) * stride] - times[i * stride]);
    qsort(gaps, gap_count, sizeof *gaps, by_value);
    return gaps;
}

static bool pass_gaps(double mean_ns)
{
    double *gaps = gaps_of(due, 1, count - 1);
    const bool near = pass_kolmogorov_smirnov("due: gaps are exponential (Kolmogorov-Smirnov)",
                                              gaps, count - 1, exponential, mean_ns);
    const bool heavy = pass_anderson_darling("due: gaps are exponential (Anderson-Darling)",
                                             gaps, count - 1, mean_ns);

    free(gaps);
    return near && heavy;
}

/* Given the first, the last, and how many lie between them, the times of a Poisson process are
 * those of as many independent uniform draws. */
static bool pass_spread(void)
{
    const size_t n = count - 2;
    double *times = malloc(n * sizeof *times);

    if (!times)
        err(1, "no memory for %zu times", n);
    for (size_t i = 0; i < n; i++)
        times[i] = (double)(sent[i + 1] - sent[0]);

    const bool passed =
        pass_kolmogorov_smirnov("sent: spread evenly over the run (Kolmogorov-Smirnov)", times,
                                n, uniform, (double)(sent[count - 1] - sent[0]));

    free(times);
    return passed;
}

static bool pass_blocks(double mean_ns)
{
    const size_t n = (count - 1) / BLOCK;
    double *blocks = gaps_of(sent, BLOCK, n);
    const bool passed = pass_kolmogorov_smirnov(
        "sent: 100 gaps are Erlang(100) (Kolmogorov-Smirnov)", blocks, n, erlang, mean_ns);

    free(blocks);
    return passed;
}

/* Both ends of a gap are rounded to a nanosecond. */
static bool pass_even_gaps(double mean_ns)
{
    double worst = 0;

    for (size_t i = 1; i < count; i++)
        worst = fmax(worst, fabs((double)(due[i] - due[i - 1]) - mean_ns));
    return tell("due: evenly spaced (largest deviation, ns)", worst, 1);
}

static void append(uint64_t due_ns, uint64_t sent_ns)
{
    static size_t room;

    if (count == room) {
        room = room > 0 ? 2 * room : 4096;
        due = realloc(due, room * sizeof *due);
        sent = realloc(sent, room * sizeof *sent);
        if (!due || !sent)
            err(1, "no memory for %zu messages", room);
    }
    due[count] = due_ns;
    sent[count++] = sent_ns;
}

/* Sorted each on its own: with many connections the file need not be, and what is due first may
 * be sent second. */
static void read_times(const char *path)
{
    FILE *file = fopen(path, "r");
    uint64_t due_ns, sent_ns;

    if (!file)
        err(2, "'%s' cannot be read", path);
    if (fscanf(file, "due_ns,sent_ns%*1[\n]") == EOF)
        errx(2, "'%s' is empty", path);
    while (fscanf(file, "%" SCNu64 ",%" SCNu64, &due_ns, &sent_ns) == 2)
        append(due_ns, sent_ns);
    if (!feof(file))
        errx(2, "'%s' has something else than due_ns,sent_ns after %zu messages", path, count);
    fclose(file);
    if (count < MESSAGES_MIN)
        errx(2, "'%s' has %zu messages, which is too few: %d would do", path, count,
             MESSAGES_MIN);
    qsort(due, count, sizeof *due, by_time);
    qsort(sent, count, sizeof *sent, by_time);
}

static double positive(const char *text)
{
    char *end;
    const double value = strtod(text, &end);

    if (*end != '\0' || !(value > 0 && value < 1e9))
        errx(2, "'%s' is no number above 0", text);
    return value;
}

static bool pass_poisson(double mean_ns)
{
    const bool gaps = pass_gaps(mean_ns), spread = pass_spread(), blocks = pass_blocks(mean_ns);

    return gaps && spread && blocks;
}

int main(int argc, char **argv)
{
    static const char make[] = "--make=";
    const bool option = argc == 4, even = option && strcmp(argv[1], "--uniform") == 0;
    const bool making = option && strncmp(argv[1], make, strlen(make)) == 0;

    if ((argc != 3 && argc != 4) || option != (even || making))
        errx(2, "wrong use: arrivals-check [--uniform] RATE FILE, or "
                "--make=poisson|uniform|gamma2 RATE COUNT");

    const double per_s = positive(argv[argc - 2]);

    if (making) {
        arrivals_make(argv[1] + strlen(make), per_s, (size_t)positive(argv[3]));
        return 0;
    }
    read_times(argv[argc - 1]);

    const bool passed = even ? pass_even_gaps(1e9 / per_s) : pass_poisson(1e9 / per_s);

    free(due);
    free(sent);
    return passed ? 0 : 1;
}
