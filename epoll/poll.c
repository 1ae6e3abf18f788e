/* poll.c - one loop, all clients; the interest list is handed over as an array.
 *
 * Every round the process gives the kernel its whole list, waits, and walks the list again for
 * the entries that are ready. The array may be as long as there are descriptors, but a round
 * costs in proportion to the clients that are connected, active or not. */
#include "poll_all.h"
#include "server.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>

struct interest {
    struct pollfd *entries;  /* the first one is the listener */
    struct client **clients; /* clients[i] belongs to entries[i] */
    size_t count;
    size_t room;
};

static bool make_room(struct interest *interest)
{
    if (interest->count < interest->room)
        return true;

    size_t room = 2 * interest->room + 64;
    void *entries = realloc(interest->entries, room * sizeof *interest->entries);
    void *clients = realloc(interest->clients, room * sizeof(struct client *));

    interest->entries = entries ? entries : interest->entries;
    interest->clients = clients ? clients : interest->clients;
    interest->room = entries && clients ? room : interest->room;
    return entries && clients;
}

static void add(struct interest *interest, struct client *client)
{
    if (!make_room(interest)) {
        client_refuse(client, ENOMEM);
        return;
    }
    interest->entries[interest->count] = (struct pollfd){ .fd = client->fd, .events = POLLIN };
    interest->clients[interest->count++] = client;
}

static void attend(struct interest *interest, size_t i)
{
    enum want now = client_advance(interest->clients[i]);

    if (now == WANT_CLOSE) {
        /* The last entry fills the hole. The list is walked backwards, so it has had its turn.
         */
        client_close(interest->clients[i]);
        interest->count--;
        interest->entries[i] = interest->entries[interest->count];
        interest->clients[i] = interest->clients[interest->count];
    } else {
        interest->entries[i].events = now == WANT_READ ? POLLIN : POLLOUT;
    }
}

static void welcome(struct server *server, struct interest *interest)
{
    struct client *client = door_welcome(server);

    if (client)
        add(interest, client);
}

static void serve_with_poll(struct server *server)
{
    struct interest interest = { 0 };

    if (!make_room(&interest))
        err(1, "cannot make the list of descriptors");
    interest.entries[interest.count++] = (struct pollfd){ .events = POLLIN };
    while (server_goes_on(server)) {
        interest.entries[0].fd = door_is_open(server) ? server->listener.fd : -1;
        if (poll_all(interest.entries, interest.count, server_patience_ms(server)) < 0) {
            server_failed_to_wait("poll");
            continue;
        }
        for (size_t i = interest.count; i-- > 1;)
            if (interest.entries[i].revents)
                attend(&interest, i);
        if (interest.entries[0].revents)
            welcome(server, &interest);
    }
    free(interest.entries);
    free(interest.clients);
}

int main(int argc, char **argv)
{
    return server_main(argc, argv, &(struct model){ .name = "poll", .serve = serve_with_poll });
}
