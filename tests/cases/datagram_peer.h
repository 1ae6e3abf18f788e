/* datagram_peer.h - the verbs of a client that speaks in datagrams; it arrives as peer.h says.
 *
 * Each datagram is the next piece of the peer's stream, so each differs from all others. */
#ifndef ECHOLAB_DATAGRAM_PEER_H
#define ECHOLAB_DATAGRAM_PEER_H

#include "peer.h"

/* One byte more than our servers hold. */
enum { DATAGRAM_MOST = 65537 };

void say_datagram(struct peer *peer, size_t size);

/* The answer to the latest datagram: this size, these bytes, and one only. */
void expect_datagram(struct peer *peer, size_t size);

/* None comes: for `ms`, and none is owed any more. */
void expect_no_datagram(struct peer *peer, uint64_t ms);

/* True if the kernel does not even take a datagram of this size. */
bool refuses_to_send(struct peer *peer, size_t size);

#endif
