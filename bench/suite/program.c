/* program.c - other people's programs. */
#include "program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool program_find(const char *name, char path[PATH_MAX])
{
    const char *folders = getenv("PATH");
    char *copy = strdup(folders ? folders : "");
    char *rest = copy;
    bool found = false;

    for (char *folder = strsep(&rest, ":"); folder && !found; folder = strsep(&rest, ":"))
        found = *folder && snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX &&
                access(path, X_OK) == 0;
    free(copy);
    return found;
}
