/* cgroup_test.c - cgroups of several runners at the same time. */
#include "cgroup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNNERS = 2, TIMES = 500 };

/* Looks for what a dead one has left, again and again. */
static pid_t start_runner(void)
{
    pid_t parent = getpid();
    pid_t child = fork();
    struct cgroups cgroups;

    if (child != 0)
        return child;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(1);
    for (;;)
        cgroups_find(&cgroups);
}

/* A folder that was removed can still be open, but has nothing in it. */
static bool is_whole(const struct cgroup *cgroup)
{
    for (enum hierarchy i = 0; i < HIERARCHIES; i++)
        if (*cgroup->cgroups->homes[i].top &&
            faccessat(cgroup->folders[i], "cgroup.procs", F_OK, 0) < 0)
            return false;
    return true;
}

static void nobody_removes_what_another_makes(void **state)
{
    struct cgroups cgroups;
    struct cgroup cgroup;
    pid_t runners[RUNNERS];
    unsigned whole = 0;

    (void)state;
    cgroups_find(&cgroups);
    if (!cgroup_make(&cgroups, &cgroup))
        skip();
    cgroup_remove(&cgroup);
    for (size_t i = 0; i < RUNNERS; i++)
        runners[i] = start_runner();
    for (unsigned i = 0; i < TIMES; i++) {
        whole += cgroup_make(&cgroups, &cgroup) && is_whole(&cgroup);
        cgroup_remove(&cgroup);
    }
    for (size_t i = 0; i < RUNNERS; i++) {
        kill(runners[i], SIGKILL);
        waitpid(runners[i], NULL, 0);
    }
    assert_int_equal(whole, TIMES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_removes_what_another_makes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
