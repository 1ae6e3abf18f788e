/* pool.c - buffers on loan, one size, for the conversations of one process. */
#include "pool.h"

#include <sys/mman.h>
#include <sys/single_threaded.h>

/* As malloc() does it: with one thread there is nobody to keep out. */
static void enter(struct pool *pool)
{
    if (!__libc_single_threaded)
        pthread_mutex_lock(&pool->lock);
}

static void leave(struct pool *pool)
{
    if (!__libc_single_threaded)
        pthread_mutex_unlock(&pool->lock);
}

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

    enter(pool);
    if (pool->kept > 0)
        buffer = pool->buffers[--pool->kept];
    leave(pool);
    return buffer ? buffer : map_buffer();
}

void pool_give(struct pool *pool, char *buffer)
{
    enter(pool);
    if (pool->kept < POOL_KEEPS) {
        pool->buffers[pool->kept++] = buffer;
        buffer = NULL;
    }
    leave(pool);
    if (buffer)
        munmap(buffer, BUFFER_SIZE);
}
