/* rest.h - whether a server with nothing to do does nothing. */
#ifndef ECHOLAB_REST_H
#define ECHOLAB_REST_H

#include <stdint.h>

struct server;

/* Once it has finished what it was doing, it uses at most `percent` of a CPU for `ms`, during
 * which no child may end, and does not want one all the time. A sanitizer's own
 * threads are allowed to use five times as much. */
void expect_rest(const struct server *server, uint64_t ms, uint64_t percent);

#endif
