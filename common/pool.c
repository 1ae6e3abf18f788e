/* pool.c - buffers on loan, one size, for the conversations of one process. */
#include "pool.h"

#include <sys/mman.h>

static char *map_buffer(void)
{
    char *buffer =
        mmap(NULL, BUFFER_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    return buffer == MAP_FAILED ? NULL : buffer;
}

void pool_begin(struct pool *pool)
{
    pthread_mutex_init(&pool->lock, NULL);
    pool->kept = 0;

    /* The first loan is ready, untouched: a forked child need not map a buffer of its own. */
    char *buffer = map_buffer();

    if (buffer)
        pool_give(pool, buffer);
}

void pool_release(struct pool *pool)
{
    while (pool->kept > 0)
        munmap(pool->buffers[--pool->kept], BUFFER_SIZE);
    pthread_mutex_destroy(&pool->lock);
}

char *pool_take(struct pool *pool)
{
    char *buffer = NULL;

    pthread_mutex_lock(&pool->lock);
    if (pool->kept > 0)
        buffer = pool->buffers[--pool->kept];
    pthread_mutex_unlock(&pool->lock);
    return buffer ? buffer : map_buffer();
}

void pool_give(struct pool *pool, char *buffer)
{
    pthread_mutex_lock(&pool->lock);
    if (pool->kept < POOL_KEEPS) {
        pool->buffers[pool->kept++] = buffer;
        buffer = NULL;
    }
    pthread_mutex_unlock(&pool->lock);
    if (buffer)
        munmap(buffer, BUFFER_SIZE);
}
