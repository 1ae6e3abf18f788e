/* children.c - processes for clients: started, counted, reaped, stopped. */
#include "children.h"

#include "clock.h"
#include "log.h"
#include "stopping.h"

#include <assert.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static const uint64_t last_words_ns = 500ULL * NS_PER_MS;

/* Global because the handler of SIGCHLD reads and writes them; changed elsewhere only while
 * that signal is blocked. */
static struct server *parent;
static pid_t *pids;
static size_t count;
static sigset_t end_of_child;

/* Returns false if the child is not one of ours: of who was this process before it became a
 * server, or an orphan that a container's first process has been given. */
static bool forget(pid_t pid)
{
    size_t i = 0;

    while (i < count && pids[i] != pid)
        i++;
    if (i == count)
        return false;
    pids[i] = pids[--count];
    return true;
}

/* What the child would have counted itself. */
static void count_killed(struct counters *counters)
{
    if (parent->datagrams) {
        atomic_fetch_add(&counters->datagrams_dropped, 1);
        return;
    }
    atomic_fetch_add(&counters->closed, 1);
    if (stopping_stage() == STAGE_ABORTING)
        atomic_fetch_add(&counters->aborted_on_exit, 1);
    else
        atomic_fetch_add(&counters->failed, 1);
}

static void count_out(pid_t pid, int status)
{
    roster_leave(&parent->roster);
    if (!WIFSIGNALED(status))
        return;
    count_killed(parent->counters);
    log_from_handler("child ", (unsigned)pid, " was killed by signal ",
                     (unsigned)WTERMSIG(status));
}

static void on_child_end(int signal)
{
    int reason = errno;
    int status;
    pid_t pid;

    (void)signal;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        if (forget(pid))
            count_out(pid, status);
    errno = reason;
}

void children_watch(struct server *server)
{
    struct sigaction action = { .sa_handler = on_child_end };

    parent = server;
    /* Shared, or each fork would have the page copied at the next write to it. */
    pids = mmap(NULL, server->options.max_clients * sizeof *pids, PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (pids == MAP_FAILED)
        err(1, "cannot make a list of %" PRIu64 " children", server->options.max_clients);
    sigemptyset(&end_of_child);
    sigaddset(&end_of_child, SIGCHLD);
    sigfillset(&action.sa_mask);
    if (sigaction(SIGCHLD, &action, NULL) < 0)
        err(1, "cannot watch over children");
}

/* Every page that a child touches has to be copied or mapped first, and that makes up a good
 * part of what it costs: so there is nothing here but what must be. SIGCHLD stays blocked. */
static void become_a_child(pid_t parent_pid)
{
    if (!parent->datagrams) /* whose answers leave by the listener */
        close(parent->listener.fd);
    if (parent->farewells.count > 0)
        farewell_release(&parent->farewells);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent_pid)
        _exit(1); /* the parent died before it could take us along */
}

pid_t children_fork(void)
{
    pid_t self = getpid();

    sigprocmask(SIG_BLOCK, &end_of_child, NULL);
    assert(count < parent->options.max_clients);

    pid_t child = fork();

    if (child == 0) {
        become_a_child(self);
        return 0;
    }
    if (child > 0)
        pids[count++] = child;
    sigprocmask(SIG_UNBLOCK, &end_of_child, NULL);
    return child;
}

static void tell_all(int signal)
{
    sigprocmask(SIG_BLOCK, &end_of_child, NULL);
    for (size_t i = 0; i < count; i++)
        kill(pids[i], signal);
    sigprocmask(SIG_UNBLOCK, &end_of_child, NULL);
}

/* Who is cut off leaves at once, having counted; but one that is stopped cannot. */
static void cut_all_off(uint64_t for_ns)
{
    tell_all(for_ns < last_words_ns ? SIGUSR1 : SIGKILL);
}

void children_stop(void)
{
    uint64_t cut_ns = 0; /* when they were first told; 0: not yet */

    tell_all(SIGTERM);
    while (server_goes_on(parent)) {
        if (stopping_stage() == STAGE_ABORTING) {
            cut_ns = cut_ns > 0 ? cut_ns : clock_now_ns();
            cut_all_off(clock_now_ns() - cut_ns);
        }
        poll(NULL, 0, server_patience_ms(parent));
    }
}
