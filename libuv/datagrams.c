/* datagrams.c - datagrams by way of libuv.
 *
 * udp:// is served by uv_udp. It hides the address that a datagram was sent to, so that a
 * server bound to every address answers from the one which routing prefers. unixgram: is beyond
 * uv_udp, which pads abstract names; there libuv watches, and the frame receives and answers.
 */
#include "datagrams.h"

#include "work.h"

#include <err.h>
#include <string.h>
#include <unistd.h>

static union {
    uv_udp_t udp;
    uv_poll_t watch;
} door;

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *room)
{
    struct server *server = handle->loop->data;
    char *buffer = pool_take(&server->pool);

    (void)suggested;
    *room = uv_buf_init(buffer, buffer ? BUFFER_SIZE : 0);
}

static struct endpoint sender(const struct sockaddr *address)
{
    struct endpoint from = { .length = address->sa_family == AF_INET6
                                           ? sizeof(struct sockaddr_in6)
                                           : sizeof(struct sockaddr_in) };

    memcpy(&from.socket, address, from.length);
    return from;
}

static void answer(struct server *server, struct slice message, const struct sockaddr *to)
{
    struct work work;
    uv_buf_t reply = uv_buf_init(message.bytes, (unsigned int)message.count);

    if (session_answers(server->options.service, server->options.max_task_us, message, &work) &&
        work_spend(work) && uv_udp_try_send(&door.udp, &reply, 1, to) >= 0)
        atomic_fetch_add(&server->counters->datagrams_out, 1);
    else
        atomic_fetch_add(&server->counters->datagrams_dropped, 1);
}

static void on_datagram(uv_udp_t *udp, ssize_t count, const uv_buf_t *room,
                        const struct sockaddr *address, unsigned int flags)
{
    struct server *server = udp->loop->data;

    (void)flags; /* UV_UDP_PARTIAL cannot be: the buffer holds the largest datagram */
    if (count >= 0 && address) {
        struct endpoint from = sender(address);

        if (datagram_is_welcome(server, &from))
            answer(server, (struct slice){ room->base, (size_t)count }, address);
    }
    if (room->base)
        pool_give(&server->pool, room->base);
}

static void on_readable(uv_poll_t *watch, int status, int events)
{
    struct server *server = watch->loop->data;

    (void)events;
    if (status == 0 && door_is_open(server))
        datagram_answer_batch(server);
}

void datagrams_begin(uv_loop_t *loop, struct server *server)
{
    int fd = dup(server->listener.fd);

    if (server->options.address.transport == TRANSPORT_UDP) {
        if (fd >= 0 && uv_udp_init(loop, &door.udp) == 0 && uv_udp_open(&door.udp, fd) == 0 &&
            uv_udp_recv_start(&door.udp, on_room, on_datagram) == 0)
            return;
    } else if (fd >= 0 && uv_poll_init(loop, &door.watch, fd) == 0 &&
               uv_poll_start(&door.watch, UV_READABLE, on_readable) == 0) {
        return;
    }
    errx(1, "libuv cannot receive datagrams");
}
