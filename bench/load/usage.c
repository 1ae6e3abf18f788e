/* usage.c - what the calling thread has used of the machine. */
#include "usage.h"

#include "clock.h"

#include <sys/resource.h>
#include <time.h>

struct usage usage_now(void)
{
    struct timespec cpu = { 0 };
    struct rusage resources = { 0 };

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu);
    getrusage(RUSAGE_THREAD, &resources);
    return (struct usage){
        .cpu_ns = (uint64_t)cpu.tv_sec * NS_PER_S + (uint64_t)cpu.tv_nsec,
        .voluntary = (uint64_t)resources.ru_nvcsw,
        .involuntary = (uint64_t)resources.ru_nivcsw,
    };
}
