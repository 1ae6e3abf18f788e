/* verdict.h - what a datagram is that has come back. */
#ifndef ECHOLAB_VERDICT_H
#define ECHOLAB_VERDICT_H

#include "connection.h"
#include "exchange.h"
#include "payload.h"

#include <stddef.h>
#include <stdint.h>

enum verdict_kind {
    VERDICT_RIGHT,     /* the answer to the message in `slot`, byte for byte */
    VERDICT_CORRUPT,   /* changed, longer or shorter; the answer to `slot`, if it says so */
    VERDICT_DUPLICATE, /* its message has been answered already */
    VERDICT_LATE       /* its message has been given up; it is no longer in `missed` */
};

struct verdict {
    enum verdict_kind kind;
    uint16_t slot; /* SLOTS_NONE: it belongs to no message under way */
};

/* Judges a datagram of `count` bytes, of which the first `kept` are there. One whose header is
 * damaged is taken for the answer to the message under way that it resembles most, if it
 * resembles any. */
struct verdict verdict_on(const struct payload *payload, const struct connection *connection,
                          struct exchange *exchange, const unsigned char *bytes, size_t count,
                          size_t kept);

/* The first place where a datagram is not the right answer to the message in `slot`; its length
 * if it is only cut off. */
size_t verdict_place(const struct payload *payload, const struct connection *connection,
                     const struct exchange *exchange, uint16_t slot, const unsigned char *bytes,
                     size_t kept);

#endif
