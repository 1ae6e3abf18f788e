/* spawn.h - starts a program under given circumstances, with its output in our hands. */
#ifndef ECHOLAB_SPAWN_H
#define ECHOLAB_SPAWN_H

#include "server_process.h"

#include <sys/types.h>

struct process {
    pid_t pid;
    int output;     /* a pipe's end, from its stdout; at once at its end if that is mute */
    int complaints; /* a memory file that holds its stderr */
};

/* `arguments` ends with NULL. The program dies with the calling process; it has no input, no
 * descriptors of ours but those the setting asks for, and the usual soft limit of 1024. */
struct process spawn(char *const arguments[], const struct setting *setting);

/* The exit status of what could not be executed. */
enum { SPAWN_CANNOT_EXECUTE = 127 };

/* Waits for its end and returns the exit status, or -N if signal N killed it; SPAWN_LATE if it
 * is still there after `ms`. */
enum { SPAWN_LATE = -1000 };
int spawn_await(pid_t pid, uint64_t ms);

/* Reads from `fd` until `end` is seen (0: end of file), at most SERVER_TEXT - 1 bytes and not
 * longer than `ms`. Returns the bytes read; `text` is terminated. */
size_t spawn_read(int fd, char end, uint64_t ms, char text[SERVER_TEXT]);

#endif
