/* connection.h - one connection: made without waiting, watched, hung up or lost.
 *
 * What is done with it while it is open is the affair of its conduct, a few functions that the
 * worker calls: stream.h sends and checks, exchange.h does so in datagrams, idle.h only
 * listens, bad_clients.h does harm.
 *
 *     NEW -> CONNECTING -> OPEN -> ENDED      we hung up
 *              |    ^       |
 *              v    |       +----> LOST       it failed, and is not made again
 *            WAITING       (back to CONNECTING: it is replaced, see --churn; back to NEW: a bad
 *                           client comes again after a pause)
 *
 * Hanging up a tcp connection resets it (SO_LINGER 0), and happens only when everything has
 * come back. Closed in the ordinary way it would keep its port in TIME_WAIT for a minute: a run
 * of many short connections would use up the ports, and slow down every run after it.
 *
 * A connection of datagrams is a socket of its own, which the kernel has connected: it sends to
 * the server only, and hears nobody else. Nobody has to answer for it to be open, so a refusal
 * comes later.
 *
 * A connection belongs to one worker and is used by that worker's thread alone. */
#ifndef ECHOLAB_CONNECTION_H
#define ECHOLAB_CONNECTION_H

#include "arrivals.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connection;
struct worker;

enum connection_state {
    CONNECTION_NEW,
    CONNECTION_CONNECTING,
    CONNECTION_WAITING, /* a unix socket's backlog was full: it is tried again soon */
    CONNECTION_OPEN,
    CONNECTION_ENDED,
    CONNECTION_LOST
};

typedef void conduct_step(struct worker *worker, struct connection *connection);

/* What a kind of client does: one constant a kind. Each step may hang up or lose the
 * connection; worker->now_ns is the present, but for `readable` and `writable`, which look for
 * themselves. */
struct conduct {
    conduct_step *opened;   /* it is open, for the first time or again */
    conduct_step *started;  /* all others are open too: load begins */
    conduct_step *readable; /* bytes, an end or an error have come */
    conduct_step *writable; /* the kernel takes bytes again */
    conduct_step *check;    /* a while has passed: is a reply overdue? */
    conduct_step *leave;    /* load is over: hang up as soon as everything is back */

    /* For clients with a pace: begins a message, which was due and is sent at these times; and
     * hands to the kernel what has begun. There must be room for it: fewer than `--pipeline`
     * messages are under way. Flushing may lose the connection. */
    void (*begin)(struct worker *worker, struct connection *connection, uint64_t due_ns,
                  uint64_t sent_ns);
    conduct_step *flush;

    /* For clients that do not count: connection_lose() does this instead of counting a fault,
     * with an errno value or an enum cause. NULL for all others. */
    void (*lost)(struct worker *worker, struct connection *connection, int cause);

    bool deaf;       /* it is not told that bytes have come, only of an end or an error */
    int buffer_size; /* bytes of each of its two socket buffers; 0: the kernel's choice */
};

/* A message under way. */
struct message {
    uint64_t due_ns;  /* when it ought to have been sent */
    uint64_t sent_ns; /* when it was; in a closed loop the same */
    union {
        uint64_t end;      /* where in the connection's stream it ends */
        uint32_t sequence; /* of a datagram */
    };
    uint32_t size;    /* bytes; 0: the place of a datagram that is free */
    uint32_t work_us; /* what it asks the server for; 0: nothing */
};

struct connection {
    int fd;
    enum connection_state state;
    const struct conduct *conduct;

    /* Bytes of its stream, over all its replacements: of messages begun, handed to the kernel,
     * and come back. */
    uint64_t begun;
    uint64_t sent;
    uint64_t received;
    uint64_t start; /* where its stream begins in the payload */

    struct message *messages; /* `--pipeline` places: a ring, or for datagrams see slots.h */
    uint32_t oldest;          /* of the ring: the place of the message that is answered next */
    uint32_t under_way;

    uint64_t answered; /* messages in the window */
    uint64_t due;      /* messages in the window, in an open loop */
    uint64_t left;     /* messages before it is replaced */
    uint64_t random;   /* state of the generator that draws its sizes */
    uint64_t since_ns; /* when it began to connect, or when its first message was due */
    uint32_t thinking; /* messages that wait for the end of a pause */

    /* In an open loop: its arrival process, as far as it was noticed and as far as it was sent,
     * and the messages between the two, which are due and have no room. */
    struct arrivals noticing, sending;
    uint64_t waiting;
    uint32_t abandoned; /* were under way, `oldest` first, when the connection was lost */

    uint32_t number;  /* unique in the run */
    uint8_t endpoint; /* which of the address's endpoints it uses */
    bool fresh;       /* no byte has come back since it was opened */
    bool leaving;     /* it will be hung up in a moment */
    bool blocked;     /* the kernel takes no more bytes; EPOLLOUT is armed */
    bool returning;   /* a bad client that comes again */
    bool holding;     /* the last bytes that came wait for more, to be explained */
    bool arriving;    /* its arrival process has begun */
};

/* Begins to connect a connection that is NEW or was ended for replacement. */
void connection_begin(struct worker *worker, struct connection *connection);

/* An event has come for a connection that was CONNECTING: it is open now, or tried elsewhere,
 * or lost. */
void connection_answered(struct worker *worker, struct connection *connection);

/* Hangs up for good. */
void connection_end(struct worker *worker, struct connection *connection);

/* Hangs up and begins again. */
void connection_replace(struct worker *worker, struct connection *connection);

/* Hangs up, and begins again after a pause; for good when load is over. */
void connection_pause(struct worker *worker, struct connection *connection, uint64_t pause_ns);
/* Has an open connection of datagrams try the address's next endpoint, in the place of one that
 * nobody has ever answered from. False if there is none left. */
bool connection_redirect(struct worker *worker, struct connection *connection);

/* Gives it up and counts why: an errno value or an enum cause. */
void connection_lose(struct worker *worker, struct connection *connection, int cause);

/* Records the messages under way with the time that they have been waited for in vain: left
 * out, the worst would be the best hidden. */
void connection_record_vain_waits(struct worker *worker, const struct connection *connection);

/* True if these are the bytes with which a server says that it is full. */
bool connection_refused(const struct connection *connection, const void *bytes, size_t count);

/* Chooses whether the worker is told when bytes can be sent. */
void connection_watch(struct worker *worker, struct connection *connection, bool writing);

#endif
