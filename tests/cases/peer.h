/* peer.h - the verbs of a client: what it says, what it expects, how it leaves.
 *
 *     struct peer *peer = connect_client(server);
 *     say(peer, 64 * KIB);
 *     half_close(peer);
 *     expect(peer, 64 * KIB);
 *     expect_hang_up(peer);
 *
 * What a peer says is its own stream of pseudo-random bytes (payload.h); what it expects is the
 * same stream, at the place it has got to. A verb that waits longer than two seconds (T_MULT)
 * for the next byte fails the trial. The server remembers its peers: their sum is what its
 * counters have to show in the end. */
#ifndef ECHOLAB_PEER_H
#define ECHOLAB_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

static const size_t KIB = 1024;
static const size_t MIB = 1048576;

struct server;

/* How a conversation came to its end, seen from here. */
enum ending {
    STILL_HERE, /* not at all */
    LEFT,       /* half-closed, got all, saw the end of input */
    ABANDONED,  /* went away without waiting: nobody knows how much the server has seen */
    REFUSED,    /* turned away at the door */
    SHED,       /* dropped unserved and uncounted, as libuv does without descriptors */
    KICKED,     /* hung up on for being silent */
    CAST_OUT,   /* hung up on for breaking the protocol */
    ABORTED,    /* cut off by a server that could not wait any longer */
    UNCOUNTED   /* its own process was killed, and what that had counted is lost */
};

struct peer {
    struct server *server;
    struct peer *next;
    int fd;          /* -1 once closed */
    unsigned number; /* from 1 */
    uint64_t key;
    uint64_t sent;     /* bytes said: the place in the stream */
    uint64_t received; /* bytes heard, all of them checked */
    bool finished;     /* it has half-closed */
    enum ending ending;
    unsigned datagrams_sent;
    unsigned datagrams_answered;
    unsigned datagrams_lost; /* nobody can say whether the server has answered */
};

/* Arriving. A stream's client is connected; a datagram's has the server as its fixed other end
 * and is bound to a name of its own, so that it can be answered. */
struct peer *connect_client(struct server *server);

/* As a client which hardly listens: tiny receive buffer, tiny segments. */
struct peer *connect_narrow_client(struct server *server);

/* As connect_client(), but NULL when the connection is refused: nobody listens there. */
struct peer *knock(struct server *server);

/* As connect_client(), but NULL when there is no connection within `ms`, whatever the reason.
 */
struct peer *try_client(struct server *server, uint64_t ms);

/* Nobody listens there: a connection is refused. */
void expect_refused_connection(struct server *server);

/* Takes a socket of the caller's into the books, not yet connected. */
struct peer *peer_add(struct server *server, int fd);

/* Talking. say() blocks until the kernel has taken all; expect() until all has come, and right.
 */
void say(struct peer *peer, uint64_t count);
void expect(struct peer *peer, uint64_t count);

/* The same with bytes of the caller's choice. */
void say_bytes(struct peer *peer, const void *bytes, size_t count);
void expect_bytes(struct peer *peer, const void *bytes, size_t count);

/* Says what can be said without waiting, at most `count` bytes; returns how many. */
size_t say_some(struct peer *peer, uint64_t count);

/* Hears and checks what is there, at most `count` bytes; returns how many, 0 if there is
 * nothing. */
size_t hear_some(struct peer *peer, uint64_t count);

/* Talks and never listens until nothing has been taken for `blocked_ms`, at most `most` bytes.
 */
void fill_up(struct peer *peer, uint64_t most, uint64_t blocked_ms);

/* Nothing comes for so long. */
void expect_silence(struct peer *peer, uint64_t ms);

/* Leaving. leave() half-closes, hears the rest, sees the end and closes. */
void half_close(struct peer *peer);
void expect_hang_up(struct peer *peer);
void leave(struct peer *peer);

/* The server ends it, in one of its ways: a clean end of input, or (cut off) any end at all,
 * with whatever came before thrown away. Either way within `ms`. */
void expect_end_as(struct peer *peer, enum ending ending, uint64_t ms);
void expect_cut_off(struct peer *peer, enum ending ending, uint64_t ms);

/* "ERR busy\n", then the end of input and no reset. */
void expect_refusal(struct peer *peer);

/* Closes with a reset (TCP) or with unread bytes (UNIX): both are errors to the server. */
void reset(struct peer *peer);

/* Closes and leaves it open how much the server has seen. */
void vanish(struct peer *peer);

/* A new client comes, says a few bytes, gets them back and leaves; or one datagram does. */
void ping(struct server *server);

/* poll() for one descriptor: true if one of `events` comes within patience_ms(ms). */
bool peer_wait(const struct peer *peer, short events, uint64_t ms);

void peer_close(struct peer *peer, enum ending ending);
void peer_forget_all(struct server *server);

#endif
