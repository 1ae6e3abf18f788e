/* sender.h - what all clients that send have in common: how they begin, rest and hang up, and
 * how long their messages are. */
#ifndef ECHOLAB_SENDER_H
#define ECHOLAB_SENDER_H

#include "worker.h"

/* Steps of a conduct. */
void sender_opened(struct worker *worker, struct connection *connection);
void sender_started(struct worker *worker, struct connection *connection);
void sender_leave(struct worker *worker, struct connection *connection);

/* Nothing is under way on this connection any more: it is replaced, or hung up, or goes on. */
void sender_rest(struct worker *worker, struct connection *connection);

/* The size of the connection's next message. */
uint32_t sender_draw_size(const struct options *options, struct connection *connection);

#endif
