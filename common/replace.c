/* replace.c - a file that appears complete or not at all. */
#include "replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

bool replace_possible(const char *path)
{
    char *name = NULL;
    FILE *file = NULL;

    if (!can_be_replaced(path))
        return access(path, W_OK) == 0 || errno == ENOENT;
    file = open_beside(path, &name);
    if (file) {
        unlink(name);
        (void)fclose(file);
    }
    free(name);
    return file != NULL;
}

bool replace_file(const char *path, replace_writer *writer, const void *subject)
{
    if (can_be_replaced(path))
        return write_beside(path, writer, subject);

    FILE *file = fopen(path, "we");
    const bool good = file && writer(file, subject);

    return file && fclose(file) == 0 && good;
}
