/* cgroup_home.h - where in the machine's cgroups we may make some of our own.
 *
 * There are two versions. In version 2 one hierarchy serves all purposes; in version 1 each
 * purpose has its own; many machines have both. What is found here is a folder; whether
 * anything can be made in it is found out by trying: cgroup.h. */
#ifndef ECHOLAB_CGROUP_HOME_H
#define ECHOLAB_CGROUP_HOME_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

enum hierarchy { HIERARCHY_UNIFIED, HIERARCHY_CPUACCT, HIERARCHY_MEMORY, HIERARCHIES };

struct cgroup_home {
    char top[PATH_MAX];    /* where the hierarchy is mounted; "" if it is not */
    char folder[PATH_MAX]; /* the cgroup that we are in ourselves, at `top` or below it */
};

/* Reads what /proc/self/mountinfo and /proc/self/cgroup say of one hierarchy. False, with
 * nothing in `home`, if it is not mounted, or if our own cgroup lies outside of what is. */
bool cgroup_home_read(FILE *mounts, FILE *memberships, enum hierarchy hierarchy,
                      struct cgroup_home *home);

/* The same from /proc. */
bool cgroup_home_find(enum hierarchy hierarchy, struct cgroup_home *home);

/* Goes one cgroup up. False at the top. */
bool cgroup_home_climb(struct cgroup_home *home);

/* "v1", "v2", "v1 and v2", "none": what is mounted. */
const char *cgroup_home_version(void);

#endif
