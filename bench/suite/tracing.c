/* tracing.c - the kernel's trace points, each of which has a number by which it is counted. */
#include "tracing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { TRACEFS = 0x74726163 }; /* TRACEFS_MAGIC of linux/magic.h */

const char *tracing_folder(void)
{
    static const char *const places[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };
    struct statfs status;

    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (statfs(places[i], &status) == 0 && status.f_type == TRACEFS)
            return places[i];
    return NULL;
}

/* A mount without a place: it ends when its descriptor is closed. -1 with errno if we may not.
 */
static int mount_aside(void)
{
    int made = fsopen("tracefs", FSOPEN_CLOEXEC);
    int folder = -1;

    if (made < 0)
        return -1;
    if (fsconfig(made, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
        folder = fsmount(made, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY);

    int error = errno;

    close(made);
    errno = error;
    return folder;
}

static bool read_number(int folder, const char *event, uint64_t *number)
{
    char path[128];
    char text[32];

    snprintf(path, sizeof path, "events/%s/id", event);

    int file = openat(folder, path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    int error = errno;

    if (file >= 0)
        close(file);
    errno = error;
    if (length <= 0)
        return false;
    text[length] = '\0';
    *number = strtoull(text, NULL, 10);
    return *number > 0;
}

bool tracing_number(const char *event, uint64_t *number, char reason[REASON_TEXT])
{
    const char *mounted = tracing_folder();
    int folder = mounted ? open(mounted, O_PATH | O_DIRECTORY | O_CLOEXEC) : mount_aside();

    if (folder < 0) {
        snprintf(reason, REASON_TEXT, "tracefs, which numbers trace points, %s: %s",
                 mounted ? "cannot be read" : "is not mounted, and we may not mount it",
                 strerror(errno));
        return false;
    }

    bool found = read_number(folder, event, number);

    if (!found)
        snprintf(reason, REASON_TEXT, "tracefs does not tell the number of %s: %s", event,
                 strerror(errno));
    close(folder);
    return found;
}
