/* exchange.h - a client that sends datagrams, and checks each one that comes back.
 *
 * A message is a datagram (parcel.h), and so is its answer. Answers may come in any order,
 * twice, changed, late or not at all; each of these is counted, and none stops the others. A
 * message that has not been answered within --timeout is lost and frees its place. */
#ifndef ECHOLAB_EXCHANGE_H
#define ECHOLAB_EXCHANGE_H

#include "connection.h"
#include "missed.h"
#include "slots.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a connection of datagrams has beside struct connection. */
struct exchange {
    uint64_t key;     /* parcel.h */
    uint32_t next;    /* sequence number of the next message; from 1 on */
    uint32_t highest; /* of all that have been answered */
    bool heard;       /* something has come back, at any time */
    bool retrying;    /* the kernel has no memory: sending is tried again soon */
    struct slots slots;
    struct missed missed;
};

/* Those of a worker, and the memory they share. */
struct exchanges {
    struct exchange *all; /* of connections[0..senders); NULL without datagrams */
    uint16_t *links;
    uint32_t *sequences;
    unsigned char *datagram; /* one that is about to be sent */
};

/* Makes those of a worker whose connections are set up; false when there is no memory. */
bool exchanges_create(struct worker *worker);
void exchanges_destroy(struct exchanges *exchanges);

/* What belongs to a connection that sends. */
struct exchange *exchange_of(const struct worker *worker, const struct connection *connection);

/* Has anything ever come back on this connection? */
bool exchange_heard(const struct worker *worker, const struct connection *connection);

/* As connection_record_vain_waits(). */
void exchange_record_vain_waits(struct worker *worker, const struct connection *connection);

extern const struct conduct datagram_conduct;

#endif
