/* observe.c - what /proc says about a server, read from outside. */
#include "observe.h"

#include "clock.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATH_SIZE = 64, TEXT_SIZE = 32768 };

/* Reads a whole small file into `text`; an empty string when it cannot be read. */
static void read_text(const char *path, char text[TEXT_SIZE])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t count = 0;
    ssize_t n = 0;

    while (fd >= 0 && (n = read(fd, text + count, TEXT_SIZE - 1 - count)) > 0)
        count += (size_t)n;
    text[count] = '\0';
    if (fd >= 0)
        close(fd);
}

static void read_proc(pid_t pid, const char *file, char text[TEXT_SIZE])
{
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    read_text(path, text);
}

static DIR *open_proc(pid_t pid, const char *folder)
{
    char path[PATH_SIZE];

    (void)snprintf(path, sizeof path, "/proc/%d/%s", pid, folder);
    return opendir(path);
}

/* Reads the next entry that is a number; -1 when there is none. */
static int next_number(DIR *folder)
{
    const struct dirent *entry;

    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            return atoi(entry->d_name); // NOLINT(cert-err34-c): the kernel writes numbers here
    return -1;
}

static unsigned count_entries(pid_t pid, const char *name)
{
    DIR *folder = open_proc(pid, name);
    unsigned count = 0;

    if (!folder)
        return 0;
    while (next_number(folder) >= 0)
        count++;
    closedir(folder);
    return count;
}

/* Adds the children of one thread: the kernel keeps a list for each. */
static unsigned add_children(pid_t pid, int thread, pid_t children[OBSERVE_CHILDREN],
                             unsigned count)
{
    char file[PATH_SIZE];
    char text[TEXT_SIZE];
    char *rest = text;

    (void)snprintf(file, sizeof file, "task/%d/children", thread);
    read_proc(pid, file, text);
    while (count < OBSERVE_CHILDREN) {
        char *end;
        long child = strtol(rest, &end, 10);

        if (end == rest)
            break;
        children[count++] = (pid_t)child;
        rest = end;
    }
    return count;
}

unsigned observe_children(pid_t pid, pid_t children[OBSERVE_CHILDREN])
{
    DIR *threads = open_proc(pid, "task");
    unsigned count = 0;
    int thread;

    if (!threads)
        return 0;
    while ((thread = next_number(threads)) >= 0)
        count = add_children(pid, thread, children, count);
    closedir(threads);
    return count;
}

/* 'R', 'S' and so on as in proc(5), of the first thread; '\0' of nobody. */
static char state_of(pid_t pid)
{
    char text[TEXT_SIZE];

    read_proc(pid, "stat", text);

    /* The name in brackets may hold anything, the state follows the last bracket. */
    const char *name_end = strrchr(text, ')');

    if (!name_end || name_end[1] != ' ')
        return '\0';
    return name_end[2];
}

struct census observe_census(pid_t pid)
{
    static pid_t children[OBSERVE_CHILDREN];
    struct census census = {
        .descriptors = count_entries(pid, "fd"),
        .threads = count_entries(pid, "task"),
        .children = observe_children(pid, children),
    };

    for (size_t i = 0; i < census.children; i++)
        census.zombies += state_of(children[i]) == 'Z';
    return census;
}

static uint64_t cpu_of_one(pid_t pid)
{
    struct timespec used;
    clockid_t clock;

    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) < 0)
        return 0;
    return (uint64_t)used.tv_sec * NS_PER_S + (uint64_t)used.tv_nsec;
}

/* Sums `measure` over the process and its children. */
static uint64_t sum_over_family(pid_t pid, uint64_t (*measure)(pid_t))
{
    static pid_t children[OBSERVE_CHILDREN];
    unsigned count = observe_children(pid, children);
    uint64_t sum = measure(pid);

    for (size_t i = 0; i < count; i++)
        sum += measure(children[i]);
    return sum;
}

uint64_t observe_cpu_ns(pid_t pid)
{
    return sum_over_family(pid, cpu_of_one);
}

/* "used waited turns", of the first thread. */
static uint64_t wait_of_one(pid_t pid)
{
    char text[TEXT_SIZE];
    char *end = text;

    read_proc(pid, "schedstat", text);
    (void)strtoull(text, &end, 10);
    return strtoull(end, NULL, 10);
}

uint64_t observe_wait_ns(pid_t pid)
{
    return sum_over_family(pid, wait_of_one);
}

bool observe_wants_cpu(pid_t pid)
{
    static pid_t children[OBSERVE_CHILDREN];
    unsigned count = observe_children(pid, children);
    bool wanted = state_of(pid) == 'R';

    for (size_t i = 0; i < count && !wanted; i++)
        wanted = state_of(children[i]) == 'R';
    return wanted;
}

/* The number behind a "Name:" in a text of such lines; 0 if there is none. */
static uint64_t field(const char *text, const char *name)
{
    const char *found = strstr(text, name);

    return found ? strtoull(found + strlen(name), NULL, 10) : 0;
}

static uint64_t memory_of_one(pid_t pid)
{
    char text[TEXT_SIZE];

    read_proc(pid, "smaps_rollup", text);
    return field(text, "\nPss_Anon:");
}

uint64_t observe_memory_kib(pid_t pid)
{
    return sum_over_family(pid, memory_of_one);
}

uint64_t observe_resident_kib(pid_t pid)
{
    char text[TEXT_SIZE];

    read_proc(pid, "smaps_rollup", text);
    return field(text, "\nRss:");
}

uint64_t observe_address_space_kib(pid_t pid)
{
    char text[TEXT_SIZE];

    read_proc(pid, "status", text);
    return field(text, "\nVmSize:");
}

bool observe_sanitizer(pid_t pid)
{
    return observe_address_space_kib(pid) >= 1ULL << 30;
}

unsigned observe_sockets(pid_t pid, uint64_t inodes[], unsigned most)
{
    static const char prefix[] = "socket:[";
    DIR *folder = open_proc(pid, "fd");
    unsigned count = 0;
    int fd;

    if (!folder)
        return 0;
    while (count < most && (fd = next_number(folder)) >= 0) {
        char name[PATH_SIZE] = "";
        char link[PATH_SIZE];

        (void)snprintf(link, sizeof link, "%d", fd);
        if (readlinkat(dirfd(folder), link, name, sizeof name - 1) > 0 &&
            strncmp(name, prefix, sizeof prefix - 1) == 0)
            inodes[count++] = strtoull(name + sizeof prefix - 1, NULL, 10);
    }
    closedir(folder);
    return count;
}
