/* libuv.c - one loop, owned by a library, which calls back when something has happened.
 *
 * The same epoll underneath, but turned inside out: libuv waits, accepts, reads and writes, and
 * calls a function of ours after each. It brings timers, files and other systems, for a little
 * more work per message. One thread serves everybody, as in epoll.c. */
#include "datagrams.h"
#include "rounds.h"
#include "server.h"

#include <err.h>
#include <stdlib.h>
#include <unistd.h>
#include <uv.h>

enum { LITTLE = 1024 };

/* What libuv needs for one client, beside what every model has. */
struct guest {
    union stream stream;
    uv_write_t write;
    struct turn turn;
    struct client *client;
    size_t writing; /* so many bytes of a reply has libuv */
};

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *room)
{
    struct guest *guest = handle->data;
    struct slice space = session_space(&guest->client->session);

    (void)suggested; /* every model has the same buffers */
    *room = uv_buf_init(space.bytes, (unsigned int)space.count);
}

static void go_on(void *argument);

static void on_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *room)
{
    struct guest *guest = stream->data;

    (void)room;
    client_received(guest->client, count == 0 ? UV_EAGAIN : count == UV_EOF ? 0 : count);
    go_on(guest);
}

static void on_written(uv_write_t *write, int status)
{
    struct guest *guest = write->handle->data;
    size_t count = guest->writing;

    guest->writing = 0;
    client_sent(guest->client, status < 0 ? status : (ssize_t)count);
    go_on(guest);
}

static void read_on(struct guest *guest, bool reading)
{
    if (reading)
        uv_read_start(&guest->stream.any, on_room, on_read); /* UV_EALREADY is as good as 0 */
    else
        uv_read_stop(&guest->stream.any);
}

/* What libuv has it sends piece by piece, and tells when all is gone: too late where the client
 * could be taken for silent meanwhile. So it gets little then; the rest is tried afterwards. */
static size_t share_of(const struct client *client, size_t count)
{
    bool hurried = client->server->options.idle_timeout_ns > 0;

    return hurried && count > LITTLE ? LITTLE : count;
}

/* Nearly always the whole reply fits at once, and reading goes on untouched. Else libuv takes
 * the rest, and nothing is read until that is gone: no queue can grow. */
static void deliver(struct guest *guest)
{
    struct client *client = guest->client;
    struct slice output = session_output(&client->session);
    uv_buf_t reply = uv_buf_init(output.bytes, (unsigned int)output.count);

    client_sent(client, uv_try_write(&guest->stream.any, &reply, 1));
    if (client->failed || session_wants(&client->session) != WANT_WRITE)
        return;
    output = session_output(&client->session);
    guest->writing = share_of(client, output.count);
    reply = uv_buf_init(output.bytes, (unsigned int)guest->writing);
    read_on(guest, false);
    if (uv_write(&guest->write, &guest->stream.any, &reply, 1, on_written) < 0) {
        guest->writing = 0;
        client->failed = true;
    }
}

/* One piece of work, then it is somebody else's turn, as in the other loops. */
static void go_on(void *argument)
{
    struct guest *guest = argument;
    struct client *client = guest->client;
    struct session *session = &client->session;

    if (session_wants(session) == WANT_WORK)
        client_work(client);
    while (session_wants(session) == WANT_WRITE && !client->failed && !guest->writing)
        deliver(guest);
    if (guest->writing)
        return;
    if (client_is_over(client)) {
        client_let_go(client);
        rounds_close(&guest->stream);
        return;
    }
    read_on(guest, session_wants(session) == WANT_READ);
    if (session_wants(session) == WANT_WORK)
        rounds_postpone(&guest->turn, go_on, guest);
}

/* libuv has accepted already. Out of descriptors it hangs up on whoever waits, and does not
 * tell. */
static void on_connection(uv_stream_t *door, int status)
{
    struct server *server = door->loop->data;
    struct guest *guest = status == 0 ? calloc(1, sizeof *guest) : NULL;
    uv_os_fd_t fd = -1;

    if (!guest || rounds_stream(door->loop, &guest->stream, -1) < 0) {
        rounds_refuse(door, status);
        free(guest);
        return;
    }
    guest->stream.any.data = guest;
    if (uv_accept(door, &guest->stream.any) == 0)
        uv_fileno(&guest->stream.handle, &fd);
    if (fd >= 0 && !door_is_full(server))
        guest->client = client_open(server, fd);
    if (guest->client) {
        go_on(guest);
    } else {
        door_turn_away_guest(server, fd);
        rounds_close(&guest->stream);
    }
}

static void serve_with_libuv(struct server *server)
{
    static union stream door;
    uv_loop_t *loop = rounds_begin(server);

    if (server->datagrams)
        datagrams_begin(loop, server);
    else if (rounds_stream(loop, &door, dup(server->listener.fd)) < 0 ||
             uv_listen(&door.any, server->options.backlog, on_connection) < 0)
        errx(1, "libuv cannot listen");
    rounds_run(loop);
}

int main(int argc, char **argv)
{
    return server_main(argc, argv,
                       &(struct model){ .name = "libuv", .serve = serve_with_libuv });
}
