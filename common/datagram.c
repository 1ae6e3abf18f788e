/* datagram.c - conversations of one message: received, checked, answered. */
#include "datagram.h"

#include "clock.h"
#include "server.h"
#include "stopping.h"
#include "trace.h"
#include "work.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

static const uint64_t patience_ns = 20ULL * NS_PER_MS;
static const uint64_t haste_ns = 1ULL * NS_PER_S;
static const uint64_t nap_ns = 100ULL * NS_PER_US;

enum { NFS_PORT = 2049, SUITE_FIRST_PORT = 7000, SUITE_LAST_PORT = 7099 };

static bool has_our_name(const struct server *server, const struct endpoint *from)
{
    const struct endpoint *bound = &server->listener.bound;

    return from->length == bound->length &&
           memcmp(&from->socket, &bound->socket, from->length) == 0;
}

static bool is_answerable(const struct server *server, const struct endpoint *from)
{
    /* A name is relative to whoever hears it, so that others may have the same. */
    if (from->socket.any.sa_family == AF_UNIX)
        return from->length > sizeof(sa_family_t) && !has_our_name(server, from);

    in_port_t port = endpoint_port(from);

    return port >= 1024 && port != NFS_PORT &&
           (port < SUITE_FIRST_PORT || port > SUITE_LAST_PORT) &&
           port != endpoint_port(&server->listener.bound);
}

static void count_dropped(struct server *server)
{
    atomic_fetch_add(&server->counters->datagrams_dropped, 1);
}

bool datagram_is_welcome(struct server *server, const struct endpoint *from)
{
    atomic_fetch_add(&server->counters->datagrams_in, 1);
    /* A peer without a name has length 0, and then no family either. */
    if (from->length >= sizeof(sa_family_t) && is_answerable(server, from))
        return true;
    count_dropped(server);
    return false;
}

static void trace_message(const char *call, const struct server *server,
                          const struct datagram *datagram, const char *preposition)
{
    char peer[ADDRESS_TEXT];

    trace_event(call, "fd %d: a datagram of %zu bytes %s %s", server->listener.fd,
                datagram->count, preposition, endpoint_format(&datagram->from, peer));
}

static enum arrival receive_into(struct server *server, struct datagram *datagram)
{
    /* On a UNIX socket there would be a stranger's descriptors in it, which would be ours. */
    bool with_control = server->options.address.transport == TRANSPORT_UDP;
    struct iovec place = { .iov_base = datagram->buffer, .iov_len = BUFFER_SIZE };
    struct msghdr header = {
        .msg_name = &datagram->from.socket,
        .msg_namelen = sizeof datagram->from.socket,
        .msg_iov = &place,
        .msg_iovlen = 1,
        .msg_control = with_control ? datagram->control : NULL,
        .msg_controllen = with_control ? sizeof datagram->control : 0,
    };
    ssize_t count = recvmsg(server->listener.fd, &header, 0);

    if (count < 0) {
        if (errno == ENOMEM || errno == ENOBUFS)
            door_judge(server, errno);
        return ARRIVAL_NOTHING;
    }
    /* A receive queue shut by a stop says 0 bytes from nobody; so does nobody else's socket. */
    if (count == 0 && header.msg_namelen == 0 && stopping_stage() != STAGE_SERVING)
        return ARRIVAL_NOTHING;
    datagram->count = (size_t)count;
    datagram->from.length = header.msg_namelen;
    datagram->control_length = header.msg_controllen;
    if (!datagram_is_welcome(server, &datagram->from))
        return ARRIVAL_DROPPED;
    if (header.msg_flags & MSG_TRUNC) {
        count_dropped(server);
        return ARRIVAL_DROPPED;
    }
    if (trace_on)
        trace_message("recvmsg", server, datagram, "from");
    return ARRIVAL_MESSAGE;
}

enum arrival datagram_receive(struct server *server, struct datagram *datagram)
{
    datagram->buffer = pool_take(&server->pool);
    if (!datagram->buffer) {
        door_judge(server, ENOMEM);
        return ARRIVAL_NOTHING;
    }

    enum arrival arrival = receive_into(server, datagram);

    if (arrival != ARRIVAL_MESSAGE)
        pool_give(&server->pool, datagram->buffer);
    return arrival;
}

/* The send buffer of a UNIX socket is full until those who have been answered read, which takes
 * them no time, or for as long as one of them does not. So an answer waits for a moment; and
 * one that has waited in vain takes that away from the next ones, or who does not read would
 * stop the service. */
static bool send_message(struct server *server, const struct msghdr *header)
{
    uint64_t begin_ns = 0;

    while (sendmsg(server->listener.fd, header, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) {
        uint64_t now_ns = clock_now_ns();

        if (errno == EINTR)
            continue;
        if (errno != EAGAIN || now_ns < atomic_load(&server->hurried_until_ns))
            return false;
        begin_ns = begin_ns > 0 ? begin_ns : now_ns;
        if (now_ns - begin_ns > patience_ns) {
            atomic_store(&server->hurried_until_ns, now_ns + haste_ns);
            return false;
        }
        nanosleep(&(struct timespec){ .tv_nsec = (long)nap_ns }, NULL);
    }
    return true;
}

void datagram_answer(struct server *server, struct datagram *datagram)
{
    struct work work;
    struct slice message = { datagram->buffer, datagram->count };
    struct iovec place = { .iov_base = datagram->buffer, .iov_len = datagram->count };
    struct msghdr header = {
        .msg_name = &datagram->from.socket,
        .msg_namelen = datagram->from.length,
        .msg_iov = &place,
        .msg_iovlen = 1,
        .msg_control = datagram->control_length > 0 ? datagram->control : NULL,
        .msg_controllen = datagram->control_length,
    };

    if (!session_answers(server->options.service, server->options.max_task_us, message,
                         &work) ||
        !work_spend(work)) {
        count_dropped(server);
        return;
    }
    if (trace_on)
        trace_message("sendmsg", server, datagram, "to");
    if (send_message(server, &header))
        atomic_fetch_add(&server->counters->datagrams_out, 1);
    else
        count_dropped(server);
}

void datagram_answer_batch(struct server *server)
{
    for (int i = 0; i < DATAGRAM_BATCH; i++) {
        struct datagram datagram;
        enum arrival arrival = datagram_receive(server, &datagram);

        if (arrival == ARRIVAL_NOTHING)
            return;
        if (arrival == ARRIVAL_MESSAGE) {
            datagram_answer(server, &datagram);
            pool_give(&server->pool, datagram.buffer);
        }
    }
}
