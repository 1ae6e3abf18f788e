/* pulse.h - a server that runs out of descriptors for a second, with clients at its door. */
#ifndef ECHOLAB_SOAK_PULSE_H
#define ECHOLAB_SOAK_PULSE_H

#include "server_process.h"

/* Takes the server's last descriptors away, lets clients come, gives the descriptors back: then
 * all of them have to be served. libuv hangs up on those it has no descriptor for, and nobody
 * else may: returns how many. */
unsigned pulse_descriptors(struct server *server);

#endif
