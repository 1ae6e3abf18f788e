/* foreign.h - a server of somebody else's: how it is started, and how we know that it is ready.
 *
 * It has no ready line. It is ready when it takes a connection or answers a datagram, at an
 * address where nobody was a moment before; and the socket that listens there has to belong to
 * the processes that we started, as far as we may see that: a stale server, or one that some
 * other service starts for the command, cannot be measured by mistake. The first client that it
 * sees therefore says nothing and goes; over datagrams it says one.
 *
 * candidate.h is how it is used. */
#ifndef ECHOLAB_FOREIGN_H
#define ECHOLAB_FOREIGN_H

#include "candidate.h"

/* Leaves the program with exit 1 and a sentence unless the programs of its commands are there
 * to be started. */
void foreign_require(const struct model *model);

/* Starts it for the order's address; a port of 0 is replaced by a free one. As
 * candidate_start(), but `candidate` has its model and complaints. */
bool foreign_start(const struct lab *lab, const struct candidate_order *order,
                   struct candidate *candidate, char reason[REASON_TEXT]);

/* SIGTERM to all of its process group. */
void foreign_ask_to_leave(const struct candidate *candidate);

/* Kills what is left of its group, and removes the files that it may have left behind. */
void foreign_clear(const struct lab *lab, const struct candidate *candidate);

#endif
