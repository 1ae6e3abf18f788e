/* minimal_client.h - what the minimal clients share: numbers, connections, and their CPU clock.
 *
 * They are yardsticks: they believe in a friendly server, check nothing, and end with a
 * sentence when anything fails. */
#ifndef ECHOLAB_MINIMAL_CLIENT_H
#define ECHOLAB_MINIMAL_CLIENT_H

#include <stddef.h>

enum { MINIMAL_EVENTS = 64, MINIMAL_LARGEST = 1 << 16, MINIMAL_MOST = 1 << 16 };

/* A number from 1 to `max`; anything else ends the program with status 2. */
size_t minimal_number(const char *text, size_t max);

/* Connects `count` times, at most MINIMAL_MOST, to a TCP server, without Nagle's delay, and
 * with a reset instead of TIME_WAIT at the end. Registers each with `epoll` for input, by its
 * descriptor, all of which are below MINIMAL_MOST. */
void minimal_connect(const char *host, const char *port, size_t count, int epoll, int *fds);

/* What this process has used so far. */
double minimal_cpu_s(void);

#endif
