/* tool.h - other people's programs in the service of a case: strace, nft, ss.
 *
 *     struct process injector = inject(server, "accept4:error=EMFILE:when=1..2");
 *     ... what the server does about it ...
 *     end_injection(server, injector);
 *
 * A program that is not installed, or may not do its work here, is said aloud: skip(). */
#ifndef ECHOLAB_TOOL_H
#define ECHOLAB_TOOL_H

#include "spawn.h"

/* Runs a program, named first among words which are separated by single blanks, to its end; in
 * the trial's network. An exit status other than 0 skips the case. Stores what it has printed.
 */
void use_tool(const char *command, char output[SERVER_TEXT]);

/* Everything that is sent over the trial's own network is lost from now on, or so many percent
 * of it, until it is found again. Skips where the network is not the trial's own. */
void lose_packets(const struct trial *trial, unsigned percent);
void find_packets(void);

/* Attaches strace to the server and the children and threads to come. `faults` is what follows
 * "inject=", as strace(1) has it; counts are for each thread. The server must have ended its
 * injection before it leaves, or a leak checker would find a debugger in its seat. Where not
 * one call has got its fault the case fails: it would have shown nothing. */
struct process inject(const struct server *server, const char *faults);
size_t count_injections(struct process injector);
void end_injection(const struct server *server, struct process injector);

#endif
