/* datagrams.h - datagrams by way of libuv. */
#ifndef ECHOLAB_DATAGRAMS_H
#define ECHOLAB_DATAGRAMS_H

#include "server.h"

#include <uv.h>

/* Answers what arrives at the server's socket from now on. Ends the program on failure. */
void datagrams_begin(uv_loop_t *loop, struct server *server);

#endif
