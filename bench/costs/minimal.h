/* minimal.h - what the minimal servers share: a listener and the ready line.
 *
 * Each minimal-MODEL.c is the least code that serves friendly clients in the way of its model:
 * recv() into one buffer, send() it back, no protocol module, no counters, no limits, no
 * draining, nothing about short sends. They are yardsticks for the cost of our own code, not
 * servers. */
#ifndef ECHOLAB_MINIMAL_H
#define ECHOLAB_MINIMAL_H

#include <stdbool.h>

enum { MINIMAL_BUFFER = 64 * 1024 };

/* Listens on 127.0.0.1 at a free port, prints the ready line, ignores SIGPIPE, and lets SIGTERM
 * end the process with status 0. Returns the listener; failure ends the program. */
int minimal_listen(const char *model, bool blocking);

/* Receives once and sends back what came. Returns false at the end of the conversation. */
bool minimal_echo(int fd, char buffer[MINIMAL_BUFFER]);

#endif
