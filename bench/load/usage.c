/* usage.c - what the calling thread has used of the machine. */
#include "usage.h"

#include "clock.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* The second number of schedstat: time on a run queue. Documentation/scheduler/sched-stats.rst
 */
static bool read_run_queue_ns(uint64_t *waited_ns)
{
    char line[96];
    const int fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
    const ssize_t count = fd >= 0 ? read(fd, line, sizeof line - 1) : -1;
    char *second = line;

    if (fd >= 0)
        close(fd);
    if (count <= 0)
        return false;
    line[count] = '\0';
    (void)strtoull(line, &second, 10);
    *waited_ns = strtoull(second, NULL, 10);
    return true;
}

struct usage usage_now(void)
{
    struct timespec cpu = { 0 };
    struct rusage resources = { 0 };

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    getrusage(RUSAGE_THREAD, &resources);

    struct usage usage = {
        .cpu_ns = (uint64_t)cpu.tv_sec * NS_PER_S + (uint64_t)cpu.tv_nsec,
        .voluntary = (uint64_t)resources.ru_nvcsw,
        .involuntary = (uint64_t)resources.ru_nivcsw,
    };

    usage.waited_known = read_run_queue_ns(&usage.waited_ns);
    return usage;
}
