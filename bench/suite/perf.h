/* perf.h - what a server and all its descendants do, counted by the kernel: perf_event_open().
 *
 *     perf_probe(&perf, group, cpu)          once: what may be counted here, and how
 *     perf_open(&perf, group, pid, &counters)   before the server's exec
 *     perf_read(&counters, COUNT_SYSCALLS, &so_far)   whenever it is wanted; the dead count too
 *     perf_close(&counters)
 *
 * There are two ways. Counters of a cgroup belong to a CPU: a new process or thread in the
 * group costs them nothing. Counters that are inherited must be made anew for each thread and
 * process, which has been measured to double what a new thread costs and to add a third to a
 * new process; so they are the second choice, and no choice where clients come and go. */
#ifndef ECHOLAB_PERF_H
#define ECHOLAB_PERF_H

#include "lab.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum count {
    COUNT_SYSCALLS, /* system calls entered */
    COUNT_SWITCHES, /* context switches, asked for or not */
    COUNT_FAULTS,   /* page faults, the kernel's own included */
    COUNT_FORKS,    /* processes and threads made */
    COUNT_CLOCK,    /* nanoseconds on a CPU, less what it takes to get there */
    COUNTS
};

/* What may be counted. */
struct perf {
    bool by_group; /* the cgroup's, on one CPU; otherwise inherited by each descendant */
    int cpu;
    uint64_t trace_points[COUNTS];     /* 0: it is none */
    char missing[COUNTS][REASON_TEXT]; /* why it cannot be counted; "" if it can */
};

struct counters {
    int fds[COUNTS]; /* -1: not counted */
};

/* `group` is the folder of a cgroup of version 2 for the trial, or -1. */
void perf_probe(struct perf *perf, int group, int cpu);

/* Begins to count what happens in the group, or what `pid` and its descendants do from the
 * next exec on. Whatever cannot be opened now is not counted. */
void perf_open(const struct perf *perf, int group, pid_t pid, struct counters *counters);

/* False if it is not counted. */
bool perf_read(const struct counters *counters, enum count count, double *so_far);

void perf_close(struct counters *counters);

/* For the files: how it is counted. */
const char *perf_source(const struct perf *perf);

#endif
