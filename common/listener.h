/* listener.h - the socket at which a server waits: made, named, bound, and taken away again. */
#ifndef ECHOLAB_LISTENER_H
#define ECHOLAB_LISTENER_H

#include "address.h"
#include "options.h"

#include <stdbool.h>
#include <sys/types.h>

struct listener {
    int fd;
    struct endpoint bound; /* where it listens; port 0 has become the real one */
    dev_t device;          /* of the socket file, if there is one: */
    ino_t inode;           /* only our own file is removed */
};

/* Opens the socket that the options describe, with SOCK_CLOEXEC: binds it, listens on a stream,
 * sets TCP_NODELAY and the buffer sizes, which accepted sockets of TCP inherit. IPv6 sockets
 * take no IPv4 clients, so that both families can share a port. A failure ends the program with
 * one line that names the address and the reason, and status 1.
 *
 * A socket file is made with its mode from the first instant. A file left by a dead server is
 * taken over; the socket of a live one, or a file of another kind, is never touched: see
 * folder_lock.h. The file goes with the process, however that leaves by exit(). */
void listener_open(struct listener *listener, struct options *options, bool blocking);

/* Closes the socket and removes its file, unless somebody has put another one there. */
void listener_close(struct listener *listener);

#endif
