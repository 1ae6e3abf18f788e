/* poll_all.h - poll(), whatever has become of the limit of descriptors. */
#ifndef ECHOLAB_POLL_ALL_H
#define ECHOLAB_POLL_ALL_H

#include <poll.h>
#include <stddef.h>

/* As poll(), which refuses a list that is longer than RLIMIT_NOFILE, though all of its
 * descriptors are open: somebody has lowered the limit since. Then the list is handed over in
 * pieces, and a round waits for at most 10 ms. */
int poll_all(struct pollfd *entries, size_t count, int patience_ms);

#endif
