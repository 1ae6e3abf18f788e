/* process.c - programs that we start, watch, end and account for. */
#include "process.h"

#include "interrupt.h"
#include "placement.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a new process tells its starter: who it is, and then, if it comes to that, what failed.
 * After the first it waits for an answer. */
struct report {
    pid_t pid;
    int error;
};

static _Noreturn void fail(int report, int error)
{
    struct report failed = { .pid = getpid(), .error = error };

    if (write(report, &failed, sizeof failed) < 0)
        _exit(126);
    _exit(127);
}

static bool connect_streams(const struct launch *launch)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    int output = launch->output < 0 ? nowhere : launch->output;
    int errors = launch->errors < 0 ? nowhere : launch->errors;

    if (nowhere < 0 || dup2(nowhere, 0) < 0)
        return false;
    /* A stream that is already in place loses its close-on-exec mark only by this fcntl(). */
    if (dup2(output, 1) < 0 || dup2(errors, 2) < 0)
        return false;
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_SETFD, 0) < 0)
            return false;
    return close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0 &&
           (launch->lent < 0 || fcntl(launch->lent, F_SETFD, 0) == 0);
}

/* In the new process. Nothing outlives the runner: the kernel kills us when `parent` dies, and
 * if that was before we could ask for it, we leave. */
static _Noreturn void become(const struct launch *launch, pid_t parent, int report)
{
    struct report started = { .pid = getpid() };

    interrupt_release();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
        _exit(127);
    if (!launch->foreground && setpgid(0, 0) < 0)
        fail(report, errno);
    if (launch->cpu >= 0 && !placement_pin(launch->cpu))
        fail(report, errno);
    if (!connect_streams(launch) || write(report, &started, sizeof started) < 0 ||
        read(report, &started, sizeof started) != sizeof started)
        fail(report, errno);
    execv(launch->arguments[0], (char *const *)launch->arguments);
    fail(report, errno);
}

/* The middle process dies at once, so that its child is given to the subreaper. That happens
 * after exit() has let go of everything we could wait for, so there is a short moment of
 * asking. */
static pid_t leave_parent(void)
{
    pid_t middle = getpid();
    pid_t child = fork();

    if (child != 0)
        _exit(child < 0 ? 127 : 0);
    while (getppid() == middle)
        sched_yield();
    return getppid();
}

/* Returns when the process has become the program or has failed to: either closes its end. */
static int hear_report(int end, const struct launch *launch, struct process *process)
{
    struct report report = { .error = EAGAIN };

    while (read(end, &report, sizeof report) == sizeof report) {
        process->pid = report.pid;
        if (report.error)
            continue;
        if (launch->attend)
            launch->attend(report.pid, launch->context);
        if (send(end, &report, sizeof report, MSG_NOSIGNAL) < 0)
            break; /* It is gone. */
    }
    return report.error;
}

int process_start(const struct launch *launch, struct process *process)
{
    int ends[2];
    pid_t starter = getpid();

    *process = (struct process){ .watch = -1 };
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return errno;

    pid_t child = fork();

    if (child == 0) {
        close(ends[0]);
        become(launch, launch->detached ? leave_parent() : starter, ends[1]);
    }

    int error = child < 0 ? errno : 0;

    close(ends[1]);
    if (child > 0) {
        error = hear_report(ends[0], launch, process);
        if (error || launch->detached)
            waitpid(child, NULL, 0);
    }
    close(ends[0]);
    if (!error && !process_adopt(process->pid, process))
        error = errno;
    return error;
}

bool process_adopt(pid_t pid, struct process *process)
{
    *process = (struct process){ .pid = pid, .watch = pidfd_open(pid, 0) };
    if (process->watch < 0)
        return false;
    fcntl(process->watch, F_SETFD, FD_CLOEXEC);
    return true;
}

bool process_ends_within(const struct process *process, int timeout_ms)
{
    struct pollfd end = { .fd = process->watch, .events = POLLIN };

    return poll(&end, 1, timeout_ms) > 0;
}

void process_signal(const struct process *process, int signal_number)
{
    if (process->watch >= 0)
        pidfd_send_signal(process->watch, signal_number, NULL, 0);
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void add_usage(const struct rusage *usage, struct ending *ending)
{
    ending->cpu_s += seconds(usage->ru_utime) + seconds(usage->ru_stime);
    ending->user_s += seconds(usage->ru_utime);
    ending->voluntary_switches += (double)usage->ru_nvcsw;
    ending->involuntary_switches += (double)usage->ru_nivcsw;
    ending->page_faults += (double)(usage->ru_minflt + usage->ru_majflt);
}

bool process_reap(struct process *process, struct ending *ending)
{
    struct rusage usage = { 0 };

    *ending = (struct ending){ 0 };
    close(process->watch);
    process->watch = -1;
    if (wait4(process->pid, &ending->status, 0, &usage) < 0)
        return false;
    add_usage(&usage, ending);
    return true;
}

void process_kill(struct process *process)
{
    struct ending ignored;

    if (process->watch < 0)
        return;
    process_signal(process, SIGKILL);
    process_reap(process, &ignored);
}

size_t process_collect_strays(struct ending *ending)
{
    struct tree tree = { 0 };
    struct rusage usage;
    size_t count = 0;

    /* Killing a parent hands its children to us, so that the next round finds them. */
    for (;;) {
        tree_read(getpid(), &tree);
        for (size_t i = 1; i < tree.count; i++)
            kill(tree.pids[i], SIGKILL);
        if (wait4(-1, NULL, 0, &usage) < 0)
            break;
        add_usage(&usage, ending);
        count++;
    }
    tree_release(&tree);
    return count;
}

size_t process_collect_group(pid_t leader, struct ending *ending)
{
    struct rusage usage;
    size_t count = 0;

    kill(-leader, SIGKILL);
    while (wait4(-leader, NULL, 0, &usage) > 0) {
        add_usage(&usage, ending);
        count++;
    }
    return count;
}

char *process_describe(const struct ending *ending, char text[ENDING_TEXT])
{
    if (WIFSIGNALED(ending->status))
        snprintf(text, ENDING_TEXT, "killed by signal %d (%s)", WTERMSIG(ending->status),
                 strsignal(WTERMSIG(ending->status)));
    else
        snprintf(text, ENDING_TEXT, "exit status %d", WEXITSTATUS(ending->status));
    return text;
}
