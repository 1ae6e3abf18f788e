/* worker.h - one thread of the generator: an event loop and its share of the connections.
 *
 * Everything in it belongs to its thread until worker_join(); then it is read. It allocates all
 * it needs in worker_create() and nothing afterwards. */
#ifndef ECHOLAB_WORKER_H
#define ECHOLAB_WORKER_H

#include "agenda.h"
#include "connection.h"
#include "difference.h"
#include "exchange.h"
#include "faults.h"
#include "histogram.h"
#include "interval.h"
#include "pacer.h"
#include "run.h"
#include "sends.h"
#include "stall.h"
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
    /* Load has begun, and the connection is open, or lost. */
    void (*started)(struct worker *worker, struct connection *connection);
    /* So many of its messages have been answered. */
    void (*replied)(struct worker *worker, struct connection *connection, uint32_t replies);
    /* Will no message begin on it any more? */
    bool (*over)(const struct worker *worker, const struct connection *connection);
    /* The window is closed: count what was due in it and has not begun. */
    void (*closed)(struct worker *worker, struct connection *connection);
};

/* What a worker had counted when the window opened, and when it closed. */
struct edge {
    uint64_t time_ns;
    uint64_t requests;
    uint64_t bytes_received;
    uint64_t connections; /* made */
    uint64_t open;        /* connections at that moment */
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
    int wake;          /* eventfd: the phase has changed, or the interval shall */
    int tick;          /* timerfd: time to look for timeouts */
    int alarm;         /* timerfd: something is due */
    uint64_t alarm_ns; /* for when it was last set */

    enum phase phase;  /* the last one it has followed */
    uint64_t now_ns;   /* the latest stamp */
    uint64_t promised; /* messages to be answered in all; UINT64_MAX: time decides */
    uint64_t quota;    /* of these, may still begin */
    bool ready;        /* all connections are made, or lost */
    bool loading;      /* messages may begin */
    bool measuring;    /* the window is open */
    bool measured;     /* it was */
    bool done;         /* nothing is left to measure */

    struct pacer pacer;
    unsigned char *buffer; /* RECEIVE_SIZE bytes, which hold what arrived until it is checked */
    unsigned char *frames; /* as many, for the bytes of task frames; NULL for other services */
    struct agenda agenda;

    struct connection *connections; /* those that send, the idle ones, the bad ones */
    struct message *messages;
    struct held *held; /* of the sender in the same place */
    struct exchanges exchanges;
    size_t count;
    size_t good; /* those that send, and the idle ones */
    size_t senders;
    size_t begun;             /* how many have begun to connect */
    size_t connecting;        /* are under way */
    uint64_t next_connect_ns; /* with --connect-rate: when the next one may begin */
    bool ramping;             /* an appointment for that moment is made */
    size_t alive;             /* of those that matter: senders, or else the idle ones */
    size_t remaining;         /* neither ended nor lost */
    size_t open;              /* in state CONNECTION_OPEN */
    uint8_t endpoint;         /* the one that worked last */

    struct interval intervals[2];
    struct interval *current;   /* what it records into; the other one is the conductor's */
    uint64_t interval_requests; /* the following, when `current` began */
    uint64_t interval_bytes;
    uint64_t interval_errors;
    atomic_uint changes; /* how often `current` has changed */

    /* The result. */
    struct sends sends;
    struct histogram *connect;    /* from connect() to being open */
    struct histogram *first_byte; /* from connect(), or the barrier, to the first byte back */
    struct faults faults;
    uint64_t requests; /* answered in the whole run, as the following */
    uint64_t failed;   /* begun, and never to be answered */
    uint64_t due;      /* in an open loop: within the window, as the following three */
    uint64_t delayed;  /* had to wait for room */
    uint64_t unsent;   /* never began */
    uint64_t answered; /* came back right, and in time */
    uint64_t bytes_sent;
    uint64_t bytes_received;
    uint64_t datagrams_sent;
    uint64_t datagrams_received;
    uint64_t dropped; /* datagrams that came and were not fetched in time */
    uint64_t connections_made;
    struct edge opened, closed;
    struct stall_counts stalled; /* of the bad clients, who are in none of the above */

    _Atomic uint64_t progress; /* `requests`, for the conductor to look at */
};

/* A worker with its share of the connections, or NULL when there is no memory or no descriptor;
 * errno says which. */
struct worker *worker_create(struct run *run, unsigned number);
void worker_destroy(struct worker *worker);

/* Starts the thread, and waits for its end. 0 or an errno value. */
int worker_start(struct worker *worker);
void worker_join(struct worker *worker);

/* From any thread: the phase has changed, or the interval shall. */
void worker_wake(struct worker *worker);

/* Finishes the current interval: fills in its counts. By the worker's thread, or after its end.
 */
void worker_finish_interval(struct worker *worker);

/* Records that a message has been given up, at worker->now_ns. In a closed loop those which
 * come back after the window count in the latency, though not in the rate: a stall at the end
 * of the window would be invisible otherwise. In an open loop those count which were due within
 * the window. */
void worker_record(struct worker *worker, const struct message *message);

/* The same of a message that has been answered, and right. */
void worker_record_answer(struct worker *worker, const struct message *message);

static inline uint64_t worker_closes_ns(const struct worker *worker)
{
    return atomic_load_explicit(&worker->run->closes_ns, memory_order_relaxed);
}

/* In an open loop: does a message that is due then belong to the window? */
static inline bool worker_counts(const struct worker *worker, uint64_t due_ns)
{
    return due_ns >= worker->run->opened_ns && due_ns < worker_closes_ns(worker);
}

#endif
