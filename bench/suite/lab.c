/* lab.c - where we measure: the programs, and the CPUs that they get. */
#include "lab.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

void lab_find(struct lab *lab)
{
    *lab = (struct lab){ 0 };

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

static bool can_start(const char *path)
{
    struct stat status;

    return access(path, X_OK) == 0 && stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

bool lab_search(const char *name, char path[PATH_MAX])
{
    const char *folders = getenv("PATH");

    if (strchr(name, '/'))
        return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX && can_start(path);

    char *copy = strdup(folders ? folders : "");
    char *rest = copy;
    bool found = false;

    for (char *folder = strsep(&rest, ":"); folder && !found; folder = strsep(&rest, ":"))
        found = *folder && snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX &&
                can_start(path);
    free(copy);
    return found;
}

void lab_require(const struct lab *lab, const char *name)
{
    char path[PATH_MAX];

    if (access(lab_program(lab, name, path), X_OK) < 0)
        err(1, "cannot start %s, which belongs beside echo-bench; build all targets first",
            path);
}
