/* farewell.h - sockets that are done with, but whose peer has not yet taken everything.
 *
 * close() on a TCP socket with unread input sends a reset, and a reset can destroy the last
 * bytes on their way to the peer. So a client who is refused, or has broken the protocol, is
 * half-closed and read from until he hangs up; and when the server stops, a reply still under
 * way is waited for. One thread uses it. */
#ifndef ECHOLAB_FAREWELL_H
#define ECHOLAB_FAREWELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAREWELL_REFUSED_MOST = 64 };

struct farewell {
    int fd;
    bool refused;
    uint64_t deadline_ns;
};

struct farewells {
    struct farewell *list;
    size_t count;
    size_t room;
    size_t refused;
};

/* Makes room for all who are refused ahead, when there is memory, or ends the program. */
void farewell_begin(struct farewells *farewells);

/* Takes over the socket of a client who may still be talking, and to whom no one listens: sends
 * the end of the stream, and closes when he has finished, too, or after two seconds. Of more
 * than FAREWELL_REFUSED_MOST the oldest is closed at once. */
void farewell_see_off(struct farewells *farewells, int fd);

/* The same in place, for a thread or process of the client's own: waits, and leaves the socket
 * to be closed by the caller. A stop ends it. */
void farewell_see_off_here(int fd);

/* Says ERR busy to a client who is to be seen off. */
void farewell_say_busy(int fd);

/* Takes over a socket until the peer has acknowledged everything. */
void farewell_linger(struct farewells *farewells, int fd);

/* Closes whatever is over by now, or all of them if `abort`. Returns how many were cut off
 * while their peer was still owed bytes. Does not block, and reads at most once from each; call
 * it every 50 ms. */
size_t farewell_tend(struct farewells *farewells, bool abort);

void farewell_release(struct farewells *farewells);

/* True if bytes of a TCP socket have not been acknowledged by its peer. */
bool farewell_is_owed(int fd);

#endif
