/* cgroup.h - a cgroup for each server: what its processes use, whoever of them is dead.
 *
 *     cgroups_find(&cgroups)                 once: what may be made here
 *     cgroup_make(&cgroups, &cgroup)         before the server's start
 *     cgroup_take_in(&cgroup, pid)           before its exec: its descendants follow it
 *     cgroup_cpu(&cgroup, &spent)            whenever it is wanted
 *     cgroup_remove(&cgroup)                 once all its processes are gone
 *
 * It also knows what wait4() does not: what a thread spends on its way out, and the memory
 * that the kernel holds for the server, sockets and page tables among it.
 *
 * A cgroup of ours is named "echolab-" and a number, and locked as long as we live. One that
 * is not locked was left by a runner that was killed, and is removed by the next. */
#ifndef ECHOLAB_CGROUP_H
#define ECHOLAB_CGROUP_H

#include "cgroup_home.h"
#include "lab.h"

#include <stdbool.h>
#include <sys/types.h>

/* What may be made. A reason is "" if it works. */
struct cgroups {
    struct cgroup_home homes[HIERARCHIES]; /* those that are used; the others are empty */
    char no_cpu[REASON_TEXT];
    char no_memory[REASON_TEXT];
    unsigned made;
};

struct cgroup {
    const struct cgroups *cgroups;
    char name[32];
    int folders[HIERARCHIES]; /* locked; -1: not made */
};

/* The kernel finds out at its clock's ticks who was in user space, so the parts are estimates;
 * the whole is exact. */
struct cgroup_cpu {
    double total_s, user_s, system_s;
};

/* Finds out by trying, with a process of its own. */
void cgroups_find(struct cgroups *cgroups);

/* False if none can be made; then there is nothing to remove. */
bool cgroup_make(struct cgroups *cgroups, struct cgroup *cgroup);

/* False if the process could not be moved, or not everywhere. */
bool cgroup_take_in(const struct cgroup *cgroup, pid_t pid);

bool cgroup_cpu(const struct cgroup *cgroup, struct cgroup_cpu *spent);

/* What it is charged now, the kernel's side included; and the most it ever was, which older
 * kernels do not keep: then it is not a number. The kernel charges in lots, so that it may be
 * wrong by 256 KiB for each CPU. */
bool cgroup_memory(const struct cgroup *cgroup, double *now_kib, double *most_kib);

/* Waits a little for processes that are just leaving. */
void cgroup_remove(struct cgroup *cgroup);

/* For the files. */
const char *cgroups_cpu_source(const struct cgroups *cgroups);
const char *cgroups_memory_source(const struct cgroups *cgroups);

#endif
