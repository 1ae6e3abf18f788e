/* work.c - spending the time that a task frame asks for. */
#include "work.h"

#include "clock.h"
#include "stopping.h"

static const uint64_t look_up_ns = 100ULL * NS_PER_MS;

static uint64_t cpu_now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

static void spin(uint64_t length_ns)
{
    /* CPU time, not wall time: two spinning threads on one CPU take twice as long. */
    uint64_t end_ns = cpu_now_ns() + length_ns;

    while (cpu_now_ns() < end_ns && stopping_stage() != STAGE_ABORTING)
        ;
}

static void sleep_for(uint64_t length_ns)
{
    uint64_t end_ns = clock_now_ns() + length_ns;

    /* A signal reaches one thread: the others have to look up by themselves. */
    for (uint64_t now_ns = clock_now_ns();
         now_ns < end_ns && stopping_stage() != STAGE_ABORTING; now_ns = clock_now_ns()) {
        uint64_t left_ns = end_ns - now_ns < look_up_ns ? end_ns - now_ns : look_up_ns;

        nanosleep(&(struct timespec){ .tv_nsec = (long)left_ns }, NULL);
    }
}

bool work_spend(struct work work)
{
    uint64_t length_ns = (uint64_t)work.microseconds * NS_PER_US;

    if (work.kind == WORK_SPIN)
        spin(length_ns);
    else if (work.kind == WORK_BLOCK)
        sleep_for(length_ns);
    return work.kind == WORK_NONE || stopping_stage() != STAGE_ABORTING;
}
