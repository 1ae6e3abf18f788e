/* listener.h - whose socket is it that listens at an address?
 *
 * The kernel lists its sockets in /proc/net with their inodes, and a process's descriptors with
 * the inodes of theirs in /proc/PID/fd. Where we may not look into a process, its sockets stay
 * unknown. */
#ifndef ECHOLAB_LISTENER_H
#define ECHOLAB_LISTENER_H

#include "address.h"
#include "tree.h"

enum owner {
    OWNER_TREE,   /* one of these processes has it */
    OWNER_OTHER,  /* somebody has it, and none of these processes */
    OWNER_UNKNOWN /* the kernel does not tell us */
};

enum owner listener_owner(enum transport transport, const struct endpoint *endpoint,
                          const struct tree *tree);

#endif
