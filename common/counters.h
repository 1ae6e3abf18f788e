/* counters.h - what a server has done, counted over all its processes and threads.
 *
 * The counters live in memory that forked children share. A conversation adds its figures up
 * once, when it ends, so that counting costs nothing per message. */
#ifndef ECHOLAB_COUNTERS_H
#define ECHOLAB_COUNTERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct counters {
    _Atomic uint64_t accepted;    /* connections taken into service */
    _Atomic uint64_t refused;     /* turned away: at the cap, or no process, thread or memory */
    _Atomic uint64_t closed;      /* conversations over, for whatever reason */
    _Atomic uint64_t failed;      /* of those: reset, or broke the protocol */
    _Atomic uint64_t idle_kicked; /* of those: silent for longer than --idle-timeout */
    _Atomic uint64_t aborted_on_exit; /* of those: cut off when --grace ran out */
    _Atomic uint64_t bytes_in;        /* of streams */
    _Atomic uint64_t bytes_out;       /* of streams */
    _Atomic uint64_t datagrams_in;    /* all that arrived */
    _Atomic uint64_t datagrams_out;   /* answered */
    _Atomic uint64_t
        datagrams_dropped; /* not answered: suspicious source, no way back, refused */
};

/* Returns zeroed counters in shared memory, or NULL with errno set. The process's end frees
 * them. */
struct counters *counters_create(void);

/* Writes all counters as one JSON object to `path`, by way of a temporary name beside it, so
 * that a reader sees the whole file or none. Returns false with errno set. */
bool counters_write(const struct counters *counters, const char *path);

/* True if `path` can be written: asked at the start, so that a long run does not end in an
 * error. Otherwise false with errno set. Leaves no file behind. */
bool counters_can_write(const char *path);

#endif
