/* ends.h - how a server's life ends, and whether both sides agree on what it was. */
#ifndef ECHOLAB_SOAK_ENDS_H
#define ECHOLAB_SOAK_ENDS_H

#include "life.h"

/* SIGTERM: it has to leave with status 0 within its grace, alone, and nobody listens any more.
 */
void ends_leave(struct server *server);

/* Holds the counters that it wrote against what its clients have counted: equal after a calm
 * life, and within what the bad clients leave open after any other. */
void ends_compare(const struct server *server, enum mood mood, const struct tally *tally);

#endif
