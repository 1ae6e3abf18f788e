/* ready_line.h - what a server says when it is ready.
 *
 *     echolab epoll pid 4711 listening on tcp://127.0.0.1:40123 */
#ifndef ECHOLAB_READY_LINE_H
#define ECHOLAB_READY_LINE_H

#include "address.h"

#include <stdbool.h>
#include <sys/types.h>

/* Stores the address and returns true if the line, without its end, names this model, this
 * process and an address that a client can go to. */
bool ready_line_read(const char *line, const char *model, pid_t pid,
                     char address[ADDRESS_TEXT]);

#endif
