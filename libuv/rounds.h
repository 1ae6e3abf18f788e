/* rounds.h - the frame's housekeeping, inside a loop that libuv owns. */
#ifndef ECHOLAB_ROUNDS_H
#define ECHOLAB_ROUNDS_H

#include "server.h"

#include <uv.h>

/* Returns the loop; server_goes_on() will be asked before each of its rounds, which are as long
 * as server_patience_ms() allows. loop->data is the server. Ends the program on failure. */
uv_loop_t *rounds_begin(struct server *server);

/* A connection or a listener, of either kind. */
union stream {
    uv_stream_t any;
    uv_handle_t handle;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
};

/* Prepares a stream of the server's transport. Given a descriptor, and not -1, the stream owns
 * it from now on. Returns 0 or a negative error of libuv. */
int rounds_stream(uv_loop_t *loop, union stream *stream, int fd);

/* Closes the stream, then frees stream->any.data. */
void rounds_close(union stream *stream);

/* Somebody who has had his turn in this round and is called again in the next. */
struct turn {
    struct turn *next;
    void (*call)(void *argument);
    void *argument;
};

/* `turn` is the caller's, and in use until it is called. */
void rounds_postpone(struct turn *turn, void (*call)(void *argument), void *argument);

/* No client came of on_connection(door, status): logs what has run out, and turns him away whom
 * libuv has accepted. After a stop it closes the door, which libuv would otherwise ask again at
 * once, and for ever. */
void rounds_refuse(uv_stream_t *door, int status);

/* Runs until the server has stopped, then closes every handle and the loop. */
void rounds_run(uv_loop_t *loop);

#endif
