/* children.h - processes for clients: started, counted, reaped, stopped.
 *
 *     children_watch(server);
 *     pid_t child = children_fork();     as fork()
 *     children_stop();                   every child drains; returns when all have left
 *
 * A child that has ended stays a zombie until its parent asks how; the parent is told by
 * SIGCHLD, and one signal may stand for many ends. Reaping also adds the child's CPU time to
 * the parent's, which is lost where SIGCHLD is ignored. */
#ifndef ECHOLAB_CHILDREN_H
#define ECHOLAB_CHILDREN_H

#include "server.h"

#include <sys/types.h>

/* Starts reaping: each child that ends is one client less on the server's roster. A child that
 * the server has not forked is reaped, too, and counts for nothing. */
void children_watch(struct server *server);

/* As fork(). The child ends with its parent, has closed a listener of connections, and stops as
 * stopping.h says of children. -1 with errno set when there is no further process to be had. At
 * most --max-clients children may be there, which the door sees to. */
pid_t children_fork(void);

/* Tells all children to finish, and in the end to leave at once; blocks until they have. Who
 * has not left half a second after that is killed: a stopped one would stay for ever. */
void children_stop(void);

#endif
