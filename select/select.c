/* select.c - one loop, all clients; the interest list is handed over as bit sets.
 *
 * Every round the process gives the kernel one bit for each descriptor it cares about, waits,
 * and then looks through all of them for the bits that are still set. Both sides walk the whole
 * list, so that a round costs in proportion to the highest descriptor, active or not. It ends
 * at descriptor 1023: a bit set has FD_SETSIZE bits, and FD_SET beyond them writes over the
 * stack. */
#include "server.h"

#include <sys/select.h>

struct interest {
    fd_set readers;
    fd_set writers;
    int highest;
    struct client *clients[FD_SETSIZE]; /* by descriptor */
};

static void watch(struct interest *interest, struct client *client)
{
    FD_CLR(client->fd, &interest->readers);
    FD_CLR(client->fd, &interest->writers);
    FD_SET(client->fd, client->wants == WANT_READ ? &interest->readers : &interest->writers);
}

static void add(struct interest *interest, struct client *client)
{
    interest->clients[client->fd] = client;
    if (client->fd > interest->highest)
        interest->highest = client->fd;
    watch(interest, client);
}

static void drop(struct interest *interest, struct client *client)
{
    FD_CLR(client->fd, &interest->readers);
    FD_CLR(client->fd, &interest->writers);
    interest->clients[client->fd] = NULL;
    client_close(client);
}

static void attend(struct interest *interest, struct client *client)
{
    if (client_advance(client) == WANT_CLOSE)
        drop(interest, client);
    else
        watch(interest, client);
}

static void welcome(struct server *server, struct interest *interest)
{
    struct client *client = door_welcome(server);

    if (client)
        add(interest, client);
}

static void serve_with_select(struct server *server)
{
    static struct interest interest;
    int listener = server->listener.fd;

    interest.highest = listener;
    while (server_goes_on(server)) {
        fd_set readable = interest.readers;
        fd_set writable = interest.writers;

        if (door_is_open(server))
            FD_SET(listener, &readable);

        int patience_ms = server_patience_ms(server);
        struct timeval patience = { patience_ms / 1000, patience_ms % 1000 * 1000L };

        if (select(interest.highest + 1, &readable, &writable, NULL,
                   patience_ms < 0 ? NULL : &patience) < 0) {
            server_failed_to_wait("select");
            continue;
        }
        for (int fd = 0; fd <= interest.highest; fd++)
            if (interest.clients[fd] && (FD_ISSET(fd, &readable) || FD_ISSET(fd, &writable) ||
                                         client_is_cut(interest.clients[fd])))
                attend(&interest, interest.clients[fd]);
        if (FD_ISSET(listener, &readable))
            welcome(server, &interest);
    }
}

int main(int argc, char **argv)
{
    return server_main(argc, argv,
                       &(struct model){ .name = "select",
                                        .serve = serve_with_select,
                                        .fd_limit = FD_SETSIZE });
}
