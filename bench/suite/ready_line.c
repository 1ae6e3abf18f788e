/* ready_line.c - what a server says when it is ready. */
#include "ready_line.h"

#include <stdio.h>
#include <string.h>

enum { START = 96 };

/* What follows becomes an argument of echo-load, and is none but an address. */
bool ready_line_read(const char *line, const char *model, pid_t pid, char address[ADDRESS_TEXT])
{
    struct address parsed;
    char start[START];
    const int length =
        snprintf(start, sizeof start, "echolab %s pid %d listening on ", model, pid);

    if (length >= START || strncmp(line, start, (size_t)length) != 0 ||
        strlen(line + length) >= ADDRESS_TEXT || address_parse(line + length, &parsed))
        return false;
    memcpy(address, line + length, strlen(line + length) + 1);
    return true;
}
