/* load.h - the clients of a soak: several echo-loads at the same time, and what they counted.
 *
 *     struct load load;
 *     load_start(&load, server, "--connections=8 --rate=100", 14);
 *     ...
 *     load_collect(&load, 14, &tally);
 */
#ifndef ECHOLAB_SOAK_LOAD_H
#define ECHOLAB_SOAK_LOAD_H

#include "server_process.h"

#include <stdint.h>
#include <sys/types.h>

struct load {
    pid_t pid;
    int output, complaints;
    char result[SERVER_PATH];
};

/* What the clients of one server have counted in all. `strangers` are the bad clients, of which
 * echo-load knows only what they have sent. */
struct tally {
    uint64_t requests;
    uint64_t connections, strangers, turned_away; /* by a server without descriptors */
    uint64_t sent, received, sent_by_strangers;
    uint64_t datagrams_sent, datagrams_received;
    uint64_t wrong;   /* bytes that came and were not the right ones: never */
    uint64_t missing; /* bytes that did not come */
    uint64_t failed;  /* all other errors: connections and datagrams */
    uint64_t
        missed_by_stayers; /* of both, by those who connect once, before anything happens */
};

/* Starts echo-load, which is beside this program; `options` are separated by single blanks. */
void load_start(struct load *load, const struct server *server, const char *options,
                unsigned seconds);

/* Waits for its end, a minute longer than it was to run, and adds up what its result says. */
void load_collect(struct load *load, unsigned seconds, struct tally *tally);

/* The same of a client of the cases. */
void load_add_peers(const struct server *server, struct tally *tally);

#endif
