/* capture.h - what a program writes, kept in memory instead of a file.
 *
 * A pipe would have to be read while the program runs, or it blocks; a file would have to be
 * removed, whatever happens. The descriptor of a memory file is neither. */
#ifndef ECHOLAB_CAPTURE_H
#define ECHOLAB_CAPTURE_H

#include <stddef.h>

/* The `name` shows in /proc only. -1 if there is none to be had. */
int capture_open(const char *name);

/* All of it, owned by the caller; NULL if it cannot be read. */
char *capture_text(int file);

/* The last line without control characters, cut to what fits; "" if there is none. */
void capture_last_line(int file, char *line, size_t room);

#endif
