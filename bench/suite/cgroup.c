/* cgroup.c - a cgroup for each server: what its processes use, whoever of them is dead. */
#include "cgroup.h"

#include "clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAKING_TRIES = 20, REMOVAL_TRIES = 200, REMOVAL_PAUSE_MS = 5 };

static const char prefix[] = "echolab-";

static struct cgroup no_cgroup(const struct cgroups *cgroups)
{
    struct cgroup cgroup = { .cgroups = cgroups };

    for (enum hierarchy i = 0; i < HIERARCHIES; i++)
        cgroup.folders[i] = -1;
    return cgroup;
}

/* A small file as a text; false if it cannot be read. */
static bool read_file(int folder, const char *name, char *text, size_t room)
{
    int file = folder < 0 ? -1 : openat(folder, name, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, room - 1);

    if (file >= 0)
        close(file);
    text[length > 0 ? length : 0] = '\0';
    return length > 0;
}

static bool read_number(int folder, const char *name, double *number)
{
    char text[64];
    bool read = read_file(folder, name, text, sizeof text);

    if (read)
        *number = strtod(text, NULL);
    return read;
}

/* "key number" on a line of its own. */
static bool find_number(const char *text, const char *key, double *number)
{
    size_t length = strlen(key);

    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, length) == 0 && line[length] == ' ') {
            *number = strtod(line + length, NULL);
            return true;
        }
    }
    return false;
}

static void remove_from(int home, const char *name)
{
    static const struct timespec pause = { .tv_nsec = REMOVAL_PAUSE_MS * (long)NS_PER_MS };

    for (int i = 0; i < REMOVAL_TRIES; i++) {
        if (unlinkat(home, name, AT_REMOVEDIR) == 0 || errno != EBUSY)
            return;
        nanosleep(&pause, NULL);
    }
}

/* Whoever holds the lock is alive. A cgroup with processes in it cannot be removed: then those
 * are not gone yet, and the next start will see. */
static void remove_stale(const char *home)
{
    DIR *entries = opendir(home);

    if (!entries)
        return;
    for (struct dirent *entry = readdir(entries); entry; entry = readdir(entries)) {
        if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
            continue;

        int folder = openat(dirfd(entries), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) == 0)
            unlinkat(dirfd(entries), entry->d_name, AT_REMOVEDIR);
        if (folder >= 0)
            close(folder);
    }
    closedir(entries);
}

/* Returns the folder, locked, or -1 with errno. Until it is locked another runner may take it
 * for one that was left, and remove it. */
static int lock_in(int parent, const char *name)
{
    int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) == 0 &&
        faccessat(folder, "cgroup.procs", F_OK, 0) == 0)
        return folder;

    int error = errno;

    if (folder >= 0)
        close(folder);
    unlinkat(parent, name, AT_REMOVEDIR);
    errno = error;
    return -1;
}

/* The same of a folder that is new. */
static int make_in(const char *home, const char *name)
{
    int parent = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int folder = parent >= 0 && mkdirat(parent, name, 0755) == 0 ? lock_in(parent, name) : -1;
    int error = errno;

    if (parent >= 0)
        close(parent);
    errno = error;
    return folder;
}

/* Makes what can be made, under a name of its own; `removed` says if another runner was
 * quicker. */
static bool make_everywhere(struct cgroups *cgroups, struct cgroup *cgroup, bool *removed)
{
    bool made = false;

    *cgroup = no_cgroup(cgroups);
    *removed = false;
    snprintf(cgroup->name, sizeof cgroup->name, "%s%d-%u", prefix, getpid(), ++cgroups->made);
    for (enum hierarchy i = 0; i < HIERARCHIES; i++) {
        if (!*cgroups->homes[i].top)
            continue;
        cgroup->folders[i] = make_in(cgroups->homes[i].folder, cgroup->name);
        made = made || cgroup->folders[i] >= 0;
        if (cgroup->folders[i] < 0 && (errno == ENOENT || errno == EWOULDBLOCK))
            *removed = true;
    }
    return made;
}

bool cgroup_make(struct cgroups *cgroups, struct cgroup *cgroup)
{
    bool removed = false;
    bool made = make_everywhere(cgroups, cgroup, &removed);

    for (int i = 1; removed && i < MAKING_TRIES; i++) {
        cgroup_remove(cgroup);
        made = make_everywhere(cgroups, cgroup, &removed);
    }
    return made;
}

static bool move_to(int folder, pid_t pid)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%d", pid);
    int file = openat(folder, "cgroup.procs", O_WRONLY | O_CLOEXEC);
    bool moved = file >= 0 && write(file, text, (size_t)length) == length;
    int error = errno;

    if (file >= 0)
        close(file);
    errno = error;
    return moved;
}

bool cgroup_take_in(const struct cgroup *cgroup, pid_t pid)
{
    for (enum hierarchy i = 0; i < HIERARCHIES; i++)
        if (cgroup->folders[i] >= 0 && !move_to(cgroup->folders[i], pid))
            return false;
    return true;
}

bool cgroup_cpu(const struct cgroup *cgroup, struct cgroup_cpu *spent)
{
    const int *folders = cgroup->folders;
    double unit = 1e6;

    *spent = (struct cgroup_cpu){ 0 };

    char text[2048];
    bool known = read_file(folders[HIERARCHY_UNIFIED], "cpu.stat", text, sizeof text) &&
                 find_number(text, "usage_usec", &spent->total_s) &&
                 find_number(text, "user_usec", &spent->user_s) &&
                 find_number(text, "system_usec", &spent->system_s);

    if (folders[HIERARCHY_CPUACCT] >= 0) {
        unit = 1e9;
        known = read_number(folders[HIERARCHY_CPUACCT], "cpuacct.usage", &spent->total_s) &&
                read_number(folders[HIERARCHY_CPUACCT], "cpuacct.usage_user", &spent->user_s) &&
                read_number(folders[HIERARCHY_CPUACCT], "cpuacct.usage_sys", &spent->system_s);
    }
    spent->total_s /= unit;
    spent->user_s /= unit;
    spent->system_s /= unit;
    return known;
}

