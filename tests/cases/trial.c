/* trial.c - one case tried on one server over one transport, in a process of its own. */
#include "trial.h"

#include "check.h"
#include "invariants.h"
#include "network.h"
#include "patience.h"
#include "server_process.h"
#include "subject.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST_TRIAL_S = 50, LONGEST_FULL_TRIAL_S = 300, INTERRUPTED = 130, DEPTH = 16 };

/* Global because a signal handler has no other way to tell. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

void trial_watch_for_interrupts(void)
{
    /* No SA_RESTART: the wait for a trial's end has to notice. */
    const struct sigaction action = { .sa_handler = on_interrupt };

    struct sigaction before;

    if (sigaction(SIGINT, &action, NULL) < 0 || sigaction(SIGTERM, &action, NULL) < 0 ||
        sigaction(SIGHUP, NULL, &before) < 0 ||
        /* Who was started by nohup stays. */
        (before.sa_handler != SIG_IGN && sigaction(SIGHUP, &action, NULL) < 0))
        err(VERDICT_FAIL, "cannot handle signals");
}

bool trial_is_of(const struct trial *trial, const char *letters)
{
    return strchr(letters, trial->model->letter) != NULL;
}

bool trial_is_ours(const struct trial *trial)
{
    return trial->subject->kind == SUBJECT_OURS;
}

bool trial_is_strict(const struct trial *trial)
{
    return trial->strict || trial_is_ours(trial);
}

/* Our own limit, so that a case may have more clients than a server has descriptors. */
static void raise_descriptors(void)
{
    struct rlimit limits;

    if (getrlimit(RLIMIT_NOFILE, &limits) == 0) {
        limits.rlim_cur = limits.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limits);
    }
}

/* The process of the trial: what a server leaves behind becomes its child, and is noticed. */
static _Noreturn void run_here(struct trial *trial, pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (getppid() != parent)
        _exit(VERDICT_FAIL);

    unsigned seconds = trial->full ? LONGEST_FULL_TRIAL_S : LONGEST_TRIAL_S;

    (void)alarm((unsigned)(patience_ms(seconds * 1000ULL) / 1000));
    check_begin(trial);
    /* Who runs already cannot follow us into a network of our own. */
    trial->private_network = !trial->shared_network &&
                             trial->subject->kind != SUBJECT_RUNNING && network_enter_own();
    raise_descriptors();
    /* A server that is ended while it starts leaves files of its sanitizer, or valgrind's. */
    (void)setenv("TMPDIR", trial->directory, 1);
    if (trial->transport & (TCP6 | UDP6) && !network_has_ipv6())
        skip("this machine has no IPv6");
    trial->run(trial);
    invariants_check(trial);
    server_forget_all(trial);
    exit(VERDICT_PASS);
}

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

/* With all that is in it: somebody else's server may have made folders of its own. */
static void remove_directory(const char *path)
{
    if (nftw(path, remove_entry, DEPTH, FTW_DEPTH | FTW_PHYS) != 0)
        warn("cannot remove %s", path);
}

/* Whatever a failed trial has left behind is our child now. */
static void end_leftovers(void)
{
    static pid_t children[OBSERVE_CHILDREN];
    size_t count;

    while ((count = observe_children(getpid(), children)) > 0) {
        for (size_t i = 0; i < count; i++)
            (void)kill(children[i], SIGKILL);
        for (size_t i = 0; i < count; i++)
            (void)waitpid(children[i], NULL, 0);
    }
}

static void explain_death(const struct trial *trial, int signal)
{
    (void)snprintf(trial->testimony->reason, TRIAL_REASON,
                   signal == SIGALRM ? "expected the case to end, saw it take too long (%s)"
                                     : "the trial itself was ended by a signal (%s)",
                   strsignal(signal));
    printf("FAIL %s %s: %s over %s: %s\n", trial->test->id, trial->test->name,
           trial->model->name, transport_name(trial->transport), trial->testimony->reason);
}

static enum verdict verdict_of(const struct trial *trial, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == VERDICT_PASS)
        return VERDICT_PASS;
    if (WIFEXITED(status) && WEXITSTATUS(status) == VERDICT_SKIP)
        return VERDICT_SKIP;
    if (WIFSIGNALED(status))
        explain_death(trial, WTERMSIG(status));
    return VERDICT_FAIL;
}

/* Made once, for one trial after another. */
static struct testimony *shared_testimony(void)
{
    static struct testimony *testimony;

    if (!testimony) {
        testimony = mmap(NULL, sizeof *testimony, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (testimony == MAP_FAILED)
            err(VERDICT_FAIL, "cannot share memory");
    }
    *testimony = (struct testimony){ 0 };
    return testimony;
}

enum verdict trial_run(struct trial *trial)
{
    char directory[] = "/tmp/echolab-XXXXXX";
    pid_t parent = getpid();
    int status = 0;

    trial->testimony = shared_testimony();
    if (!mkdtemp(directory))
        err(VERDICT_FAIL, "cannot make a directory in /tmp");
    trial->directory = directory;
    trial->dice.state = trial->seed;
    trial->servers = NULL;
    (void)fflush(NULL);

    pid_t child = fork();

    if (child < 0)
        err(VERDICT_FAIL, "cannot start a process");
    if (child == 0)
        run_here(trial, parent);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        if (interrupted)
            (void)kill(child, SIGKILL);
    end_leftovers();
    remove_directory(directory);
    if (interrupted)
        exit(INTERRUPTED);
    return verdict_of(trial, status);
}
