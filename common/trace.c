/* trace.c - the lecture's view: one line an event, who did it and what it means. */
#include "trace.h"

#include "address.h"
#include "clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

bool trace_on;

static uint64_t start_ns;

void trace_start(void)
{
    trace_on = true;
    start_ns = clock_now_ns();
}

static void print_line(const char *call, const char *place, const char *text, const char *peer)
{
    uint64_t us = (clock_now_ns() - start_ns) / NS_PER_US;

    dprintf(STDERR_FILENO, "%llu.%06llu pid %d tid %d %s%s: %s%s\n",
            (unsigned long long)(us / 1000000), (unsigned long long)(us % 1000000), getpid(),
            gettid(), call, place, text, peer);
}

void trace_event(const char *call, const char *format, ...)
{
    int reason = errno;
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    print_line(call, "", text, "");
    errno = reason;
}

void trace_socket(const char *call, int fd, const char *format, ...)
{
    int reason = errno;
    char text[512];
    char place[32];
    char peer[ADDRESS_TEXT] = "(gone)";
    struct endpoint endpoint = { .length = sizeof endpoint.socket };
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    snprintf(place, sizeof place, " fd %d", fd);
    if (getpeername(fd, &endpoint.socket.any, &endpoint.length) == 0)
        endpoint_format(&endpoint, peer);
    print_line(call, place, text, peer);
    errno = reason;
}
