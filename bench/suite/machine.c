/* machine.c - what the kernel says about the machine as a whole. */
#include "machine.h"

#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool machine_line(const char *path, char *line, size_t room)
{
    FILE *file = fopen(path, "re");
    bool read = file && fgets(line, (int)room, file);

    if (!read)
        *line = '\0';
    line[strcspn(line, "\n")] = '\0';
    if (file)
        (void)fclose(file);
    return read;
}

/* The fields after "cpuN" are user, nice, system, idle, iowait, irq, softirq, steal, ... in
 * ticks. A CPU that waits for a disk is idle, too. */
enum { FIELD_IDLE = 3, FIELD_IOWAIT = 4, FIELD_STEAL = 7, FIELDS = 8 };

static uint64_t ns_per_tick(void)
{
    return NS_PER_S / (uint64_t)sysconf(_SC_CLK_TCK);
}

static void add_ticks(const char *fields, struct moment *moment)
{
    uint64_t ticks[FIELDS];
    char *at = (char *)fields;

    for (int field = 0; field < FIELDS; field++)
        ticks[field] = strtoull(at, &at, 10);
    moment->idle_ns += (ticks[FIELD_IDLE] + ticks[FIELD_IOWAIT]) * ns_per_tick();
    moment->steal_ns += ticks[FIELD_STEAL] * ns_per_tick();
    moment->idle_known = true;
}

void machine_read_stat(FILE *stat, const struct placement *placement, struct moment *moment)
{
    char line[512];

    while (fgets(line, sizeof line, stat)) {
        char *fields;
        long cpu = strncmp(line, "cpu", 3) == 0 ? strtol(line + 3, &fields, 10) : -1;

        if (cpu < 0 || line[3] == ' ')
            continue;
        if (cpu == placement->server_cpu || cpu == placement->generator_cpu)
            add_ticks(fields, moment);
    }
}

struct moment machine_moment(const struct placement *placement)
{
    struct moment moment = { .now_ns = clock_now_ns() };
    FILE *file = fopen("/proc/stat", "re");

    if (file) {
        machine_read_stat(file, placement, &moment);
        (void)fclose(file);
    }
    return moment;
}

double machine_put_shares(const struct placement *placement, const struct moment *before,
                          const struct moment *after, double ours_s, struct readings *readings)
{
    static const char source[] = "/proc/stat less our own";
    static const char stolen[] = "/proc/stat";
    static const char silent[] = "/proc/stat does not tell";
    double cpus = placement->shared ? 1 : 2;
    double took_s = (double)(after->now_ns - before->now_ns) / NS_PER_S;
    double idle_s = ((double)after->idle_ns - (double)before->idle_ns) / NS_PER_S;
    double steal_s = ((double)after->steal_ns - (double)before->steal_ns) / NS_PER_S;

    if (!before->idle_known || !after->idle_known) {
        readings_lack(readings, "foreign_cpu_share", "1", source, silent);
        readings_lack(readings, "steal_share", "1", stolen, silent);
        return took_s;
    }
    readings_put(readings, "foreign_cpu_share", "1", source,
                 (cpus * took_s - idle_s - steal_s - ours_s) / took_s);
    readings_put(readings, "steal_share", "1", stolen, steal_s / took_s);
    readings_put(readings, "foreign_cpu_grain", "1", source,
                 cpus * (double)ns_per_tick() / NS_PER_S / 2 / took_s);
    return took_s;
}

double machine_put_foreign(const struct placement *placement, const struct moment *before,
                           double ours_s, struct readings *readings)
{
    struct moment after = machine_moment(placement);

    return machine_put_shares(placement, before, &after, ours_s, readings);
}

double machine_own_cpu_s(void)
{
    struct timespec spent;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (double)spent.tv_sec + (double)spent.tv_nsec / NS_PER_S;
}

long machine_time_wait(void)
{
    FILE *file = fopen("/proc/net/sockstat", "re");
    char line[256];
    long waiting = -1;

    while (file && fgets(line, sizeof line, file)) {
        const char *count = strncmp(line, "TCP:", 4) == 0 ? strstr(line, " tw ") : NULL;

        if (count)
            waiting = strtol(count + 4, NULL, 10);
    }
    if (file)
        (void)fclose(file);
    return waiting;
}
