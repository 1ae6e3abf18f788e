/* peer.h - the server at the other end: looked up, reached, and waited for.
 *
 *     peer_find(&peer, &arguments);
 *     peer_reach(&peer);
 *     ... send and receive on peer.fd ...
 *     peer_leave(&peer);
 *
 * A name may stand for several endpoints; they are tried in order. What goes wrong here ends
 * the program with one line on stderr and status 1. */
#ifndef ECHOLAB_CLIENT_PEER_H
#define ECHOLAB_CLIENT_PEER_H

#include "arguments.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct peer {
    const struct arguments *arguments;
    struct address address; /* with the endpoints that the options allow */
    size_t tried;           /* endpoints[0..tried) have had their turn */
    struct endpoint remote; /* the last one of these */
    int fd;
};

/* Resolves the address. */
void peer_find(struct peer *peer, const struct arguments *arguments);

/* Gets a socket to the first endpoint, of those not yet tried, that does not refuse. A datagram
 * socket sends there only, and hears nobody else, unless it is for a broadcast. */
void peer_reach(struct peer *peer);

/* After a datagram was refused: goes on to the next endpoint, or returns false if there is
 * none. */
bool peer_reach_another(struct peer *peer);

/* Notes the five things that make a connection: protocol, local and remote address and port. */
void peer_describe(const struct peer *peer);

/* Waits until something can be received, an end or an error too; false: not before the
 * deadline, a time of clock_now_ns(). */
bool peer_speaks(const struct peer *peer, uint64_t deadline_ns);

/* When an answer to something sent now is overdue, as a time of clock_now_ns(). */
uint64_t peer_deadline_ns(const struct peer *peer);

/* The timeout as a person says it. */
double peer_timeout_s(const struct peer *peer);

void peer_leave(struct peer *peer);

#endif
