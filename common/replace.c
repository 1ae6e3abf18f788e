/* replace.c - a file that appears complete or not at all. */
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40 }; /* as many as the kernel follows */

/* A file next to `path`, so that renaming it is one step. */
static FILE *open_beside(const char *path, char **name)
{
    FILE *file = NULL;

    if (asprintf(name, "%s.XXXXXX", path) < 0) {
        *name = NULL;
        return NULL;
    }

    const int fd = mkostemp(*name, O_CLOEXEC);

    if (fd >= 0 && fchmod(fd, 0644) == 0)
        file = fdopen(fd, "w");
    if (fd >= 0 && !file) {
        close(fd);
        unlink(*name);
    }
    return file;
}

static bool write_beside(const char *path, replace_writer *writer, const void *subject)
{
    char *name = NULL;
    FILE *file = open_beside(path, &name);
    bool good = file && writer(file, subject);

    if (file)
        good = fclose(file) == 0 && good;
    if (good)
        good = rename(name, path) == 0;
    if (file && !good) {
        const int reason = errno;

        unlink(name);
        errno = reason;
    }
    free(name);
    return good;
}

/* A link is no regular file: /dev/stdout is one. */
static bool can_be_replaced(const char *path)
{
    struct stat status;

    return lstat(path, &status) < 0 || S_ISREG(status.st_mode);
}

static bool can_be_made(const char *path)
{
    char *name = NULL;
    FILE *file = open_beside(path, &name);

    if (file) {
        unlink(name);
        (void)fclose(file);
    }
    free(name);
    return file != NULL;
}

/* Puts what the link at `path` names in its place; what is relative begins at the link. */
static bool follow(char path[PATH_MAX])
{
    char target[PATH_MAX];
    const ssize_t length = readlink(path, target, sizeof target);
    const char *slash = strrchr(path, '/');

    if (length < 0)
        return false;

    const size_t kept = slash && target[0] != '/' ? (size_t)(slash + 1 - path) : 0;

    if (kept + (size_t)length >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(path + kept, target, (size_t)length);
    path[kept + (size_t)length] = '\0';
    return true;
}

/* Links may be left that lead to a file which is not there yet. */
static bool can_be_made_behind(const char *link)
{
    char path[PATH_MAX];

    (void)snprintf(path, sizeof path, "%s", link);
    for (int i = 0; i < MOST_LINKS && !can_be_replaced(path); i++)
        if (!follow(path))
            return false;
    return can_be_made(path);
}

bool replace_possible(const char *path)
{
    if (can_be_replaced(path))
        return can_be_made(path);
    return access(path, W_OK) == 0 || (errno == ENOENT && can_be_made_behind(path));
}

bool replace_file(const char *path, replace_writer *writer, const void *subject)
{
    if (can_be_replaced(path))
        return write_beside(path, writer, subject);

    FILE *file = fopen(path, "we");
    const bool good = file && writer(file, subject);

    return file && fclose(file) == 0 && good;
}
