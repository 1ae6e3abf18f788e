/* epoll.c - one loop, all clients; the kernel remembers whom to watch.
 *
 * A client is registered once. Each round returns only those that are ready, so that its cost
 * follows the activity and not the number of connections. One thread serves everybody: it ends
 * where one core does, and whoever blocks the loop blocks all. */
#include "server.h"

#include <err.h>
#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS_PER_ROUND = 64 };

/* Tells the kernel what to watch a descriptor for; false when it has no memory for that. */
static bool watch(int epoll, int operation, int fd, enum want want, struct client *client)
{
    struct epoll_event event = { .events = want == WANT_READ ? EPOLLIN : EPOLLOUT,
                                 .data.ptr = client };

    return epoll_ctl(epoll, operation, fd, &event) == 0;
}

static void attend(int epoll, struct client *client)
{
    enum want before = client->wants;
    enum want now = client_advance(client);

    if (now == WANT_CLOSE) {
        /* Closing ends the watch, too; but the socket may be kept open for a farewell. */
        if (client_may_linger(client))
            watch(epoll, EPOLL_CTL_DEL, client->fd, now, client);
        client_close(client);
    } else if (now != before && !watch(epoll, EPOLL_CTL_MOD, client->fd, now, client)) {
        err(1, "epoll_ctl");
    }
}

static void welcome(struct server *server, int epoll)
{
    struct client *client = door_welcome(server);

    if (client && !watch(epoll, EPOLL_CTL_ADD, client->fd, WANT_READ, client))
        client_refuse(client, errno);
}

/* A pause or a stop: the listener leaves the list, or it would be reported in every round. */
static bool watch_door(struct server *server, int epoll, bool watched)
{
    if (watched == door_is_open(server))
        return watched;
    if (!watch(epoll, watched ? EPOLL_CTL_DEL : EPOLL_CTL_ADD, server->listener.fd, WANT_READ,
               NULL)) {
        door_judge(server, errno);
        return watched;
    }
    return !watched;
}

static void serve_with_epoll(struct server *server)
{
    struct epoll_event events[EVENTS_PER_ROUND];
    bool door_watched = false;
    int epoll = epoll_create1(EPOLL_CLOEXEC);

    if (epoll < 0)
        err(1, "epoll_create1");
    while (server_goes_on(server)) {
        door_watched = watch_door(server, epoll, door_watched);

        int ready = epoll_wait(epoll, events, EVENTS_PER_ROUND, server_patience_ms(server));

        if (ready < 0)
            server_failed_to_wait("epoll_wait");
        for (int i = 0; i < ready; i++)
            if (events[i].data.ptr)
                attend(epoll, events[i].data.ptr);
            else
                welcome(server, epoll);
    }
    close(epoll);
}

int main(int argc, char **argv)
{
    return server_main(argc, argv,
                       &(struct model){ .name = "epoll", .serve = serve_with_epoll });
}
