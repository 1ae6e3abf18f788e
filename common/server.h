/* server.h - the frame around a model: everything of a server but the way it serves.
 *
 * A model is one function and a one-line main:
 *
 *     int main(int argc, char **argv)
 *     {
 *         return server_main(argc, argv, &(struct model){ .name = "epoll", .serve = serve });
 *     }
 *
 * The frame reads the options, opens the listener, prints the ready line, calls the model, and
 * when that returns leaves cleanly. A model never parses, logs or exits.
 *
 * A loop asks server_goes_on() at the start of every round, waits at most server_patience_ms(),
 * and watches the listener while door_is_open() (door.h). */
#ifndef ECHOLAB_SERVER_H
#define ECHOLAB_SERVER_H

#include "client.h"
#include "counters.h"
#include "datagram.h"
#include "door.h"
#include "farewell.h"
#include "listener.h"
#include "options.h"
#include "roster.h"

#include <stdbool.h>
#include <stdint.h>

struct server;

struct model {
    const char *name;
    void (*serve)(struct server *server); /* returns when the server has stopped */
    bool blocking;                        /* it waits in accept(), recv() and send() */
    bool alone;           /* blocking, and one conversation at a time per process */
    int fd_limit;         /* it cannot hold this descriptor or a higher one; or 0 */
    uint64_t max_clients; /* default of --max-clients; 0: no cap */
};

struct server {
    const struct model *model;
    struct options options;
    struct listener listener;
    bool datagrams; /* the listener receives messages, not connections */
    struct counters *counters;
    struct roster
        roster; /* from here on changed while serving: few pages to copy after a fork */
    struct pool pool;
    struct client only; /* the client of a process that has one at a time */
    struct farewells farewells;
    uint64_t paused_until_ns;          /* no accepting before then: something has run out */
    uint64_t next_sweep_ns;            /* when to look for idle clients again */
    _Atomic uint64_t hurried_until_ns; /* until then no answer waits for room in the buffer */
    bool draining;
    bool aborted;
};

/* Runs the model from command line to exit status: 0 after a stop in good order, 1 when a
 * second signal forced it or the start failed, 2 for wrong use. */
int server_main(int argc, char **argv, const struct model *model);

/* True until the server has been stopped and its last client has left. Does the housekeeping of
 * the round: hangs up on idle clients, half-closes all when draining, cuts all when aborting.
 */
bool server_goes_on(struct server *server);

/* How long a round may wait for readiness, in the form of poll(): -1 for ever. To be asked
 * after door_is_open(): a stop between the two is then met by a short wait; the other way round
 * it would find nobody at the door, and the wait without an end. */
int server_patience_ms(const struct server *server);

/* The model's call to wait for readiness has failed, for the reason in errno: returns when it
 * is to be tried again, at once after a signal, and a moment later when memory has run out.
 * Ends the program on anything else, which would be our own mistake. */
void server_failed_to_wait(const char *call);

/* Drains the clients that threads are serving: blocks until they have left, and their threads
 * are gone. */
void server_wait_for_clients(struct server *server);

#endif
