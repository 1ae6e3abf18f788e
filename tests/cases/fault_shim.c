/* fault_shim.c - servers in whose calls faults are put from outside. */
#include "fault_shim.h"

#include "check.h"
#include "trial.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TEXT = 256 };

/* A sanitizer wants to be the first library of a program, and can live without. */
static void let_sanitizers_come_second(const char *name)
{
    const char *before = getenv(name);
    char options[TEXT];

    (void)snprintf(options, sizeof options, "%s%sverify_asan_link_order=0",
                   before ? before : "", before ? ":" : "");
    (void)setenv(name, options, 1);
}

/* The library stands beside this program. */
static void find_library(char path[PATH_MAX])
{
    static const char name[] = "faults.so";
    char self[PATH_MAX - sizeof name] = "";

    check(readlink("/proc/self/exe", self, sizeof self - 1) > 0,
          "expected to find this program's folder, saw: %s", strerror(errno));
    (void)snprintf(path, PATH_MAX, "%s/%s", dirname(self), name);
    if (access(path, R_OK) < 0)
        skip("there is no %s: it is built with the tests", path);
}

struct faults *faults_begin(const struct trial *trial)
{
    char library[PATH_MAX];
    char file[PATH_MAX];

    find_library(library);
    (void)snprintf(file, sizeof file, "%s/faults", trial->directory);

    int fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct faults *faults = MAP_FAILED;

    if (fd >= 0 && ftruncate(fd, sizeof *faults) == 0)
        faults = mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    check(faults != MAP_FAILED, "expected memory to share with the server, saw: %s",
          strerror(errno));
    close(fd);
    faults->seed = trial->seed;
    (void)setenv("LD_PRELOAD", library, 1);
    (void)setenv("ECHOLAB_FAULTS", file, 1);
    let_sanitizers_come_second("ASAN_OPTIONS");
    return faults;
}
