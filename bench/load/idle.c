/* idle.c - a client that only stays open: it sends nothing, and expects nothing. */
#include "idle.h"

#include "worker.h"

#include <errno.h>
#include <sys/socket.h>

static void nothing(struct worker *worker, struct connection *connection)
{
    (void)worker;
    (void)connection;
}

/* The server hangs up, or says what nobody asked for. */
static void on_readable(struct worker *worker, struct connection *connection)
{
    const ssize_t count = recv(connection->fd, worker->buffer, RECEIVE_SIZE, 0);

    if (count >= 0 && address_is_datagram(&worker->run->options->address))
        worker->faults.corrupt++;
    else if (count == 0)
        connection_lose(worker, connection, CAUSE_HUNG_UP);
    else if (count < 0 && errno != EAGAIN && errno != EINTR)
        connection_lose(worker, connection, errno);
    else if (count > 0 && connection_refused(connection, worker->buffer, (size_t)count))
        connection_lose(worker, connection, CAUSE_BUSY);
    else if (count > 0)
        worker->faults.extra += (uint64_t)count;
}

const struct conduct idle_conduct = {
    .opened = nothing,
    .started = nothing,
    .readable = on_readable,
    .writable = nothing,
    .check = nothing,
    .leave = connection_end,
};
