/* proxy.h - what the two halves of crooked-proxy have in common: its orders and its tally. */
#ifndef ECHOLAB_TESTS_PROXY_H
#define ECHOLAB_TESTS_PROXY_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROXY_CLIENTS = 256, PROXY_PIECE = 65536 };

enum wrong { FLIP, DROP, DOUBLE, SWAP, TRUNCATE, WRONGS };

struct proxy {
    enum wrong wrong;
    uint64_t every; /* one wrong in about so many bits (FLIP), bytes or datagrams */
    struct sockaddr_in server;
    int listener;
    int signals; /* readable: it is time to end */

    uint64_t done[WRONGS]; /* bits flipped; bytes, or datagrams, of the other kinds; cuts */
    uint64_t forwarded;    /* bytes to clients, wrong ones included */
    uint64_t withheld;     /* bytes that clients sent on the connections that were cut */
    uint64_t failed;       /* what was lost without intent: datagrams, or connections */
};

/* A watch of `fd`, readable, under a name. */
void proxy_watch(int epoll, int fd, uint64_t name);

/* How many units to let pass before the next wrong of a client: from `min` on, about `every` on
 * average. `random` is the client's own sequence. */
uint64_t proxy_draw_gap(uint64_t every, uint64_t min, unsigned short random[3]);

/* Serve until a signal. */
void proxy_streams(struct proxy *proxy);
void proxy_datagrams(struct proxy *proxy);

#endif
