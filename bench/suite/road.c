/* road.c - what the load travels over, and where a server is told to listen for it. */
#include "road.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const names[] = {
    [ROAD_TCP] = "tcp",
    [ROAD_TCP6] = "tcp6",
    [ROAD_UNIX] = "unix",
};

const char *road_name(enum road road)
{
    return names[road];
}

bool road_named(const char *name, enum road *road)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *road = (enum road)i;
            return true;
        }
    return false;
}

char *road_address(enum road road, bool datagrams, char address[ADDRESS_TEXT])
{
    if (datagrams)
        snprintf(address, ADDRESS_TEXT, "udp://%s:0",
                 road == ROAD_TCP6 ? "[::1]" : "127.0.0.1");
    else if (road == ROAD_UNIX)
        snprintf(address, ADDRESS_TEXT, "unix:/tmp/echolab-bench-%d", getpid());
    else
        snprintf(address, ADDRESS_TEXT, "tcp://%s:0",
                 road == ROAD_TCP6 ? "[::1]" : "127.0.0.1");
    return address;
}
