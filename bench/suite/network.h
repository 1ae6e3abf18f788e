/* network.h - what the kernel's network did meanwhile, and what it has left to give.
 *
 *     struct network before = network_look();
 *     ...
 *     network_put(&before, &address, connections, readings) */
#ifndef ECHOLAB_NETWORK_H
#define ECHOLAB_NETWORK_H

#include "readings.h"

#include <stdbool.h>
#include <stdio.h>

/* Counters of this network namespace, from its beginning. */
struct network {
    bool known;
    double overflows; /* connections that came while a listener's backlog was full */
    double drops;     /* connections that a listener refused, those included */
};

struct network network_look(void);

/* The same from a text such as /proc/net/netstat: lines in pairs, names and numbers. */
void network_read(FILE *netstat, struct network *network);

/* The most connections in TIME_WAIT that a server's port has with one other address. From a
 * text such as /proc/net/tcp or tcp6; `most` is added to where it is more. */
void network_count_waiting(FILE *connections, unsigned port, double *most);

/* Adds how far the counters have moved, and which share of the ports between two addresses is
 * in use: by what the server on `port` has in TIME_WAIT, and by `connections` that were open.
 * Port 0: there are no ports. */
void network_put(const struct network *before, unsigned port, double connections,
                 struct readings *readings);

#endif
