/* mailbox.h - a socket for datagrams, with room for all answers that may come at once. */
#ifndef ECHOLAB_MAILBOX_H
#define ECHOLAB_MAILBOX_H

#include "address.h"
#include "options.h"

#include <stdint.h>

/* Prepares a new socket and connects it. 0, or an errno value; EAGAIN: it has got a local port
 * at which no server answers, and another socket will do. */
int mailbox_open(int fd, const struct options *options, const struct endpoint *endpoint);

/* How many datagrams the kernel has thrown away because we did not fetch them in time: the
 * generator's own fault. */
uint32_t mailbox_dropped(int fd);

#endif
