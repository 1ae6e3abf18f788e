/* connection.h - one connection: made without waiting, watched, hung up or lost.
 *
 * What is done with it while it is open is the affair of its conduct, a few functions that the
 * worker calls: stream.h sends and checks, idle.h only listens.
 *
 *     NEW -> CONNECTING -> OPEN -> ENDED      we hung up
 *              |    ^       |
 *              v    |       +----> LOST       it failed, and is not made again
 *            WAITING       (back to CONNECTING: it is replaced, see --churn)
 *
 * Hanging up a tcp connection resets it (SO_LINGER 0), and happens only when everything has
 * come back. Closed in the ordinary way it would keep its port in TIME_WAIT for a minute: a run
 * of many short connections would use up the ports, and slow down every run after it.
 *
 * A connection belongs to one worker and is used by that worker's thread alone. */
#ifndef ECHOLAB_CONNECTION_H
#define ECHOLAB_CONNECTION_H

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
};

/* A message under way: when it began, and where in the connection's stream it ends. */
struct message {
    uint64_t begun_ns;
    uint64_t end;
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

    struct message *messages; /* a ring of `--pipeline` places */
    uint32_t oldest;          /* the place of the message that is answered next */
    uint32_t under_way;

    uint64_t answered; /* messages in the window */
    uint64_t left;     /* messages before it is replaced */
    uint64_t random;   /* state of the generator that draws its sizes */
    uint64_t since_ns; /* when it began to connect, or after the barrier to send */
    uint32_t thinking; /* messages that wait for the end of a pause */
    uint32_t number;   /* unique in the run */
    uint8_t endpoint;  /* which of the address's endpoints it uses */
    bool fresh;        /* no byte has come back since it was opened */
    bool leaving;      /* it will be hung up in a moment */
    bool blocked;      /* the kernel takes no more bytes; EPOLLOUT is armed */
    bool holding;      /* the last bytes that came wait for more, to be explained */
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

/* Gives it up and counts why: an errno value or an enum cause. */
void connection_lose(struct worker *worker, struct connection *connection, int cause);

/* True if these are the bytes with which a server says that it is full. */
bool connection_refused(const struct connection *connection, const void *bytes, size_t count);

/* Chooses whether the worker is told when bytes can be sent; of arriving bytes it always is. */
void connection_watch(struct worker *worker, struct connection *connection, bool writing);

#endif
