/* arrivals-make.c - times at which messages were due and sent, made up to try arrivals-check.
 */
#include "arrivals.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LATE_MAX_NS = 50000 };

struct process {
    const char *name;
    double (*gap)(double mean);
};

static unsigned short random_state[3] = { 7, 11, 13 };

/* Not 0, of which there is no logarithm. */
static double fraction(void)
{
    return 1 - erand48(random_state);
}

static double exponential_gap(double mean)
{
    return -log(fraction()) * mean;
}

static double even_gap(double mean)
{
    return mean;
}

static double erlang_2_gap(double mean)
{
    return exponential_gap(mean / 2) + exponential_gap(mean / 2);
}

static const struct process processes[] = {
    { "poisson", exponential_gap },
    { "uniform", even_gap },
    { "gamma2", erlang_2_gap },
};

static const struct process *find(const char *name)
{
    for (size_t i = 0; i < sizeof processes / sizeof *processes; i++)
        if (strcmp(processes[i].name, name) == 0)
            return &processes[i];
    errx(2, "'%s' is neither poisson, uniform nor gamma2", name);
}

void arrivals_make(const char *name, double per_s, size_t count)
{
    const struct process *process = find(name);
    double due_ns = 1e9;

    puts("due_ns,sent_ns");
    for (size_t i = 0; i < count; i++) {
        due_ns += process->gap(1e9 / per_s);
        printf("%" PRIu64 ",%" PRIu64 "\n", (uint64_t)due_ns,
               (uint64_t)(due_ns + fraction() * LATE_MAX_NS));
    }
}
