/* program.h - other people's programs. */
#ifndef ECHOLAB_PROGRAM_H
#define ECHOLAB_PROGRAM_H

#include <limits.h>
#include <stdbool.h>

/* Looks for it where a shell would, in the folders of PATH; but never in the current one. */
bool program_find(const char *name, char path[PATH_MAX]);

#endif
