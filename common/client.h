/* client.h - one client's conversation: a session and the socket that carries it.
 *
 * A loop registers the client for what it wants, and calls client_advance() when that is
 * possible:
 *
 *     enum want now = client_advance(client);
 *     if (now == WANT_CLOSE)
 *         client_close(client);
 *     else if (now != before)
 *         ... wait for input (WANT_READ) or for room to send (anything else) ...
 *
 * A process or thread of its own calls client_serve() and then client_close(), or what is said
 * there to be like it.
 *
 * A datagram is a client of one message: it comes from door_await() and is served and closed in
 * the same way. This is the one place where the errors of recv() and send() are judged. */
#ifndef ECHOLAB_CLIENT_H
#define ECHOLAB_CLIENT_H

#include "session.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct datagram;
struct server;

struct client {
    struct session session;
    struct server *server;
    struct client *next; /* on the roster */
    struct client *previous;
    struct datagram *message; /* the one message of a client without connection, or NULL */
    int fd;
    pid_t thread;    /* its own, once it has left: see roster.h */
    enum want wants; /* what it waits for */
    bool failed;     /* reset, or broke the protocol */
    bool kicked;     /* silent for too long */
    bool refused;    /* in the end there was no memory to serve it with */
    bool moved;      /* bytes, since the roster last looked for the idle */
    uint64_t bytes_in;
    uint64_t bytes_out;
    uint64_t active_ns; /* when bytes had last moved, as the roster saw it */
};

/* Takes over a connected socket. NULL when there is no memory: the socket is still the
 * caller's. */
struct client *client_open(struct server *server, int fd);

/* Takes over a datagram from the heap; NULL when there is no memory, and the datagram is gone.
 */
struct client *client_open_message(struct server *server, struct datagram *message);

/* Moves what can be moved, at most one buffer in each direction and one piece of work, so that
 * a busy client does not keep others waiting. Returns what to wait for, which is also in
 * client->wants. Blocks only if the socket does, or for work of the task service. */
enum want client_advance(struct client *client);

/* For who moves the bytes himself, as libuv does: recv() or send() on the client's socket has
 * had this result, a count or a negative errno. Hands it on to the session, counts, and traces.
 */
void client_received(struct client *client, ssize_t result);
void client_sent(struct client *client, ssize_t result);

/* True when it is to be closed: it has finished, or has to, whatever the session would like. */
bool client_is_over(const struct client *client);

/* Spends the work that the session wants. Blocks. */
void client_work(struct client *client);

/* Serves until the conversation is over. Blocks. In a process that has one conversation at a
 * time a stopping signal reaches the socket directly. */
void client_serve(struct client *client);

/* True if the server itself has cut the client off, for silence or at the end of the grace.
 * poll() and epoll report that as a hang-up; select() does not, for who waits to write to a
 * UNIX socket. */
bool client_is_cut(const struct client *client);

/* True if client_close() may keep the socket open: of a client who was refused or has broken
 * the protocol, until he hangs up; of any, while the server is draining and bytes are under
 * way. A watch which only ends with the socket has to be ended by its owner then. */
bool client_may_linger(const struct client *client);

/* Counts the conversation, closes the socket and frees the client. Who was refused or has
 * broken the protocol is seen off, and while the server is draining, bytes on their way to the
 * peer are waited for: in place by blocking models, by the farewells in a loop. */
void client_close(struct client *client);

/* As client_close(), for a detached thread of its own that ends right afterwards: before it is
 * gone server_wait_for_clients() does not return. */
void client_close_with_thread(struct client *client);

/* As client_close(), for a process that ends right afterwards: frees nothing, since every page
 * that a forked child writes to has to be copied first. */
void client_end(struct client *client);

/* As client_close(), for a socket that belongs to somebody else, who closes it right
 * afterwards. */
void client_let_go(struct client *client);

/* Nobody can serve the client after all, for the reason of this errno: logs that, says so to
 * the peer, counts it as refused, frees it. */
void client_refuse(struct client *client, int reason);

/* Another process serves the client: closes this process's copy and frees it. The client is
 * still on the roster's count; whoever learns that it has left calls roster_leave(). */
void client_hand_over(struct client *client);

#endif
