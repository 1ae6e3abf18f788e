/* lab.c - where we measure: the programs, and the CPUs that they get. */
#include "lab.h"

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

void lab_find(struct lab *lab)
{
    ssize_t length = readlink("/proc/self/exe", lab->programs, sizeof lab->programs - 1);

    if (length < 0)
        err(1, "cannot find my own program by /proc/self/exe");
    lab->programs[length] = '\0';
    *strrchr(lab->programs, '/') = '\0';
}

void lab_settle(struct lab *lab)
{
    lab->placement = placement_choose();
    if (!placement_pin(lab->placement.generator_cpu))
        err(1, "cannot move to CPU %d", lab->placement.generator_cpu);
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
        err(1, "cannot become the one to whom orphans are given");
}

char *lab_program(const struct lab *lab, const char *name, char path[PATH_MAX])
{
    int length = snprintf(path, PATH_MAX, "%s/%s", lab->programs, name);

    if (length >= PATH_MAX)
        errx(1, "the path of %s is too long: %s", name, lab->programs);
    return path;
}

void lab_require(const struct lab *lab, const char *name)
{
    char path[PATH_MAX];

    if (access(lab_program(lab, name, path), X_OK) < 0)
        err(1, "cannot start %s, which belongs beside echo-bench; build all targets first",
            path);
}
