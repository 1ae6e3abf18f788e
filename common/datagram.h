/* datagram.h - conversations of one message: received, checked, answered. */
#ifndef ECHOLAB_DATAGRAM_H
#define ECHOLAB_DATAGRAM_H

#include "address.h"

#include <stdbool.h>
#include <stddef.h>

struct server;

enum { DATAGRAM_CONTROL = 64, DATAGRAM_BATCH = 64 };

struct datagram {
    char *buffer; /* on loan from the server's pool */
    size_t count; /* 0 is a message like any other */
    struct endpoint from;
    size_t control_length;
    _Alignas(8) char control[DATAGRAM_CONTROL]; /* IP_PKTINFO of UDP: where it was sent to */
};

enum arrival { ARRIVAL_MESSAGE, ARRIVAL_DROPPED, ARRIVAL_NOTHING };

/* Receives the next datagram; blocks if the socket does. ARRIVAL_DROPPED: one came, and will
 * not be answered, see datagram_is_welcome(). ARRIVAL_NOTHING: none is there, or the server
 * stops. */
enum arrival datagram_receive(struct server *server, struct datagram *datagram);

/* False if an answer would do harm, or has nowhere to go: an unnamed peer, or a source port
 * which a forger picks to make servers talk to each other (below 1024, 2049, 7000 to 7099, the
 * server's own), or the server's own path. Counts the datagram as arrived, and as dropped when
 * it is not welcome. */
bool datagram_is_welcome(struct server *server, const struct endpoint *from);

/* Spends the work that the message asks for, and sends the answer from the address to which it
 * was sent. An answer for which there is no room within 20 ms is dropped, as datagrams are, and
 * counted; for a second after that, none is waited for. */
void datagram_answer(struct server *server, struct datagram *datagram);

/* Answers what is waiting, at most DATAGRAM_BATCH messages, so that others get their turn. */
void datagram_answer_batch(struct server *server);

#endif
