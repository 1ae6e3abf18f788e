/* posting.c - sends the datagrams of an exchange, as far as the kernel takes them. */
#include "posting.h"

#include "clock.h"
#include "parcel.h"
#include "sender.h"
#include "worker.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* How long to leave a kernel alone that has no memory. */
enum { RETRY_NS = NS_PER_MS };

void posting_begin(struct worker *worker, struct connection *connection, uint64_t due_ns,
                   uint64_t sent_ns)
{
    struct exchange *exchange = exchange_of(worker, connection);

    slots_put(&exchange->slots,
              (struct message){ .due_ns = due_ns,
                                .sent_ns = sent_ns,
                                .sequence = exchange->next,
                                .size = sender_draw_size(worker->run->options, connection) });
    if (++exchange->next == 0) /* which stands for no message at all */
        exchange->next = 1;
    connection->under_way++;
    connection->left--;
}

/* Puts the datagram of a slot together. */
static const void *compose(const struct worker *worker, const struct connection *connection,
                           const struct exchange *exchange, uint16_t slot)
{
    const struct message *message = &exchange->slots.messages[slot];
    const uint64_t place = parcel_place(connection->start, message->sequence);
    unsigned char *datagram = worker->exchanges.datagram;

    parcel_write(datagram, exchange->key, (struct parcel){ message->sequence, slot });
    memcpy(datagram + PARCEL_HEADER, payload_at(worker->run->payload.sent, place),
           message->size - PARCEL_HEADER);
    return datagram;
}

static void try_again(struct worker *worker, struct connection *connection)
{
    exchange_of(worker, connection)->retrying = false;
    if (connection->state == CONNECTION_OPEN && !connection->blocked)
        posting_resume(worker, connection);
}

void posting_be_refused(struct worker *worker, struct connection *connection)
{
    struct exchange *exchange = exchange_of(worker, connection);
    struct slots *slots = &exchange->slots;

    if (exchange->heard || !connection_redirect(worker, connection)) {
        connection_lose(worker, connection, ECONNREFUSED);
        return;
    }
    if (connection->state != CONNECTION_OPEN)
        return;
    for (uint16_t slot = 0; slot < slots->count; slot++)
        if (slots_sent(slots, slot)) {
            worker->datagrams_sent--;
            worker->bytes_sent -= slots->messages[slot].size;
        }
    slots_requeue(slots);
    posting_resume(worker, connection);
}

/* The kernel has not taken a datagram. A unix server's queue is short, and EPOLLOUT tells when
 * there is room in it; memory is not announced. */
static void wait_for_room(struct worker *worker, struct connection *connection, int reason)
{
    struct exchange *exchange = exchange_of(worker, connection);

    if (reason == ECONNREFUSED) {
        posting_be_refused(worker, connection);
    } else if (reason == EAGAIN) {
        if (!connection->blocked)
            connection_watch(worker, connection, true);
    } else if (reason == ENOBUFS || reason == ENOMEM || reason == EINTR) {
        if (!exchange->retrying)
            agenda_add(&worker->agenda, clock_now_ns() + RETRY_NS, try_again, connection);
        exchange->retrying = true;
    } else {
        connection_lose(worker, connection, reason);
    }
}

/* Sends until all is sent or the kernel takes no more. */
void posting_resume(struct worker *worker, struct connection *connection)
{
    const struct exchange *exchange = exchange_of(worker, connection);
    struct slots *slots = &exchange_of(worker, connection)->slots;

    while (slots->first != SLOTS_NONE) {
        const uint32_t size = slots->messages[slots->first].size;
        const void *datagram = compose(worker, connection, exchange, slots->first);

        if (send(connection->fd, datagram, size, MSG_NOSIGNAL) < 0) {
            wait_for_room(worker, connection, errno);
            return;
        }
        worker->datagrams_sent++;
        worker->bytes_sent += size;
        slots_shift(slots);
    }
    if (connection->blocked)
        connection_watch(worker, connection, false);
}

void posting_flush(struct worker *worker, struct connection *connection)
{
    if (!connection->blocked && !exchange_of(worker, connection)->retrying)
        posting_resume(worker, connection);
}
