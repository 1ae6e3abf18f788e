/* bad_clients.h - clients that do what no server likes: --stall.
 *
 * reader: sends without end and never reads; its own buffers are small, so that the server's
 *         fill up.
 * writer: sends a byte a second, and reads what comes.
 * mute:   says nothing.
 * reset:  sends a message, resets the connection in the middle of the answer, and comes again
 *         10 ms later.
 *
 * Whatever the server does with them is counted in worker->stalled and is no fault. Whom it
 * hangs up on comes again after 100 ms, so that their number stays. What they send are frames
 * of the service `task` without work: any service takes them. */
#ifndef ECHOLAB_BAD_CLIENTS_H
#define ECHOLAB_BAD_CLIENTS_H

#include "connection.h"
#include "stall.h"

extern const struct conduct bad_conducts[STALL_KINDS];

/* Whom the server has hung up on by now, event or not, is counted. */
void bad_clients_hear(struct worker *worker);

#endif
