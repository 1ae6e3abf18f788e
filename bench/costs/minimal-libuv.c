/* minimal-libuv.c - the least libuv can do: one shared buffer, replies written at once. */
#include "minimal.h"

#include <err.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <uv.h>

static char buffer[MINIMAL_BUFFER];

static void on_room(uv_handle_t *handle, size_t suggested, uv_buf_t *room)
{
    (void)handle;
    (void)suggested;
    *room = uv_buf_init(buffer, sizeof buffer);
}

static void on_closed(uv_handle_t *handle)
{
    free(handle);
}

static void on_read(uv_stream_t *client, ssize_t count, const uv_buf_t *room)
{
    uv_buf_t reply = uv_buf_init(room->base, count > 0 ? (unsigned int)count : 0);

    if (count < 0 || (count > 0 && uv_try_write(client, &reply, 1) != count))
        uv_close((uv_handle_t *)client, on_closed);
}

static void on_connection(uv_stream_t *door, int status)
{
    uv_tcp_t *client = status == 0 ? malloc(sizeof *client) : NULL;

    if (!client)
        errx(1, "cannot accept");
    uv_tcp_init(door->loop, client);
    uv_accept(door, (uv_stream_t *)client);
    uv_read_start((uv_stream_t *)client, on_room, on_read);
}

int main(void)
{
    uv_tcp_t door;

    uv_tcp_init(uv_default_loop(), &door);
    uv_tcp_open(&door, minimal_listen("minimal-libuv", false));
    uv_listen((uv_stream_t *)&door, SOMAXCONN, on_connection);
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
