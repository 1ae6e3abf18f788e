/* peer.c - the verbs of a client: what it says, what it expects, how it leaves. */
#include "peer.h"

#include "check.h"
#include "clock.h"
#include "datagram_peer.h"
#include "patience.h"
#include "payload.h"
#include "server_process.h"
#include "task_frame.h"
#include "trial.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CHUNK = 65536, PING_BYTES = 5 };

bool peer_wait(const struct peer *peer, short events, uint64_t ms)
{
    uint64_t deadline = deadline_after_ms(ms);
    struct pollfd entry = { .fd = peer->fd, .events = events };
    int ready;

    do
        ready = poll(&entry, 1, remaining_ms(deadline));
    while (ready < 0 && errno == EINTR);
    return ready == 1;
}

size_t say_some(struct peer *peer, uint64_t count)
{
    char bytes[CHUNK];
    size_t size = count < CHUNK ? (size_t)count : CHUNK;

    payload_fill(peer->key, peer->sent, bytes, size);

    ssize_t n = send(peer->fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);

    check(n >= 0 || errno == EAGAIN, "client %u: expected to send, saw: %s", peer->number,
          strerror(errno));
    if (n < 0)
        return 0;
    peer->sent += (size_t)n;
    return (size_t)n;
}

void say(struct peer *peer, uint64_t count)
{
    for (uint64_t done = 0; done < count;) {
        check(peer_wait(peer, POLLOUT, OPERATION_MS),
              "client %u: expected the server to take %" PRIu64 " bytes, saw it take %" PRIu64,
              peer->number, count, done);
        done += say_some(peer, count - done);
    }
}

void say_bytes(struct peer *peer, const void *bytes, size_t count)
{
    for (size_t done = 0; done < count;) {
        check(peer_wait(peer, POLLOUT, OPERATION_MS),
              "client %u: expected to send, saw it block", peer->number);

        ssize_t n = send(peer->fd, (const char *)bytes + done, count - done, MSG_NOSIGNAL);

        check(n > 0, "client %u: expected to send, saw: %s", peer->number, strerror(errno));
        done += (size_t)n;
    }
    peer->sent += count;
}

static void compare(struct peer *peer, const char *bytes, size_t count)
{
    unsigned char right = 0;
    size_t same = payload_difference(peer->key, peer->received, peer->server->upper, bytes,
                                     count, &right);

    check(same == count,
          "client %u: byte %" PRIu64 " of the reply: expected 0x%02x, saw 0x%02x", peer->number,
          peer->received + same, right, same < count ? (unsigned char)bytes[same] : 0);
    peer->received += count;
}

/* Reads at most `count` bytes; 0 if nothing is there. An end or an error is a failure. */
static size_t receive(struct peer *peer, char *bytes, size_t count)
{
    ssize_t n = recv(peer->fd, bytes, count, MSG_DONTWAIT);

    check(n != 0,
          "client %u: expected more after %" PRIu64 " of %" PRIu64 " bytes, saw the end",
          peer->number, peer->received, peer->sent);
    check(n > 0 || errno == EAGAIN,
          "client %u: expected more after %" PRIu64 " of %" PRIu64 " bytes, saw: %s",
          peer->number, peer->received, peer->sent, strerror(errno));
    return n > 0 ? (size_t)n : 0;
}

size_t hear_some(struct peer *peer, uint64_t count)
{
    char bytes[CHUNK];
    size_t n = receive(peer, bytes, count < CHUNK ? (size_t)count : CHUNK);

    compare(peer, bytes, n);
    return n;
}

static void insist_on_bytes(const struct peer *peer)
{
    check(peer_wait(peer, POLLIN, OPERATION_MS),
          "client %u: expected more after %" PRIu64 " of %" PRIu64 " bytes, saw silence",
          peer->number, peer->received, peer->sent);
}

void expect(struct peer *peer, uint64_t count)
{
    while (count > 0) {
        insist_on_bytes(peer);
        count -= hear_some(peer, count);
    }
}

void expect_bytes(struct peer *peer, const void *bytes, size_t count)
{
    char seen[CHUNK];

    for (size_t done = 0; done < count;) {
        size_t step = count - done < sizeof seen ? count - done : sizeof seen;

        insist_on_bytes(peer);
        step = receive(peer, seen, step);
        for (size_t i = 0; i < step; i++)
            check(seen[i] == ((const char *)bytes)[done + i],
                  "client %u: byte %zu of the reply: expected 0x%02x, saw 0x%02x", peer->number,
                  done + i, (unsigned char)((const char *)bytes)[done + i],
                  (unsigned char)seen[i]);
        done += step;
        peer->received += step;
    }
}

