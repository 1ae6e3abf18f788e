/* posting.h - sends the datagrams of an exchange, as far as the kernel takes them.
 *
 * What it does not take waits in the queue of slots.h: for EPOLLOUT if the server's queue is
 * full, as that of a unix socket may be, or for a moment if the kernel has no memory. */
#ifndef ECHOLAB_POSTING_H
#define ECHOLAB_POSTING_H

#include "exchange.h"

/* Steps of a conduct; the second begins a message, as struct conduct says. */
void posting_flush(struct worker *worker, struct connection *connection);
void posting_begin(struct worker *worker, struct connection *connection, uint64_t due_ns,
                   uint64_t sent_ns);
void posting_resume(struct worker *worker, struct connection *connection);

/* The kernel says that nobody listens: on one machine it knows. A name may stand for several
 * endpoints, and as long as nobody has answered, all that was sent goes to the next one; else
 * the connection is lost. */
void posting_be_refused(struct worker *worker, struct connection *connection);

#endif
