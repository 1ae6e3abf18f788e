/* trace.h - the lecture's view: one line an event, who did it and what it means.
 *
 *     0.001204 pid 812 tid 815 recv fd 7: 6 bytes from 127.0.0.1:50112
 *
 * Off, a trace costs its caller one branch. */
#ifndef ECHOLAB_TRACE_H
#define ECHOLAB_TRACE_H

#include <stdbool.h>

/* Set once at the start, before there is a second thread or process, and only read since. */
extern bool trace_on;

/* Switches the trace on; time counts from now. */
void trace_start(void);

/* Prints one line to stderr, in one write, so that lines of several processes do not mix.
 * Called as `if (trace_on) trace_event(...)`. Keeps errno. */
__attribute__((format(printf, 2, 3))) void trace_event(const char *call, const char *format,
                                                       ...);

/* As trace_event(), for a connected socket: "CALL fd N: TEXT PEER". */
__attribute__((format(printf, 3, 4))) void trace_socket(const char *call, int fd,
                                                        const char *format, ...);

#endif
