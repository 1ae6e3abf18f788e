/* tree.c - a live process with all its descendants: their CPU clocks and their memory. */
#include "tree.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void add(struct tree *tree, pid_t pid)
{
    if (tree->count == tree->room) {
        tree->room = tree->room ? 2 * tree->room : 16;
        tree->pids = realloc(tree->pids, tree->room * sizeof *tree->pids);
        assert(tree->pids);
    }
    tree->pids[tree->count++] = pid;
}

/* Children belong to the thread that made them. */
static bool add_children(struct tree *tree, pid_t pid, const char *thread)
{
    char path[64];
    char *line = NULL;
    size_t room = 0;

    snprintf(path, sizeof path, "/proc/%d/task/%.20s/children", pid, thread);

    FILE *file = fopen(path, "re");

    if (!file)
        return false;
    if (getline(&line, &room, file) > 0) {
        char *end;

        for (char *at = line;; at = end) {
            long child = strtol(at, &end, 10);

            if (end == at)
                break;
            add(tree, (pid_t)child);
        }
    }
    free(line);
    (void)fclose(file);
    return true;
}

/* False if the process is gone. Threads come and go; one that left just now had no children. */
static bool add_threads(struct tree *tree, pid_t pid)
{
    char path[32];
    bool told = false;

    snprintf(path, sizeof path, "/proc/%d/task", pid);

    DIR *threads = opendir(path);

    if (!threads)
        return false;
    for (struct dirent *entry = readdir(threads); entry; entry = readdir(threads)) {
        if (entry->d_name[0] == '.')
            continue;
        tree->threads++;
        if (add_children(tree, pid, entry->d_name))
            told = true;
    }
    closedir(threads);
    return told;
}

bool tree_read(pid_t root, struct tree *tree)
{
    tree->count = 0;
    tree->threads = 0;
    add(tree, root);
    for (size_t i = 0; i < tree->count; i++)
        if (!add_threads(tree, tree->pids[i]) && i == 0)
            return false;
    return true;
}

void tree_release(struct tree *tree)
{
    free(tree->pids);
    *tree = (struct tree){ 0 };
}

bool tree_same(const struct tree *tree, const struct tree *other)
{
    return tree->count == other->count &&
           memcmp(tree->pids, other->pids, tree->count * sizeof *tree->pids) == 0;
}

bool tree_cpu_s(const struct tree *tree, double *cpu_s)
{
    *cpu_s = 0;
    for (size_t i = 0; i < tree->count; i++) {
        clockid_t clock;
        struct timespec spent;

        if (clock_getcpuclockid(tree->pids[i], &clock) != 0 || clock_gettime(clock, &spent) < 0)
            return false;
        *cpu_s += (double)spent.tv_sec + (double)spent.tv_nsec / 1e9;
    }
    return true;
}

static bool add_memory(pid_t pid, struct memory *memory)
{
    char path[40];
    char line[128];
    bool told = false;

    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);

    FILE *file = fopen(path, "re");

    while (file && fgets(line, sizeof line, file)) {
        const char *colon = strchr(line, ':');
        double kib = colon ? strtod(colon + 1, NULL) : 0;

        if (strncmp(line, "Pss:", 4) == 0) {
            memory->pss_kib += kib;
            told = true;
        } else if (strncmp(line, "Pss_Anon:", 9) == 0 || strncmp(line, "Pss_Shmem:", 10) == 0) {
            memory->anonymous_kib += kib;
        }
    }
    if (file)
        (void)fclose(file);
    return told;
}

bool tree_memory(const struct tree *tree, struct memory *memory)
{
    *memory = (struct memory){ 0 };
    for (size_t i = 0; i < tree->count; i++)
        if (!add_memory(tree->pids[i], memory))
            return false;
    return true;
}
