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

/* The fields after "cpuN" are user, nice, system, idle, iowait, ... in ticks. A CPU that waits
 * for a disk is idle, too. */
static uint64_t idle_ticks(const char *fields)
{
    uint64_t idle = 0;
    char *at = (char *)fields;

    for (int field = 0; field < 5; field++) {
        uint64_t ticks = strtoull(at, &at, 10);

        if (field >= 3)
            idle += ticks;
    }
    return idle;
}

static uint64_t ns_per_tick(void)
{
    return NS_PER_S / (uint64_t)sysconf(_SC_CLK_TCK);
}

struct moment machine_moment(const struct placement *placement)
{
    struct moment moment = { .now_ns = clock_now_ns() };
    FILE *file = fopen("/proc/stat", "re");
    char line[512];

    while (file && fgets(line, sizeof line, file)) {
        char *fields;
        long cpu = strncmp(line, "cpu", 3) == 0 ? strtol(line + 3, &fields, 10) : -1;

        if (cpu < 0 || line[3] == ' ')
            continue;
        if (cpu == placement->server_cpu || cpu == placement->generator_cpu) {
            moment.idle_ns += idle_ticks(fields) * ns_per_tick();
            moment.idle_known = true;
        }
    }
    if (file)
        (void)fclose(file);
    return moment;
}

double machine_put_foreign(const struct placement *placement, const struct moment *before,
                           double ours_s, struct readings *readings)
{
    static const char source[] = "/proc/stat less our own";
    struct moment after = machine_moment(placement);
    double cpus = placement->shared ? 1 : 2;
    double took_s = (double)(after.now_ns - before->now_ns) / NS_PER_S;
    double idle_s = ((double)after.idle_ns - (double)before->idle_ns) / NS_PER_S;

    if (!before->idle_known || !after.idle_known) {
        readings_lack(readings, "foreign_cpu_share", "1", source, "/proc/stat does not tell");
        return took_s;
    }
    readings_put(readings, "foreign_cpu_share", "1", source,
                 (cpus * took_s - idle_s - ours_s) / took_s);
    readings_put(readings, "foreign_cpu_grain", "1", source,
                 cpus * (double)ns_per_tick() / NS_PER_S / 2 / took_s);
    return took_s;
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
