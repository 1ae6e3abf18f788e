/* machine.h - what the kernel says about the machine as a whole. */
#ifndef ECHOLAB_MACHINE_H
#define ECHOLAB_MACHINE_H

#include "placement.h"
#include "readings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A moment's clocks, for a comparison with a later moment's. */
struct moment {
    uint64_t now_ns;
    bool idle_known;
    uint64_t idle_ns; /* how long the CPUs of the placement have had nothing to do since boot */
};

struct moment machine_moment(const struct placement *placement);

/* Adds to the readings which share of a CPU somebody else has used since `before` on the CPUs
 * of the placement: whatever they did less `ours_s`, the seconds that are accounted for. It is
 * reckoned from idle time, so time that a hypervisor took away counts as used. The kernel
 * counts idle time in steps of 10 ms for each CPU; "foreign_cpu_grain" says how wrong the share
 * may well be by that. Returns the seconds since `before`. */
double machine_put_foreign(const struct placement *placement, const struct moment *before,
                           double ours_s, struct readings *readings);

/* What this process has spent so far, in CPU seconds. */
double machine_own_cpu_s(void);

/* Connections of the machine in TIME_WAIT; -1 if unknown. */
long machine_time_wait(void);

/* The first line of a file without its end of line. False, and an empty line, if it cannot be
 * read. */
bool machine_line(const char *path, char *line, size_t room);

#endif
