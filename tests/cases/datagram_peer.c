/* datagram_peer.c - the verbs of a client that speaks in datagrams. */
#include "datagram_peer.h"

#include "check.h"
#include "patience.h"
#include "payload.h"
#include "server_process.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

void say_datagram(struct peer *peer, size_t size)
{
    char bytes[DATAGRAM_MOST];

    check(size <= sizeof bytes, "expected at most %d bytes", DATAGRAM_MOST);
    payload_fill(peer->key, peer->sent, bytes, size);
    check(peer_wait(peer, POLLOUT, OPERATION_MS), "client %u: expected to send, saw it block",
          peer->number);

    ssize_t n = send(peer->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);

    check(n == (ssize_t)size, "client %u: expected a datagram of %zu bytes to go, saw: %s",
          peer->number, size, n < 0 ? strerror(errno) : "a part of it go");
    peer->sent += size;
    peer->datagrams_sent++;
}

void expect_datagram(struct peer *peer, size_t size)
{
    char bytes[DATAGRAM_MOST];
    unsigned char right = 0;

    check(peer_wait(peer, POLLIN, OPERATION_MS),
          "client %u: expected a datagram of %zu bytes, saw silence", peer->number, size);

    ssize_t n = recv(peer->fd, bytes, sizeof bytes, MSG_DONTWAIT | MSG_TRUNC);

    check(n >= 0, "client %u: expected a datagram of %zu bytes, saw: %s", peer->number, size,
          strerror(errno));
    check_equal("size of the datagram that came back", (int64_t)size, n);

    size_t same = payload_difference(peer->key, peer->sent - size, peer->server->upper, bytes,
                                     size, &right);

    check(same == size, "client %u: byte %zu of the datagram: expected 0x%02x, saw 0x%02x",
          peer->number, same, right, same < size ? (unsigned char)bytes[same] : 0);
    peer->datagrams_answered++;
    peer->received = peer->sent;
}

void expect_no_datagram(struct peer *peer, uint64_t ms)
{
    expect_silence(peer, ms);
    peer->received = peer->sent;
}

bool refuses_to_send(struct peer *peer, size_t size)
{
    static const char bytes[DATAGRAM_MOST];

    return send(peer->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 && errno == EMSGSIZE;
}
