/* round_trip.h - what a byte there and back costs between two processes that do nothing else.
 *
 * Both block in read() until the other has written: the least that any server and its client
 * can pay on this machine for being two processes. A figure of a server that comes near it says
 * more of the kernel than of the server. */
#ifndef ECHOLAB_ROUND_TRIP_H
#define ECHOLAB_ROUND_TRIP_H

#include "placement.h"

#include <jansson.h>
#include <stddef.h>

enum { MOST_ROUND_TRIPS = 6 };

struct round_trip {
    const char *over;         /* "pipe", "socketpair", "tcp" */
    bool one_cpu;             /* both on the generator's; otherwise one on the server's */
    double median_us, p99_us; /* wall time; 0 if it could not be had */
    size_t count;             /* of the round trips timed */
};

/* Times them all and returns how many there are, fewer where there is one CPU only. Takes less
 * than 2 s. The process is on the generator's CPU afterwards. */
size_t round_trips(const struct placement *placement,
                   struct round_trip trips[MOST_ROUND_TRIPS]);

json_t *round_trips_json(const struct round_trip *trips, size_t count);

#endif
