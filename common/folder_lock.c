/* folder_lock.c - one server at a time changes which socket file stands in a folder. */
#include "folder_lock.h"

#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

static const uint64_t patience_ns = 2ULL * NS_PER_S;
static const long look_ns = 2L * NS_PER_MS;

/* Global because exit() passes nothing on, and may come while the lock is held. */
static int folder = -1;

/* Never blocks for good: in a folder that all may use, anybody may hold the lock. */
static bool lock(int fd)
{
    uint64_t deadline_ns = clock_now_ns() + patience_ns;

    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (errno != EWOULDBLOCK)
            return true; /* there are no locks here */
        if (clock_now_ns() > deadline_ns)
            return false;
        nanosleep(&(struct timespec){ .tv_nsec = look_ns }, NULL);
    }
    return true;
}

bool folder_lock(const char *path)
{
    char copy[PATH_MAX];

    if (folder >= 0)
        return true;
    (void)snprintf(copy, sizeof copy, "%s", path);
    folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || lock(folder))
        return true;
    folder_unlock();
    return false;
}

void folder_unlock(void)
{
    if (folder >= 0)
        close(folder);
    folder = -1;
}