bool cgroup_memory(const struct cgroup *cgroup, double *now_kib, double *most_kib)
{
    int second = cgroup->folders[HIERARCHY_UNIFIED];
    int first = cgroup->folders[HIERARCHY_MEMORY];
    double sockets = 0;

    *now_kib = 0;

    bool known = first >= 0 ? read_number(first, "memory.usage_in_bytes", now_kib)
                            : read_number(second, "memory.current", now_kib);

    if (first >= 0 ? !read_number(first, "memory.max_usage_in_bytes", most_kib)
                   : !read_number(second, "memory.peak", most_kib))
        *most_kib = NAN;

    /* Version 1 keeps what sockets have in flight apart, and version 2 does not. */
    if (first >= 0)
        (void)read_number(first, "memory.kmem.tcp.usage_in_bytes", &sockets);
    *now_kib = (*now_kib + sockets) / 1024;
    *most_kib /= 1024;
    return known;
}

void cgroup_remove(struct cgroup *cgroup)
{
    for (enum hierarchy i = 0; i < HIERARCHIES; i++) {
        if (cgroup->folders[i] < 0)
            continue;

        int home = openat(cgroup->folders[i], "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        if (home >= 0) {
            remove_from(home, cgroup->name);
            close(home);
        }
        close(cgroup->folders[i]);
        cgroup->folders[i] = -1;
    }
}

/* Somebody to be moved around. -1 if there can be none. */
static pid_t start_dummy(void)
{
    pid_t parent = getpid();
    pid_t child = fork();

    if (child == 0) {
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent)
            pause();
        _exit(0);
    }
    return child;
}

static void end_dummy(pid_t dummy)
{
    if (dummy < 0)
        return;
    kill(dummy, SIGKILL);
    waitpid(dummy, NULL, 0);
}

/* True if a process can be moved there and everything be read; `memory` says if that, too. */
static bool try_home(const struct cgroup_home *home, enum hierarchy hierarchy, bool *memory)
{
    struct cgroups only = { 0 };
    struct cgroup cgroup;
    struct cgroup_cpu spent;
    double now_kib = 0, most_kib = 0;
    pid_t dummy = start_dummy();

    only.homes[hierarchy] = *home;

    bool works = dummy > 0 && cgroup_make(&only, &cgroup) && cgroup_take_in(&cgroup, dummy);
    int error = errno;

    *memory = works && cgroup_memory(&cgroup, &now_kib, &most_kib);
    if (works && hierarchy != HIERARCHY_MEMORY)
        works = cgroup_cpu(&cgroup, &spent);
    end_dummy(dummy);
    if (dummy > 0)
        cgroup_remove(&cgroup);
    errno = error;
    return works;
}

/* A cgroup with processes in it hands the memory controller down to none of its own, but the
 * one above it may. So the search climbs, as far as we may make something. */
static bool find_unified(struct cgroup_home *found, bool *memory, int *error)
{
    struct cgroup_home home;
    bool any = false;

    *memory = false;
    *error = 0;
    if (!cgroup_home_find(HIERARCHY_UNIFIED, &home))
        return false;
    do {
        bool here = false;

        remove_stale(home.folder);
        if (!try_home(&home, HIERARCHY_UNIFIED, &here)) {
            *error = *error ? *error : errno;
            continue;
        }
        if (!any || here)
            *found = home;
        any = true;
        *memory = here;
    } while (!*memory && cgroup_home_climb(&home));
    return any;
}

static bool find_first(enum hierarchy hierarchy, struct cgroup_home *home, int *error)
{
    bool memory;

    if (!cgroup_home_find(hierarchy, home))
        return false;
    remove_stale(home->folder);
    if (try_home(home, hierarchy, &memory) && (memory || hierarchy != HIERARCHY_MEMORY))
        return true;
    *error = errno;
    *home = (struct cgroup_home){ 0 };
    return false;
}

static void explain(const char *what, int error, char reason[REASON_TEXT])
{
    if (error)
        snprintf(reason, REASON_TEXT, "no cgroup for %s can be made here: %s", what,
                 strerror(error));
    else
        snprintf(reason, REASON_TEXT, "no cgroup here accounts for %s", what);
}

void cgroups_find(struct cgroups *cgroups)
{
    struct cgroup_home *homes = cgroups->homes;
    bool memory;
    int error;
    int other = 0;

    *cgroups = (struct cgroups){ 0 };

    bool cpu = find_unified(&homes[HIERARCHY_UNIFIED], &memory, &error);

    if (!cpu)
        cpu = find_first(HIERARCHY_CPUACCT, &homes[HIERARCHY_CPUACCT], &error);
    if (!cpu)
        explain("CPU time", error, cgroups->no_cpu);
    if (!memory)
        memory = find_first(HIERARCHY_MEMORY, &homes[HIERARCHY_MEMORY], &other);
    if (!memory)
        explain("memory", other ? other : cpu ? 0 : error, cgroups->no_memory);
}

const char *cgroups_cpu_source(const struct cgroups *cgroups)
{
    return *cgroups->homes[HIERARCHY_CPUACCT].top ? "cgroup v1, cpuacct"
                                                  : "cgroup v2, cpu.stat";
}

const char *cgroups_memory_source(const struct cgroups *cgroups)
{
    return *cgroups->homes[HIERARCHY_MEMORY].top ? "cgroup v1, memory"
                                                 : "cgroup v2, memory.current";
}
