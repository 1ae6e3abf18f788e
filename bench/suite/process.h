/* process.h - programs that we start, watch, end and account for.
 *
 *     struct process process;
 *     int error = process_start(&(struct launch){ .arguments = words, ... }, &process);
 *     if (error == 0 && process_ends_within(&process, 5000))
 *         process_reap(&process, &ending);
 *
 * No shell is involved. A program gets /dev/null as its stdin, no descriptor but those named, a
 * process group of its own, and dies with the runner, however that ends. */
#ifndef ECHOLAB_PROCESS_H
#define ECHOLAB_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct launch {
    const char *const *arguments; /* ends with NULL; the first is the program's path */
    int cpu;                      /* where it runs; -1: where we do */
    int output, errors;           /* its stdout and stderr; -1: /dev/null */
    int lent;        /* a descriptor that it inherits by the same number; -1: none */
    bool detached;   /* a child of the next subreaper above us, which also gets its CPU time */
    bool foreground; /* stays in our process group, because it writes to our terminal */
    /* Called once the process is there, while it waits to become the program; or NULL. */
    void (*attend)(pid_t pid, void *context);
    void *context;
};

struct process {
    pid_t pid;
    int watch; /* becomes readable when the process has ended; -1 once it is reaped */
};

/* How a process ended and what it used, all of its dead descendants included, provided that it
 * waited for them. */
struct ending {
    int status;           /* as wait() gives it */
    double cpu_s, user_s; /* in all, and in user space */
    double voluntary_switches, involuntary_switches, page_faults;
};

enum { ENDING_TEXT = 96 };

/* Returns 0, or the errno of what failed; exec is included. */
int process_start(const struct launch *launch, struct process *process);

/* Takes over a process which somebody else has started. False if there is none. */
bool process_adopt(pid_t pid, struct process *process);

/* Waits until it has ended; false if it still runs after so long. Does not reap. */
bool process_ends_within(const struct process *process, int timeout_ms);

void process_signal(const struct process *process, int signal_number);

/* Blocks until it has ended, and forgets it. False, and an empty ending, if it is no child of
 * ours. */
bool process_reap(struct process *process, struct ending *ending);

/* SIGKILL, then process_reap(). Nothing happens to a process that is reaped already. */
void process_kill(struct process *process);

/* Kills and reaps every child that is left, and theirs; returns how many there were and adds
 * what they used to `ending`. Only when no other child is wanted any more. */
size_t process_collect_strays(struct ending *ending);

/* The same for the children that are left of one program: `leader` is its process, which has
 * been reaped. Misses those which have gone to another process group. */
size_t process_collect_group(pid_t leader, struct ending *ending);

/* "exit status 3", "killed by signal 9 (Killed)". Returns `text`. */
char *process_describe(const struct ending *ending, char text[ENDING_TEXT]);

#endif
