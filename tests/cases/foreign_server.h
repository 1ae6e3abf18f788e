/* foreign_server.h - a server that is not ours: started by its command, or found where it runs.
 *
 * It has no ready line. It is ready when it takes a connection or, over a transport without
 * connections, answers a datagram; so the first client that it sees says nothing and goes. */
#ifndef ECHOLAB_FOREIGN_SERVER_H
#define ECHOLAB_FOREIGN_SERVER_H

#include "server_process.h"
#include "spawn.h"

/* Where it has to listen: the address that is wanted, or (NULL) the trial's usual one, with a
 * free port in place of port 0. */
void foreign_choose_address(const struct trial *trial, const char *wanted,
                            char address[SERVER_TEXT]);

/* Starts the subject's command, in a process group of its own, for the setting's address. */
struct process foreign_launch(const struct trial *trial, const struct setting *setting);

/* Waits until it is ready; fails when it ends before, or takes longer than ten seconds. */
void foreign_await_ready(struct server *server);

/* Fails if the process that we started has ended while somebody serves: we could neither watch
 * nor stop the one who does. */
void foreign_check_foreground(struct server *server);

/* Takes a server that runs already, at the subject's location; fails if nobody is there. */
void foreign_find(struct server *server);

/* SIGTERM; who has not left two seconds later is killed, with its group. How it ends is its own
 * affair. */
void foreign_end(struct server *server);

#endif
