/* peer_server.h - a server that is not ours, for a client that is not ours.
 *
 *     struct peer_server server;
 *     if (!peer_server_prepare(&server, reason)) ...
 *     ... arguments from server.port and server.folder ...
 *     if (peer_server_start(&lab, arguments, &server, reason)) ...
 *     peer_server_stop(&server);     in any case
 */
#ifndef ECHOLAB_PEER_SERVER_H
#define ECHOLAB_PEER_SERVER_H

#include "lab.h"
#include "process.h"

#include <stdbool.h>
#include <stdint.h>

/* Looks for a program where a shell would, and in /usr/sbin. Returns `path`, or NULL. */
char *peer_find(const char *name, char path[PATH_MAX]);

struct peer_server {
    struct process process;
    uint16_t port;   /* of 127.0.0.1: nobody uses it now */
    char folder[64]; /* empty, for whatever it wants to write */
};

bool peer_server_prepare(struct peer_server *server, char reason[REASON_TEXT]);

/* Starts it on the server's CPU, and waits until somebody listens at its port. It dies with us.
 * False, with a reason, if that does not come in time. */
bool peer_server_start(const struct lab *lab, const char *const *arguments,
                       struct peer_server *server, char reason[REASON_TEXT]);

/* SIGTERM, and SIGKILL if that does not help; then its folder is removed. */
void peer_server_stop(struct peer_server *server);

#endif
