/* machine.h - what the kernel says about the machine as a whole. */
#ifndef ECHOLAB_MACHINE_H
#define ECHOLAB_MACHINE_H

#include "placement.h"
#include "readings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* A moment's clocks, for a comparison with a later moment's. */
struct moment {
    uint64_t now_ns;
    bool idle_known;
    uint64_t idle_ns; /* how long the CPUs of the placement have had nothing to do since boot */
    uint64_t steal_ns; /* and how long they waited while the hypervisor served others */
};

struct moment machine_moment(const struct placement *placement);

/* The same from a text such as /proc/stat. */
void machine_read_stat(FILE *stat, const struct placement *placement, struct moment *moment);

/* Adds to the readings which share of a CPU somebody else has used since `before` on the CPUs
 * of the placement, and which the hypervisor has taken away: what they were busy with, less
 * that, less `ours_s`, the seconds that are accounted for. It is reckoned from idle time, which
 * the kernel counts in steps of 10 ms for each CPU; "foreign_cpu_grain" says how wrong the
 * shares may well be by that. Returns the seconds since `before`. */
double machine_put_foreign(const struct placement *placement, const struct moment *before,
                           double ours_s, struct readings *readings);

/* The same between two moments. */
double machine_put_shares(const struct placement *placement, const struct moment *before,
                          const struct moment *after, double ours_s, struct readings *readings);

/* What this process has spent so far, in CPU seconds. */
double machine_own_cpu_s(void);

/* Connections of the machine in TIME_WAIT; -1 if unknown. */
long machine_time_wait(void);

/* The first line of a file without its end of line. False, and an empty line, if it cannot be
 * read. */
bool machine_line(const char *path, char *line, size_t room);

#endif
