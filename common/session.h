/* session.h - one conversation of the echo protocol, without a socket.
 *
 * A session holds no descriptor, makes no system call of its own and cannot fail. Whoever owns
 * the connection asks what the session wants and moves the bytes:
 *
 *     switch (session_wants(s)) {
 *     case WANT_READ:  n = recv(fd, space.bytes, space.count); session_received(s, n);
 *     case WANT_WORK:  spend session_work(s), then session_worked(s);
 *     case WANT_WRITE: n = send(fd, output.bytes, output.count); session_sent(s, n);
 *     case WANT_CLOSE: close(fd);
 *     }
 *
 * A session wants one thing at a time. It does not read while a reply is unsent, so a client
 * that never reads costs one buffer and no more: back-pressure needs no further code.
 *
 * With nothing pending a session holds no buffer; it borrows one from the pool for the time
 * between the first byte received and the last byte sent. One thread at a time may use a
 * session. */
#ifndef ECHOLAB_SESSION_H
#define ECHOLAB_SESSION_H

#include "pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum want { WANT_READ, WANT_WORK, WANT_WRITE, WANT_CLOSE };

/* echo  (RFC 862): every byte comes back unchanged.
 * upper: ASCII a-z become A-Z, all else is unchanged, whatever the locale.
 * task:  a frame comes back after the server has spent the time the frame asks for. */
enum service { SERVICE_ECHO, SERVICE_UPPER, SERVICE_TASK };

/* A task frame, in network byte order: u32 length of the whole frame, u16 kind, u16 reserved,
 * u32 microseconds, payload. A length outside these limits, or an unknown kind, ends the
 * session. */
enum { TASK_HEADER = 12, TASK_FRAME_MAX = BUFFER_SIZE };
enum work_kind { WORK_NONE = 0, WORK_SPIN = 1, WORK_BLOCK = 2 };

/* What the owner has to spend before the session goes on: burn the CPU, or sleep. */
struct work {
    enum work_kind kind;
    uint32_t microseconds;
};

/* Bytes inside the session's buffer; valid until the next call on the same session. */
struct slice {
    char *bytes;
    size_t count;
};

struct session {
    struct pool *pool;
    enum service service;
    uint32_t max_task_us; /* work is cut to this; 0: a frame that asks for work is refused */
    char *buffer;         /* borrowed from the pool, or NULL */
    size_t sent;          /* buffer[0..sent) is done with */
    size_t ready;         /* buffer[sent..ready) is the reply, to be sent */
    size_t filled; /* buffer[ready..filled) has arrived and waits for the rest of its frame */
    struct work work; /* asked for by the frame at `ready` */
    bool working;     /* `work` has still to be spent */
    bool input_over;  /* the peer will send no more */
    bool refused;     /* the peer broke the protocol */
};

/* Starts a conversation. `max_task_us` matters to SERVICE_TASK alone. */
void session_begin(struct session *session, struct pool *pool, enum service service,
                   uint32_t max_task_us);

/* Ends it at any point and gives the buffer back. */
void session_end(struct session *session);

enum want session_wants(const struct session *session);

/* Where arriving bytes belong; only while it wants WANT_READ. A count of 0 says that there is
 * no memory for a buffer: the owner hangs up. */
struct slice session_space(struct session *session);

/* `count` bytes have been put where session_space() said; 0 says that the peer has finished. */
void session_received(struct session *session, size_t count);

/* Nothing came after all: an empty buffer goes back to the pool. */
void session_received_nothing(struct session *session);

/* What to spend; only while it wants WANT_WORK. Then session_worked(). */
struct work session_work(const struct session *session);
void session_worked(struct session *session);

/* The bytes to send next; only while it wants WANT_WRITE. */
struct slice session_output(struct session *session);

/* The first `count` bytes of session_output() have been sent. */
void session_sent(struct session *session, size_t count);

/* True if the session ended because the peer broke the protocol, not because it had finished.
 */
bool session_refused(const struct session *session);

/* The same services for a datagram, which is a conversation of one message: changes `bytes`
 * into the reply of the same length, stores the work to spend first, and returns true; or
 * returns false when it deserves no reply. A datagram of 0 bytes is a message like any other.
 */
bool session_answers(enum service service, uint32_t max_task_us, struct slice datagram,
                     struct work *work);

/* "echo", "upper", "task"; and back: false when there is no such service. */
const char *service_name(enum service service);
bool service_from_name(const char *name, enum service *service);

#endif
