/* cpus.c - the CPUs a program's threads run on. */
#include "cpus.h"

#include "quantity.h"

#include <err.h>
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char sentence[256];

/* Reads digits and moves `text` behind them; -1 when there are none or they are no CPU's. */
static int read_number(const char **text)
{
    const size_t digits = strspn(*text, "0123456789");
    int number = 0;

    if (digits == 0 || digits > 4)
        return -1;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + ((*text)[i] - '0');
    *text += digits;
    return number < CPU_SETSIZE ? number : -1;
}

/* Reads "3" or "3-5" and moves `text` behind it. */
static bool read_range(const char **text, int *first, int *last)
{
    *first = *last = read_number(text);
    if (**text == '-') {
        ++*text;
        *last = read_number(text);
    }
    return *first >= 0 && *last >= *first;
}

static bool is_listed(const struct cpus *cpus, int cpu)
{
    size_t i = 0;

    while (i < cpus->count && cpus->numbers[i] != cpu)
        i++;
    return i < cpus->count;
}

static const char *add_range(struct cpus *cpus, const cpu_set_t *allowed, int first, int last)
{
    for (int cpu = first; cpu <= last; cpu++) {
        const char *reason = NULL;

        if (is_listed(cpus, cpu))
            reason = "is listed twice";
        else if (!CPU_ISSET((size_t)cpu, allowed))
            reason = "does not exist or may not be used by this process";
        if (reason) {
            snprintf(sentence, sizeof sentence, "CPU %d %s", cpu, reason);
            return sentence;
        }
        cpus->numbers[cpus->count++] = cpu;
    }
    return NULL;
}

const char *cpus_parse(const char *text, struct cpus *cpus)
{
    char quote[QUANTITY_QUOTE];
    const char *rest = text;
    cpu_set_t allowed;
    int first, last;

    if (sched_getaffinity(0, sizeof allowed, &allowed) < 0)
        return "the system does not say which CPUs there are";
    *cpus = (struct cpus){ 0 };
    while (read_range(&rest, &first, &last) && (*rest == ',' || *rest == '\0')) {
        const char *reason = add_range(cpus, &allowed, first, last);

        if (reason || *rest == '\0')
            return reason;
        rest++;
    }
    snprintf(sentence, sizeof sentence, "%s is not a list of CPUs such as 1 or 0-2,5",
             quantity_quote(text, quote));
    return sentence;
}

static void use(const cpu_set_t *set)
{
    errno = pthread_setaffinity_np(pthread_self(), sizeof *set, set);
    if (errno != 0)
        err(1, "cannot tie a thread to the CPUs of --cpus");
}

void cpus_use_all(const struct cpus *cpus)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    for (size_t i = 0; i < cpus->count; i++)
        CPU_SET((size_t)cpus->numbers[i], &set);
    if (cpus->count > 0)
        use(&set);
}

void cpus_use_one(const struct cpus *cpus, unsigned number)
{
    cpu_set_t set;

    CPU_ZERO(&set);
    if (cpus->count > 0) {
        CPU_SET((size_t)cpus->numbers[number % cpus->count], &set);
        use(&set);
    }
}
