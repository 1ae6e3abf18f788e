/* network.h - a network of one's own: loopback and nothing else, no root needed. */
#ifndef ECHOLAB_NETWORK_H
#define ECHOLAB_NETWORK_H

#include <stdbool.h>

/* Moves the calling process, which must have one thread, into a new network whose ports,
 * TIME_WAIT entries and counters nobody shares. False, with nothing changed, where the kernel
 * does not allow it. */
bool network_enter_own(void);

/* True if ::1 can be bound. */
bool network_has_ipv6(void);

#endif
