/* job_server.h - how hyperfine starts and stops a server: two commands and the ledger between
 * them.
 *
 * The ledger is a file with one line for each server that was started, in the order of
 * starting. */
#ifndef ECHOLAB_JOB_SERVER_H
#define ECHOLAB_JOB_SERVER_H

#include "lab.h"

#include <stdio.h>
#include <sys/types.h>

struct ledger_line {
    char model[64];
    pid_t pid;                /* 0: it did not start */
    double cpu_ready_s;       /* what it had spent when it was ready */
    char reason[REASON_TEXT]; /* why it did not start */
};

/* `echo-bench start-server MODEL LEDGER ADDRESS CPU SCRATCH [NAME COMMAND FOLDER]...`: returns
 * when the server is ready. What it has to know of servers that are not ours stands at the end.
 * A server that does not start is written down, too, and is no failure of the command:
 * hyperfine would give up the other models. Returns the exit status. */
int job_server_start(int argc, char **argv);

/* `echo-bench stop-server LEDGER`: stops the last server of the ledger and returns when it has
 * ended; who it is given to reaps it. */
int job_server_stop(int argc, char **argv);

/* Reads the next line; false at the end. */
bool ledger_read(FILE *ledger, struct ledger_line *line);

#endif
