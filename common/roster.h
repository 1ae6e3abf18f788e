/* roster.h - the open conversations of one process, for those who must reach them all.
 *
 * Threads add and remove their clients themselves. Who cuts a client does so by shutdown() and
 * under the lock, never by close(): the client's owner notices, and closes. A descriptor is
 * removed from the roster before it is closed, so that no stranger's is ever hit. */
#ifndef ECHOLAB_ROSTER_H
#define ECHOLAB_ROSTER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct client;

struct roster {
    pthread_mutex_t lock;
    struct client *first;
    atomic_size_t count;
    struct client *oldest; /* of those who have left, and whose threads may still be ending */
    struct client **end;   /* where the next of them goes */
};

void roster_begin(struct roster *roster);
void roster_add(struct roster *roster, struct client *client);

/* Takes a client off the list, before its descriptor is closed; and, when there is nothing left
 * to do for it, out of the count, which is what a stopping server waits for. roster_leave() is
 * async-signal-safe. */
void roster_remove(struct roster *roster, struct client *client);
void roster_leave(struct roster *roster);

/* As roster_leave(), for a client from the heap and its own thread, which is detached and ends
 * right afterwards. Takes the client over, and frees it when that thread is gone. */
void roster_leave_with_thread(struct roster *roster, struct client *client);

/* To be called when the count is 0: blocks until the threads of all who have left are gone. */
void roster_wait_for_threads(struct roster *roster);

/* How many clients have not left. */
size_t roster_count(struct roster *roster);

/* shutdown(HOW) of every client's socket: SHUT_RD lets each finish, SHUT_RDWR ends it. */
void roster_shut(struct roster *roster, int how);

/* Cuts every client that has moved no byte for `limit_ns`, though nothing of its waits for us;
 * for loops, whose clients belong to the calling thread. A client counts as active until the
 * first call that finds it silent: the more often this is called, the less late it is. */
void roster_kick(struct roster *roster, uint64_t now_ns, uint64_t limit_ns);

#endif
