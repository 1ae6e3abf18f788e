/* faults.h - what is shared between faults.so, which lets calls fail, and who tells it to.
 *
 * A file of this size, all zero but for what is asked for, whose name the environment variable
 * ECHOLAB_FAULTS holds; both map it. It may be changed at any time. */
#ifndef ECHOLAB_FAULTS_H
#define ECHOLAB_FAULTS_H

#include <stdatomic.h>
#include <stdint.h>

struct faults {
    /* Asked for. */
    uint64_t seed;
    _Atomic uint64_t one_in;    /* of so many calls on sockets one fails, and of as many waits;
                                   EINTR, or EAGAIN where that may be; 0: none */
    _Atomic uint64_t shorten;   /* not 0: streams move as many bytes as the dice say */
    _Atomic uint64_t listen_us; /* listen() takes so much longer */
    _Atomic uint64_t ending_us; /* and so does the end of a thread that calls recv() */
    _Atomic uint64_t refuse;    /* the allocation with this number fails; 0: none */
    _Atomic uint64_t refuse_until; /* and those that follow, before this number; 0: it alone */

    /* Counted. */
    _Atomic uint64_t drawn;       /* throws of the dice */
    _Atomic uint64_t failed;      /* calls that failed because we said so */
    _Atomic uint64_t shortened;   /* calls that were given less to do */
    _Atomic uint64_t receptions;  /* calls of recv() */
    _Atomic uint64_t delayed;     /* threads that will take so much longer to end */
    _Atomic uint64_t ended;       /* of them those that have */
    _Atomic uint64_t allocations; /* so far; the next one has the next number */
    _Atomic uint64_t refused;     /* allocations that failed because we said so */
};

#endif
