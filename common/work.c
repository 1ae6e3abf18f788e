/* work.c - spending the time that a task frame asks for. */
#include "work.h"

#include "clock.h"

#include <errno.h>

static uint64_t cpu_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

void work_spend(struct work work)
{
    uint64_t length_ns = (uint64_t)work.microseconds * NS_PER_US;

    if (work.kind == WORK_SPIN) {
        /* CPU time, not wall time: two spinning threads on one CPU take twice as long. */
        uint64_t end_ns = cpu_now_ns() + length_ns;

        while (cpu_now_ns() < end_ns)
            ;
    } else if (work.kind == WORK_BLOCK) {
        struct timespec left = { .tv_sec = (time_t)(length_ns / NS_PER_S),
                                 .tv_nsec = (long)(length_ns % NS_PER_S) };

        while (nanosleep(&left, &left) < 0 && errno == EINTR)
            ;
    }
}
