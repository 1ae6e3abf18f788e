/* scratch.c - a folder for the files of a program that is not ours. */
#include "scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>

enum { DESCRIPTORS = 16 };

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    (void)remove(path); /* What stays keeps its folder, and mkdir() will tell. */
    return 0;
}

bool scratch_make(const char *folder)
{
    scratch_remove(folder);
    return mkdir(folder, 0700) == 0;
}

void scratch_remove(const char *folder)
{
    (void)nftw(folder, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}
