/* placement.c - who runs on which CPU. */
#include "placement.h"

#include "machine.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int next_cpu(const cpu_set_t *allowed, int after)
{
    for (int cpu = after + 1; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET((size_t)cpu, allowed))
            return cpu;
    return -1;
}

/* Reads a list such as "0,64" or "0-1", as the kernel writes it. */
static bool lists(const char *list, int cpu)
{
    for (const char *at = list; *at;) {
        char *end;
        long first = strtol(at, &end, 10);
        long last = *end == '-' ? strtol(end + 1, &end, 10) : first;

        if (cpu >= first && cpu <= last)
            return true;
        if (*end != ',')
            return false;
        at = end + 1;
    }
    return false;
}

static bool share_a_core(int cpu, int other)
{
    char path[96];
    char siblings[256];

    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/topology/thread_siblings_list",
             cpu);
    return machine_line(path, siblings, sizeof siblings) && lists(siblings, other);
}

struct placement placement_choose(void)
{
    cpu_set_t allowed;
    struct placement placement = { 0 };

    if (sched_getaffinity(0, sizeof allowed, &allowed) < 0) {
        CPU_ZERO(&allowed);
        CPU_SET(0, &allowed);
    }
    placement.server_cpu = next_cpu(&allowed, -1);
    placement.generator_cpu = next_cpu(&allowed, placement.server_cpu);
    placement.shared = placement.generator_cpu < 0;
    if (placement.shared) {
        placement.generator_cpu = placement.server_cpu;
        return placement;
    }
    for (int cpu = placement.generator_cpu; cpu >= 0; cpu = next_cpu(&allowed, cpu))
        if (!share_a_core(placement.server_cpu, cpu)) {
            placement.generator_cpu = cpu;
            return placement;
        }
    placement.one_core = true;
    return placement;
}

bool placement_pin(int cpu)
{
    cpu_set_t only;

    CPU_ZERO(&only);
    CPU_SET((size_t)cpu, &only);
    return sched_setaffinity(0, sizeof only, &only) == 0;
}
