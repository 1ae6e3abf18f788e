/* capture.c - what a program writes, kept in memory instead of a file. */
#include "capture.h"

#include "plain.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int capture_open(const char *name)
{
    return memfd_create(name, MFD_CLOEXEC);
}

void capture_last_line(int file, char *line, size_t room)
{
    char text[1024];
    off_t size = lseek(file, 0, SEEK_END);
    off_t from = size > (off_t)sizeof text - 1 ? size - ((off_t)sizeof text - 1) : 0;
    ssize_t length = size < 0 ? 0 : pread(file, text, sizeof text - 1, from);

    while (length > 0 && text[length - 1] == '\n')
        length--;
    text[length > 0 ? length : 0] = '\0';

    const char *end_of_line = strrchr(text, '\n');

    plain_copy(end_of_line ? end_of_line + 1 : text, line, room);
}

char *capture_text(int file)
{
    off_t size = lseek(file, 0, SEEK_END);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    ssize_t length = text ? pread(file, text, (size_t)size, 0) : -1;

    if (length < 0) {
        free(text);
        return NULL;
    }
    text[length] = '\0';
    return text;
}
