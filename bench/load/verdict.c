/* verdict.c - what a datagram is that has come back. */
#include "verdict.h"

#include "parcel.h"

#include <string.h>

/* Strangers differ in half of all bits, and so do the digits of the mix. */
enum { RESEMBLING = 8 /* differs in less than an eighth of its bits */ };

static size_t lesser(size_t first, size_t second)
{
    return first < second ? first : second;
}

/* What a datagram has to hold behind its header. */
static const unsigned char *right_body(const struct payload *payload,
                                       const struct connection *connection,
                                       const struct message *message)
{
    return payload_at(payload->expected, parcel_place(connection->start, message->sequence));
}

static void right_header(const struct exchange *exchange, uint16_t slot,
                         unsigned char header[PARCEL_HEADER])
{
    const struct parcel parcel = { exchange->slots.messages[slot].sequence, slot };

    parcel_write(header, exchange->key, parcel);
}

static size_t distance(const struct payload *payload, const struct connection *connection,
                       const struct exchange *exchange, uint16_t slot,
                       const unsigned char *bytes, size_t count, size_t enough)
{
    const struct message *message = &exchange->slots.messages[slot];
    const size_t common = lesser(count, message->size);
    const size_t ahead = lesser(common, PARCEL_HEADER);
    unsigned char header[PARCEL_HEADER];
    size_t bits;

    right_header(exchange, slot, header);
    bits = parcel_distance(header, bytes, ahead, enough);
    if (common == ahead || bits > enough)
        return bits;
    return bits + parcel_distance(right_body(payload, connection, message), bytes + ahead,
                                  common - ahead, enough - bits);
}

/* Of two that it resembles alike, as when it has been cut off in the header, the earlier is
 * taken. */
static uint16_t find_nearest(const struct payload *payload, const struct connection *connection,
                             const struct exchange *exchange, const unsigned char *bytes,
                             size_t count)
{
    const struct message *messages = exchange->slots.messages;
    size_t least = count * 8 / RESEMBLING;
    uint16_t nearest = SLOTS_NONE;

    for (uint16_t slot = 0; slot < exchange->slots.count; slot++) {
        if (!slots_sent(&exchange->slots, slot))
            continue;

        const size_t bits = distance(payload, connection, exchange, slot, bytes, count, least);

        if (bits < least || (bits == least && (nearest == SLOTS_NONE ||
                                               missed_precedes(messages[slot].sequence,
                                                               messages[nearest].sequence)))) {
            nearest = slot;
            least = bits;
        }
    }
    return nearest;
}

struct verdict verdict_on(const struct payload *payload, const struct connection *connection,
                          struct exchange *exchange, const unsigned char *bytes, size_t count,
                          size_t kept)
{
    struct parcel parcel;

    if (!parcel_read(bytes, kept, exchange->key, &parcel))
        return (struct verdict){ VERDICT_CORRUPT,
                                 find_nearest(payload, connection, exchange, bytes, kept) };
    if (slots_sent(&exchange->slots, parcel.slot) &&
        exchange->slots.messages[parcel.slot].sequence == parcel.sequence) {
        const struct message *message = &exchange->slots.messages[parcel.slot];
        const bool right =
            count == message->size && count == kept &&
            memcmp(bytes + PARCEL_HEADER, right_body(payload, connection, message),
                   count - PARCEL_HEADER) == 0;

        return (struct verdict){ right ? VERDICT_RIGHT : VERDICT_CORRUPT,
                                 (uint16_t)parcel.slot };
    }
    if (!missed_precedes(parcel.sequence, exchange->next))
        return (struct verdict){ VERDICT_CORRUPT, SLOTS_NONE };
    return (struct verdict){ missed_take(&exchange->missed, parcel.sequence)
                                 ? VERDICT_LATE
                                 : VERDICT_DUPLICATE,
                             SLOTS_NONE };
}

size_t verdict_place(const struct payload *payload, const struct connection *connection,
                     const struct exchange *exchange, uint16_t slot, const unsigned char *bytes,
                     size_t kept)
{
    const struct message *message = &exchange->slots.messages[slot];
    const unsigned char *body = right_body(payload, connection, message);
    unsigned char header[PARCEL_HEADER];
    size_t place = 0;

    right_header(exchange, slot, header);
    while (place < kept && place < message->size &&
           bytes[place] ==
               (place < PARCEL_HEADER ? header[place] : body[place - PARCEL_HEADER]))
        place++;
    return place;
}
