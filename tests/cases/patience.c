/* patience.c - how long a test waits before it calls something late. */
#include "patience.h"

#include "clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

static double multiplier(void)
{
    const char *text = getenv("T_MULT");
    double number = text ? strtod(text, NULL) : 1;

    return number >= 1 && number <= 100 ? number : 1;
}

uint64_t patience_ms(uint64_t ms)
{
    return (uint64_t)((double)ms * multiplier());
}

uint64_t deadline_after_ms(uint64_t ms)
{
    return clock_now_ns() + patience_ms(ms) * NS_PER_MS;
}

int remaining_ms(uint64_t deadline)
{
    uint64_t now = clock_now_ns();

    return now >= deadline ? 0 : (int)((deadline - now + NS_PER_MS - 1) / NS_PER_MS);
}

uint64_t elapsed_ms(uint64_t start_ns)
{
    return (clock_now_ns() - start_ns) / NS_PER_MS;
}

void pause_us(uint64_t microseconds)
{
    struct timespec left = {
        .tv_sec = (time_t)(microseconds / 1000000),
        .tv_nsec = (long)(microseconds % 1000000 * NS_PER_US),
    };

    while (nanosleep(&left, &left) < 0 && errno == EINTR)
        continue;
}
