/* spawn.c - starts a program under given circumstances, with its output in our hands. */
#include "spawn.h"

#include "check.h"
#include "patience.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { USUAL_DESCRIPTORS = 1024, FIRST_FREE_USER = 100000 };

static void limit(__rlimit_resource_t resource, rlim_t soft, rlim_t hard)
{
    const struct rlimit limits = { .rlim_cur = soft, .rlim_max = hard };

    if (setrlimit(resource, &limits) < 0)
        _exit(SPAWN_CANNOT_EXECUTE);
}

static void limit_descriptors(rlim_t wish)
{
    struct rlimit limits;

    if (wish > 0)
        limit(RLIMIT_NOFILE, wish, wish);
    else if (getrlimit(RLIMIT_NOFILE, &limits) == 0 && limits.rlim_max > USUAL_DESCRIPTORS)
        limit(RLIMIT_NOFILE, USUAL_DESCRIPTORS, limits.rlim_max);
}

/* Fills the numbers from 3 on with descriptors that survive exec. */
static void leave_open(unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (dup2(STDIN_FILENO, STDERR_FILENO + 1 + (int)i) < 0)
            _exit(SPAWN_CANNOT_EXECUTE);
}

/* The limit does not bind root, so that root's program becomes somebody whom nobody else is; in
 * a name space of its own an ordinary user is that already. What a parent's death brings is
 * forgotten by a change of user, and is to be asked for again. */
static void limit_processes(rlim_t most)
{
    const uid_t nobody_else = FIRST_FREE_USER + (uid_t)getpid();

    if (setresgid(nobody_else, nobody_else, nobody_else) == 0 &&
        setresuid(nobody_else, nobody_else, nobody_else) < 0)
        _exit(SPAWN_CANNOT_EXECUTE);
    limit(RLIMIT_NPROC, most, most);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void redirect(int from, int to)
{
    if (from < 0 || dup2(from, to) < 0)
        _exit(SPAWN_CANNOT_EXECUTE);
}

static void hold_signals(int how)
{
    sigset_t stops;

    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGHUP);
    (void)sigprocmask(how, &stops, NULL);
}

static void block_all_signals(void)
{
    sigset_t all;

    sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, NULL);
}

/* A stop is meant for the program, not for what the trial does about it; but a hang-up that is
 * ignored stays so. */
static void forget_handlers(void)
{
    struct sigaction action;

    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    if (sigaction(SIGHUP, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        (void)signal(SIGHUP, SIG_DFL);
}

/* A shell that has started something and becomes a server by exec leaves it a child. */
static void leave_a_child(void)
{
    pid_t child = fork();

    if (child <= 0)
        _exit(child < 0 ? SPAWN_CANNOT_EXECUTE : 0);
}

/* The child's side, between fork and exec. */
static _Noreturn void become(char *const arguments[], const struct setting *setting,
                             pid_t parent, int output, int complaints)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(SPAWN_CANNOT_EXECUTE);
    forget_handlers();
    hold_signals(SIG_UNBLOCK);
    /* A group of its own: Ctrl-C on a terminal is the trial's affair. */
    setpgid(0, 0);
    redirect(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    redirect(setting->mute ? open("/dev/null", O_WRONLY | O_CLOEXEC) : output, STDOUT_FILENO);
    redirect(complaints, STDERR_FILENO);
    /* What a shell or a test runner has left open must not become the server's. */
    (void)close_range(STDERR_FILENO + 1, UINT_MAX, 0);
    limit(RLIMIT_CORE, 0, 0);
    limit_descriptors(setting->descriptors);
    leave_open(setting->inherited);
    if (setting->without_signals)
        block_all_signals();
    if (setting->without_streams)
        (void)(close(STDIN_FILENO) + close(STDERR_FILENO));
    /* Even root's programs get no more than what the bounding set leaves. */
    if (setting->without_ports)
        prctl(PR_CAPBSET_DROP, CAP_NET_BIND_SERVICE);
    if (setting->processes > 0)
        limit_processes(setting->processes);
    if (setting->with_child)
        leave_a_child();
    if (setting->on_path)
        execvp(arguments[0], arguments);
    else
        execv(arguments[0], arguments);
    dprintf(STDERR_FILENO, "cannot execute %s: %s\n", arguments[0], strerror(errno));
    _exit(SPAWN_CANNOT_EXECUTE);
}

/* Returns the end for writing. The other stays with us for as long as we are there. */
static int make_full_pipe(void)
{
    static const char waste[4096];
    int ends[2];

    check(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0, "expected a pipe, saw: %s",
          strerror(errno));
    while (write(ends[1], waste, sizeof waste) > 0)
        continue;
    check(fcntl(ends[1], F_SETFL, 0) == 0, "expected a pipe that blocks, saw: %s",
          strerror(errno));
    return ends[1];
}

struct process spawn(char *const arguments[], const struct setting *setting)
{
    int ends[2] = { -1, -1 };
    pid_t parent = getpid();
    struct process process = { .complaints = memfd_create("stderr", MFD_CLOEXEC) };

    check(process.complaints >= 0 && pipe2(ends, O_CLOEXEC) == 0, "expected a pipe, saw: %s",
          strerror(errno));

    int unread = setting->unread ? make_full_pipe() : -1;

    (void)fflush(NULL);
    hold_signals(SIG_BLOCK);
    process.pid = fork();
    if (process.pid == 0)
        become(arguments, setting, parent, ends[1], unread < 0 ? process.complaints : unread);
    hold_signals(SIG_UNBLOCK);
    check(process.pid >= 0, "expected a process, saw: %s", strerror(errno));
    close(ends[1]);
    if (unread >= 0)
        close(unread);
    process.output = ends[0];
    return process;
}

int spawn_await(pid_t pid, uint64_t ms)
{
    uint64_t deadline = deadline_after_ms(ms);
    int handle = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd entry = { .fd = handle, .events = POLLIN };
    int status = 0;

    check(handle >= 0, "expected to watch process %d, saw: %s", pid, strerror(errno));

    int ended = poll(&entry, 1, remaining_ms(deadline));

    close(handle);
    if (ended < 1)
        return SPAWN_LATE;
    check(waitpid(pid, &status, 0) == pid, "expected the end of process %d, saw: %s", pid,
          strerror(errno));
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

size_t spawn_read(int fd, char end, uint64_t ms, char text[SERVER_TEXT])
{
    uint64_t deadline = deadline_after_ms(ms);
    struct pollfd entry = { .fd = fd, .events = POLLIN };
    size_t count = 0;

    while (count < SERVER_TEXT - 1 && poll(&entry, 1, remaining_ms(deadline)) == 1) {
        if (read(fd, text + count, 1) != 1)
            break;
        count++;
        if (end != '\0' && text[count - 1] == end)
            break;
    }
    text[count] = '\0';
    return count;
}
