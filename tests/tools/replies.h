/* replies.h - replies that are still to be made: a heap. One a process. */
#ifndef ECHOLAB_TESTS_REPLIES_H
#define ECHOLAB_TESTS_REPLIES_H

#include <stdint.h>

struct client;

struct reply {
    uint64_t due_ns, arrived_ns;
    uint64_t number; /* of those due at the same time, the lowest comes first */
    struct client *client;
    unsigned generation; /* of the client's place, when the message came */
};

/* More than 65,536 at the same time end the process. */
void replies_add(const struct reply *reply);

/* When the next one is due; UINT64_MAX: there is none. */
uint64_t replies_next_ns(void);

/* Takes out the next one, of at least one. */
struct reply replies_take(void);

#endif
