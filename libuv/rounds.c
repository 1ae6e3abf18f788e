/* rounds.c - the frame's housekeeping, inside a loop that libuv owns. */
#include "rounds.h"

#include "log.h"

#include <err.h>
#include <stdlib.h>
#include <unistd.h>

static uv_prepare_t before_each_round;
static uv_timer_t alarm_clock;

/* Where those are received for whom there is no memory. */
static union stream lobby;
static enum { LOBBY_NEW, LOBBY_EMPTY, LOBBY_CLOSING } lobby_state;

static uv_idle_t hurry; /* active while somebody is postponed: the loop does not wait then */
static struct turn *postponed;

static void on_alarm(uv_timer_t *timer)
{
    (void)timer; /* it has ended the wait; the round that follows does the rest */
}

static void on_hurry(uv_idle_t *idle)
{
    (void)idle; /* its being there is all that it is for */
}

static void call_postponed(void)
{
    struct turn *turns = postponed;

    postponed = NULL;
    uv_idle_stop(&hurry);
    while (turns) {
        struct turn *turn = turns;

        turns = turn->next;
        turn->call(turn->argument);
    }
}

void rounds_postpone(struct turn *turn, void (*call)(void *argument), void *argument)
{
    *turn = (struct turn){ postponed, call, argument };
    postponed = turn;
    uv_idle_start(&hurry, on_hurry);
}

static void on_round(uv_prepare_t *prepare)
{
    struct server *server = prepare->loop->data;

    call_postponed();

    if (!server_goes_on(server)) {
        uv_stop(prepare->loop);
        return;
    }

    int patience_ms = server_patience_ms(server);

    if (patience_ms >= 0)
        uv_timer_start(&alarm_clock, on_alarm, (uint64_t)patience_ms, 0);
}

/* Where libuv reallocates it aborts when it cannot: then let it be said at least. */
static void *reallocate(void *old, size_t size)
{
    void *memory = realloc(old, size);

    if (!memory && size > 0)
        err(1, "libuv cannot go on");
    return memory;
}

uv_loop_t *rounds_begin(struct server *server)
{
    uv_replace_allocator(malloc, reallocate, calloc, free);

    uv_loop_t *loop = uv_default_loop();

    if (!loop || uv_prepare_init(loop, &before_each_round) < 0 ||
        uv_timer_init(loop, &alarm_clock) < 0 || uv_idle_init(loop, &hurry) < 0 ||
        uv_prepare_start(&before_each_round, on_round) < 0)
        errx(1, "libuv cannot make a loop");
    loop->data = server;
    return loop;
}

int rounds_stream(uv_loop_t *loop, union stream *stream, int fd)
{
    const struct server *server = loop->data;
    int outcome;

    if (server->options.address.transport == TRANSPORT_TCP) {
        outcome = uv_tcp_init(loop, &stream->tcp);
        return outcome == 0 && fd >= 0 ? uv_tcp_open(&stream->tcp, fd) : outcome;
    }
    outcome = uv_pipe_init(loop, &stream->pipe, 0);
    return outcome == 0 && fd >= 0 ? uv_pipe_open(&stream->pipe, fd) : outcome;
}

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void rounds_close(union stream *stream)
{
    uv_close(&stream->handle, on_closed);
}

static void turn_away(uv_stream_t *door);

static void on_left(uv_handle_t *handle)
{
    uv_stream_t *door = handle->data;

    lobby_state = LOBBY_NEW;
    turn_away(door); /* who has come meanwhile, if anybody has */
}

/* libuv listens no further until somebody has taken the connection that it holds. */
static void turn_away(uv_stream_t *door)
{
    uv_os_fd_t fd = -1;

    if (lobby_state == LOBBY_NEW && rounds_stream(door->loop, &lobby, -1) == 0)
        lobby_state = LOBBY_EMPTY;
    if (lobby_state != LOBBY_EMPTY || uv_accept(door, &lobby.any) < 0)
        return;
    if (uv_fileno(&lobby.handle, &fd) == 0)
        door_turn_away_guest(door->loop->data, fd);
    lobby_state = LOBBY_CLOSING;
    lobby.any.data = door;
    uv_close(&lobby.handle, on_left);
}

void rounds_refuse(uv_stream_t *door, int status)
{
    if (!door_is_open(door->loop->data)) {
        uv_close((uv_handle_t *)door, NULL);
    } else if (status < 0) {
        log_line("cannot accept: %s; libuv hangs up on new clients", uv_strerror(status));
    } else {
        log_line("cannot accept: out of memory; new clients are refused");
        turn_away(door);
    }
}

static void close_handle(uv_handle_t *handle, void *unused)
{
    (void)unused;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void rounds_run(uv_loop_t *loop)
{
    /* The round in which it stops may let somebody in. */
    do
        uv_run(loop, UV_RUN_DEFAULT);
    while (server_goes_on(loop->data));
    uv_walk(loop, close_handle, NULL);
    uv_run(loop, UV_RUN_DEFAULT);
    uv_loop_close(loop);
}
