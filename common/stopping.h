/* stopping.h - signals become three stages: serving, draining, aborting.
 *
 * SIGTERM, SIGINT or SIGHUP shuts the door: shutdown() of the listening socket refuses new
 * clients at once and wakes whoever waits there, in accept() as well as in a poll, so that no
 * race between asking and waiting can lose the signal. A second signal, or the end of the
 * grace, aborts.
 *
 * A forked child inherits the handlers and leaves the door alone. It drains on SIGTERM and
 * aborts on SIGUSR1, both sent by its parent; it ignores SIGINT and SIGHUP, which a terminal
 * sends to the parent, too. SIGHUP is left alone where it was ignored at the start. */
#ifndef ECHOLAB_STOPPING_H
#define ECHOLAB_STOPPING_H

#include <stdbool.h>
#include <stdint.h>

enum stage { STAGE_SERVING, STAGE_DRAINING, STAGE_ABORTING };

/* From now on until stopping_watch() a stop waits: for who makes what a killed process would
 * leave behind. */
void stopping_hold(void);

/* Installs the handlers, for this process and its children to come; `listener` is the listening
 * socket. Signals that were blocked at the start are let through. SIGPIPE and SIGXFSZ are
 * ignored: to write what cannot be written is an error, and no end. */
void stopping_watch(int listener, uint64_t grace_ns);

/* Where we are. One load: cheap enough to ask in every round. */
enum stage stopping_stage(void);

/* True if it was a second signal, and not the end of the grace, that aborted. */
bool stopping_was_forced(void);

/* For a process with one conversation at a time: from now on a signal also half-closes
 * (draining) or cuts (aborting) this socket, which ends a blocking recv() or send(). -1: none.
 */
void stopping_guard(int conversation);

#endif