void fill_up(struct peer *peer, uint64_t most, uint64_t blocked_ms)
{
    while (peer->sent < most && peer_wait(peer, POLLOUT, blocked_ms))
        (void)say_some(peer, most - peer->sent);
}

void expect_silence(struct peer *peer, uint64_t ms)
{
    char byte;
    uint64_t deadline = clock_now_ns() + ms * NS_PER_MS;

    /* Without T_MULT: a silence does not get longer on a slow machine. */
    while (clock_now_ns() < deadline) {
        pause_us(1000);

        ssize_t n = recv(peer->fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK);

        check(n < 0 && errno == EAGAIN, "client %u: expected silence, saw %s", peer->number,
              n > 0    ? "bytes"
              : n == 0 ? "the end"
                       : strerror(errno));
    }
}

void half_close(struct peer *peer)
{
    check(shutdown(peer->fd, SHUT_WR) == 0, "client %u: expected to half-close, saw: %s",
          peer->number, strerror(errno));
    peer->finished = true;
}

void expect_end_as(struct peer *peer, enum ending ending, uint64_t ms)
{
    char byte;

    check(peer_wait(peer, POLLIN, ms), "client %u: expected the end, saw silence",
          peer->number);

    ssize_t n = recv(peer->fd, &byte, 1, MSG_DONTWAIT);

    check(n == 0, "client %u: expected the end after %" PRIu64 " bytes, saw %s", peer->number,
          peer->received, n > 0 ? "another byte" : strerror(errno));
    peer_close(peer, ending);
}

void expect_hang_up(struct peer *peer)
{
    expect_end_as(peer, LEFT, OPERATION_MS);
}

void expect_cut_off(struct peer *peer, enum ending ending, uint64_t ms)
{
    uint64_t deadline = deadline_after_ms(ms);
    char bytes[CHUNK];
    ssize_t n = 1;

    while (n > 0 || errno == EAGAIN) {
        struct pollfd entry = { .fd = peer->fd, .events = POLLIN };

        check(poll(&entry, 1, remaining_ms(deadline)) == 1,
              "client %u: expected to be cut off, saw the connection stay", peer->number);
        n = recv(peer->fd, bytes, sizeof bytes, MSG_DONTWAIT);
        if (n == 0)
            break;
    }
    peer_close(peer, ending);
}

void leave(struct peer *peer)
{
    if (!peer->finished)
        half_close(peer);
    expect(peer, peer->sent - peer->received);
    expect_hang_up(peer);
}

void expect_refusal(struct peer *peer)
{
    static const char refusal[] = "ERR busy\n";

    expect_bytes(peer, refusal, sizeof refusal - 1);
    expect_end_as(peer, REFUSED, OPERATION_MS);
}

void reset(struct peer *peer)
{
    const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

    check(setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0,
          "expected SO_LINGER, saw: %s", strerror(errno));
    peer_close(peer, ABANDONED);
}

void vanish(struct peer *peer)
{
    peer_close(peer, ABANDONED);
}

void peer_close(struct peer *peer, enum ending ending)
{
    close(peer->fd);
    peer->fd = -1;
    peer->ending = ending;
}

static void ping_with_datagram(struct peer *peer)
{
    if (peer->server->tasks) {
        say_task_datagram(peer, TASK_NONE, 0);
        expect_task_datagram(peer, TASK_NONE, 0);
    } else {
        say_datagram(peer, PING_BYTES);
        expect_datagram(peer, PING_BYTES);
    }
    peer_close(peer, LEFT);
}

void ping(struct server *server)
{
    struct peer *peer = connect_client(server);

    if (server->trial->transport & DATAGRAMS) {
        ping_with_datagram(peer);
        return;
    }
    if (server->tasks) {
        say_task(peer, TASK_NONE, 0);
        expect_task(peer, TASK_NONE, 0);
    } else {
        say(peer, PING_BYTES);
        /* Whether a half-close is understood is another question: A6, A7. */
        if (!trial_is_ours(server->trial))
            expect(peer, PING_BYTES);
    }
    leave(peer);
}
