/* perf.c - what a server and all its descendants do, counted by the kernel. */
#include "perf.h"

#include "machine.h"
#include "tracing.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A cgroup's time is a CPU's clock while the group runs there; a task has a clock of its own.
 */
static const struct {
    const char *trace_point; /* NULL: an event that the kernel counts anyway */
    uint64_t of_group, of_task;
} kinds[COUNTS] = {
    [COUNT_SYSCALLS] = { "raw_syscalls/sys_enter", 0, 0 },
    [COUNT_SWITCHES] = { NULL, PERF_COUNT_SW_CONTEXT_SWITCHES, PERF_COUNT_SW_CONTEXT_SWITCHES },
    [COUNT_FAULTS] = { NULL, PERF_COUNT_SW_PAGE_FAULTS, PERF_COUNT_SW_PAGE_FAULTS },
    [COUNT_FORKS] = { "sched/sched_process_fork", 0, 0 },
    [COUNT_CLOCK] = { NULL, PERF_COUNT_SW_CPU_CLOCK, PERF_COUNT_SW_TASK_CLOCK },
};

const char *perf_source(const struct perf *perf)
{
    return perf->by_group ? "perf_event_open, the server's cgroup on its CPU"
                          : "perf_event_open, inherited by each descendant";
}

static int open_event(const struct perf *perf, enum count count, int group, pid_t pid)
{
    uint64_t event = perf->by_group ? kinds[count].of_group : kinds[count].of_task;
    struct perf_event_attr attributes = {
        .size = sizeof attributes,
        .type = kinds[count].trace_point ? PERF_TYPE_TRACEPOINT : PERF_TYPE_SOFTWARE,
        .config = kinds[count].trace_point ? perf->trace_points[count] : event,
        .disabled = !perf->by_group,
        .enable_on_exec = !perf->by_group,
        .inherit = !perf->by_group,
    };
    unsigned long flags = PERF_FLAG_FD_CLOEXEC | (perf->by_group ? PERF_FLAG_PID_CGROUP : 0);

    return (int)syscall(SYS_perf_event_open, &attributes, perf->by_group ? group : pid,
                        perf->by_group ? perf->cpu : -1, -1, flags);
}

/* A process of ours may be watched, in user space, by everybody; the kernel's side needs
 * permission. */
static void explain(int error, char reason[REASON_TEXT])
{
    static const char path[] = "/proc/sys/kernel/perf_event_paranoid";
    char level[16];

    if ((error == EACCES || error == EPERM) && machine_line(path, level, sizeof level))
        snprintf(reason, REASON_TEXT,
                 "counting needs CAP_PERFMON here (perf_event_paranoid is %s): %s", level,
                 strerror(error));
    else
        snprintf(reason, REASON_TEXT, "perf_event_open() fails: %s", strerror(error));
}

static bool try(struct perf *perf, enum count count, int group)
{
    int fd = open_event(perf, count, group, 0);

    *perf->missing[count] = '\0';
    if (fd < 0)
        explain(errno, perf->missing[count]);
    else
        close(fd);
    return fd >= 0;
}

void perf_probe(struct perf *perf, int group, int cpu)
{
    *perf = (struct perf){ .by_group = group >= 0, .cpu = cpu };
    if (perf->by_group)
        perf->by_group = try(perf, COUNT_SWITCHES, group);
    for (enum count count = 0; count < COUNTS; count++)
        if (!kinds[count].trace_point ||
            tracing_number(kinds[count].trace_point, &perf->trace_points[count],
                           perf->missing[count]))
            try(perf, count, group);
}

void perf_open(const struct perf *perf, int group, pid_t pid, struct counters *counters)
{
    for (enum count count = 0; count < COUNTS; count++)
        counters->fds[count] = *perf->missing[count] ? -1 : open_event(perf, count, group, pid);
}

bool perf_read(const struct counters *counters, enum count count, double *so_far)
{
    uint64_t value;

    if (counters->fds[count] < 0 ||
        read(counters->fds[count], &value, sizeof value) != sizeof value)
        return false;
    *so_far = (double)value;
    return true;
}

void perf_close(struct counters *counters)
{
    for (enum count count = 0; count < COUNTS; count++) {
        if (counters->fds[count] >= 0)
            close(counters->fds[count]);
        counters->fds[count] = -1;
    }
}
