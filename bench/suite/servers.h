/* servers.h - servers of other people's that join ours: `--server` and `--server-file`.
 *
 *     servers_take(&servers, "python='/usr/bin/python3 echo.py {host} {port}'")   a command
 *     servers_take(&servers, "python:udp=/usr/bin/python3 udp.py {port}")  for another
 * transport servers_take(&servers, "socat")                                      one that is
 * shipped servers_read(&servers, "my.server")                                  server_file.h
 *     servers_join(&servers, ROAD_TCP, &roster)
 *
 * A name goes into tables, files and commands: letters, digits, dots, dashes and underscores,
 * at most 32 of them, the first of which is no dash and no dot; not one of ours, and not twice.
 */
#ifndef ECHOLAB_SERVERS_H
#define ECHOLAB_SERVERS_H

#include "model.h"
#include "road.h"
#include "server_file.h"

enum { MOST_SERVERS = 16, SERVER_NAME = 32 };

struct servers {
    size_t count;
    struct server_file list[MOST_SERVERS];
};

/* What stands behind `--server=`: "NAME=COMMAND", "NAME:TRANSPORT=COMMAND" or the NAME of one
 * that is shipped. Commands of one name for several transports make one server. Returns NULL,
 * or a sentence that is valid until the next call. */
const char *servers_take(struct servers *servers, const char *text);

/* What stands behind `--server-file=`. Returns as servers_take() does. */
const char *servers_read(struct servers *servers, const char *path);

/* Adds them to the roster, with the commands for the transport. The roster borrows their texts.
 */
void servers_join(const struct servers *servers, enum road road, struct roster *roster);

void servers_release(struct servers *servers);

#endif
