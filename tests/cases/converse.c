/* converse.c - many clients that talk and listen at the same time, each in a given manner. */
#include "converse.h"

#include "check.h"
#include "patience.h"
#include "payload.h"
#include "server_process.h"
#include "trial.h"

#include <inttypes.h>
#include <poll.h>

enum { MOST_PEERS = 256, RELUCTANCE_MS = 1 };

static short wishes(const struct peer *peer, const struct manner *manner, bool listening)
{
    bool talks = peer->sent < manner->count;
    bool listens = peer->received < manner->count && (listening || !talks);

    return (short)((talks ? POLLOUT : 0) | (listens ? POLLIN : 0));
}

static bool is_done(const struct peer *peer, const struct manner *manner)
{
    return peer->received >= manner->count;
}

static void talk(struct peer *peer, const struct manner *manner)
{
    uint64_t left = manner->count - peer->sent;
    uint64_t size = dice_between(&peer->server->trial->dice, manner->say_min, manner->say_max);

    (void)say_some(peer, size < left ? size : left);
    if (manner->finishes && peer->sent == manner->count)
        half_close(peer);
}

static void listen_to(struct peer *peer, const struct manner *manner)
{
    uint64_t left = manner->count - peer->received;
    uint64_t size =
        dice_between(&peer->server->trial->dice, manner->hear_min, manner->hear_max);

    (void)hear_some(peer, size < left ? size : left);
    if (manner->pause_us > 0)
        pause_us(manner->pause_us);
}

/* One look at all of them; returns how many could do something. */
static int round_of(struct peer *peers[], size_t count, const struct manner *manner,
                    bool listening, int timeout_ms)
{
    struct pollfd entries[MOST_PEERS];

    for (size_t i = 0; i < count; i++) {
        short events = wishes(peers[i], manner, listening);

        entries[i] = (struct pollfd){ .fd = events ? peers[i]->fd : -1, .events = events };
    }

    int ready = poll(entries, count, timeout_ms);

    for (size_t i = 0; ready > 0 && i < count; i++) {
        if (entries[i].revents & POLLOUT)
            talk(peers[i], manner);
        if (entries[i].revents & ~POLLOUT)
            listen_to(peers[i], manner);
    }
    return ready;
}

static const struct peer *first_unfinished(struct peer *peers[], size_t count,
                                           const struct manner *manner)
{
    for (size_t i = 0; i < count; i++)
        if (!is_done(peers[i], manner))
            return peers[i];
    return NULL;
}

void converse(struct peer *peers[], size_t count, const struct manner *manner)
{
    const struct peer *slow;

    check(count <= MOST_PEERS, "expected at most %d peers", MOST_PEERS);
    while ((slow = first_unfinished(peers, count, manner))) {
        if (manner->reluctant && round_of(peers, count, manner, false, RELUCTANCE_MS) > 0)
            continue;
        check(round_of(peers, count, manner, true, (int)patience_ms(OPERATION_MS)) > 0,
              "client %u: expected progress, saw silence: said %" PRIu64 " and heard %" PRIu64
              " of %" PRIu64 " bytes",
              slow->number, slow->sent, slow->received, manner->count);
    }
}
