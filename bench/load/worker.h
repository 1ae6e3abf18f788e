/* worker.h - one thread of the generator: an event loop and its share of the connections.
 *
 * Everything in it belongs to its thread until worker_join(); then it is read. It allocates all
 * it needs in worker_create() and nothing afterwards. */
#ifndef ECHOLAB_WORKER_H
#define ECHOLAB_WORKER_H

#include "agenda.h"
#include "connection.h"
#include "difference.h"
#include "faults.h"
#include "histogram.h"
#include "run.h"
#include "usage.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECEIVE_SIZE = 64 * 1024 };

/* When the next message of a connection begins: one constant a kind of load. worker->now_ns is
 * the present. */
struct pace {
    /* The connection is open, and load has begun. */
    void (*started)(struct worker *worker, struct connection *connection);
    /* So many of its messages have been answered. */
    void (*replied)(struct worker *worker, struct connection *connection, uint32_t replies);
};

/* What a worker had counted when the window opened, and when it closed. */
struct edge {
    uint64_t time_ns;
    uint64_t requests;
    uint64_t bytes_received;
    uint64_t connections;
    struct usage usage;
};

/* The last bytes that came on a connection, wrong in a way that only the next ones will tell.
 */
struct held {
    unsigned char count;
    unsigned char bytes[DIFFERENCE_HELD];
};

struct worker {
    struct run *run;
    const struct pace *pace;
    unsigned number;
    pthread_t thread;
    int epoll;
    int wake; /* eventfd: the phase has changed */
    int tick; /* timerfd: time to look for timeouts */

    enum phase phase;  /* the last one it has followed */
    uint64_t now_ns;   /* the latest stamp */
    uint64_t promised; /* messages to be answered in all; UINT64_MAX: time decides */
    uint64_t quota;    /* of these, may still begin */
    bool ready;        /* all connections are made, or lost */
    bool loading;      /* messages may begin */
    bool measuring;    /* the window is open */
    bool done;         /* nothing is left to measure */

    unsigned char *buffer; /* RECEIVE_SIZE bytes, which hold what arrived until it is checked */
    struct agenda agenda;

    struct connection *connections; /* those that send, then the idle ones */
    struct message *messages;
    struct held *held; /* of the sender in the same place */
    size_t count;
    size_t senders;
    size_t begun;      /* connections[0..begun) have begun to connect */
    size_t connecting; /* are under way */
    size_t alive;      /* of those that matter: senders, or else the idle ones */
    size_t remaining;  /* neither ended nor lost */
    uint8_t endpoint;  /* the one that worked last */

    /* The result. */
    struct histogram *latency;    /* in the window */
    struct histogram *connect;    /* from connect() to being open */
    struct histogram *first_byte; /* from connect(), or the barrier, to the first byte back */
    struct faults faults;
    uint64_t requests; /* answered in the whole run, as the following */
    uint64_t failed;   /* begun, and never to be answered */
    uint64_t bytes_sent;
    uint64_t bytes_received;
    uint64_t connections_made;
    struct edge opened, closed;

    _Atomic uint64_t progress; /* `requests`, for the conductor to look at */
};

/* A worker with its share of the connections, or NULL when there is no memory or no descriptor;
 * errno says which. */
struct worker *worker_create(struct run *run, unsigned number);
void worker_destroy(struct worker *worker);

/* Starts the thread, and waits for its end. 0 or an errno value. */
int worker_start(struct worker *worker);
void worker_join(struct worker *worker);

/* From any thread: the phase has changed. */
void worker_wake(struct worker *worker);

#endif
