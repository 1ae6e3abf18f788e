/* sources.h - the addresses that connections come from: --sources=127.0.0.2-127.0.0.5.
 *
 * Two addresses can have as many connections between them as there are local ports, some
 * 28,000, and connecting slows down long before: the kernel looks for a free port by trying.
 * Further source addresses help, and the whole of 127.0.0.0/8 is there for connections to one's
 * own machine. */
#ifndef ECHOLAB_SOURCES_H
#define ECHOLAB_SOURCES_H

#include "address.h"

#include <stdbool.h>
#include <stdint.h>

enum { SOURCES_MOST = 65536 };

/* Neighbouring addresses of one family; `count` is 0 when the kernel is to choose. */
struct sources {
    struct endpoint first; /* without a port */
    uint32_t count;
};

/* Reads "ADDRESS" or "ADDRESS-ADDRESS", both IPv4 or both IPv6, the lower one first. Returns
 * NULL or a sentence, which lives in a buffer of the calling thread until its next call. */
const char *sources_parse(const char *text, struct sources *sources);

/* NULL if connections from there to the address, which is resolved, can be made; a sentence
 * otherwise, as above. */
const char *sources_fit(const struct sources *sources, const struct address *address);

/* Whether `fd` could be bound to the source of connection number `number`, in turn; the port is
 * chosen when it connects. True as well if the kernel is to choose. Sets errno. */
bool sources_bind(const struct sources *sources, int fd, uint32_t number);

#endif
