/* clock.h - monotonic time in nanoseconds. */
#ifndef ECHOLAB_CLOCK_H
#define ECHOLAB_CLOCK_H

#include <stdint.h>
#include <time.h>

enum { NS_PER_US = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

/* Nanoseconds of CLOCK_MONOTONIC. Async-signal-safe and thread-safe; never goes back. */
static inline uint64_t clock_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

#endif
