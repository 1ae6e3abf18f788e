/* peers.h - what a message costs the load generators that everybody knows, and echo-load. */
#ifndef ECHOLAB_PEERS_H
#define ECHOLAB_PEERS_H

#include "lab.h"

#include <stdbool.h>

/* wrk at nginx, redis-benchmark at redis-server, and sockperf at its own server, each by the
 * minimal client at echo-epoll, with as many connections, in the same rounds as echo-load.
 * Prints its lines; true if echo-load costs less than each of them. One that is not installed
 * is left out, with a line about it. */
bool peers_check(const struct lab *lab, unsigned rounds);

#endif
