/* door.h - who comes in: accepting, pausing when something has run out, turning away.
 *
 * When descriptors or memory run out, accepting pauses for a moment instead of spinning on a
 * listener that stays ready; whoever waits in the backlog is served afterwards. */
#ifndef ECHOLAB_DOOR_H
#define ECHOLAB_DOOR_H

#include <stdbool.h>

struct client;
struct server;

/* For blocking models: waits for the next client, a connection or a datagram, and returns it;
 * or NULL when the server stops. At --max-clients a connection is turned away and a datagram
 * waits. */
struct client *door_await(struct server *server);

/* For loops, when the listener is ready: lets one waiting client in without blocking, and
 * returns it; or NULL when there is nobody, when accepting pauses, or when the client has been
 * turned away. Only one, because to ask for another is dear when there is none: accept() makes
 * a socket first. Waiting datagrams are answered on the spot, a batch of them; nobody stays. */
struct client *door_welcome(struct server *server);

/* True while a loop should watch the listener: not during a pause, and not after a stop. */
bool door_is_open(const struct server *server);

/* Accepting, or watching the door, failed with this errno: decides whether to pause, and logs
 * what has run out. */
void door_judge(struct server *server, int reason);

/* True if --max-clients are being served, so that the next one is to be turned away. */
bool door_is_full(struct server *server);

/* Takes over the socket of somebody who cannot be served; says ERR busy, and counts. */
void door_turn_away(struct server *server, int fd);

/* The same for a socket that belongs to somebody else, who closes it right afterwards. */
void door_turn_away_guest(struct server *server, int fd);

#endif
