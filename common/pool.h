/* pool.h - buffers on loan, one size, for the conversations of one process.
 *
 *     char *buffer = pool_take(&pool);    NULL when there is no memory
 *     pool_give(&pool, buffer);           the loan ends; the content is lost
 *
 * Ten thousand idle clients must cost next to nothing, so nobody owns a buffer for longer than
 * bytes are in it. The buffer returned last is lent first: it is still in the cache. A new
 * buffer is a mapping of its own, so it takes up no memory until bytes arrive, and a surplus
 * goes back to the kernel. Thread-safe: the lock is taken once the process has a second
 * thread. */
#ifndef ECHOLAB_POOL_H
#define ECHOLAB_POOL_H

#include <pthread.h>
#include <stddef.h>

enum {
    BUFFER_SIZE = 64 * 1024, /* the one buffer size of all models */
    POOL_KEEPS = 64          /* unused buffers kept for the next loan */
};

struct pool {
    pthread_mutex_t lock;
    size_t kept;
    char *buffers[POOL_KEEPS];
};

/* A pool needs no more than this; pool_release() gives back what it keeps. */
void pool_begin(struct pool *pool);
void pool_release(struct pool *pool);

char *pool_take(struct pool *pool);
void pool_give(struct pool *pool, char *buffer);

#endif
