/* road.h - what the load travels over, and where a server is told to listen for it. */
#ifndef ECHOLAB_ROAD_H
#define ECHOLAB_ROAD_H

#include "address.h"

#include <stdbool.h>

/* Of connections; datagrams go over UDP. */
enum road { ROAD_TCP, ROAD_TCP6, ROAD_UNIX };

/* "tcp", "tcp6", "unix". */
const char *road_name(enum road road);

/* False if there is none of that name. */
bool road_named(const char *name, enum road *road);

/* An address of loopback with a free port, or a path in /tmp that is ours alone. Returns
 * `address`. */
char *road_address(enum road road, bool datagrams, char address[ADDRESS_TEXT]);

#endif
