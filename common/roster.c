/* roster.c - the open conversations of one process, for those who must reach them all. */
#include "roster.h"

#include "client.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* Looks at those who have left whenever another one does: more than come, so that they cannot
 * become many. */
enum { LOOKS = 2, LOOK_MS = 1 };

void roster_begin(struct roster *roster)
{
    pthread_mutex_init(&roster->lock, NULL);
    roster->first = NULL;
    atomic_init(&roster->count, 0);
    roster->oldest = NULL;
    roster->end = &roster->oldest;
}

void roster_add(struct roster *roster, struct client *client)
{
    pthread_mutex_lock(&roster->lock);
    client->previous = NULL;
    client->next = roster->first;
    if (roster->first)
        roster->first->previous = client;
    roster->first = client;
    atomic_fetch_add(&roster->count, 1);
    pthread_mutex_unlock(&roster->lock);
}

void roster_remove(struct roster *roster, struct client *client)
{
    pthread_mutex_lock(&roster->lock);
    if (client->previous)
        client->previous->next = client->next;
    else
        roster->first = client->next;
    if (client->next)
        client->next->previous = client->previous;
    pthread_mutex_unlock(&roster->lock);
}

void roster_leave(struct roster *roster)
{
    atomic_fetch_sub(&roster->count, 1);
}

/* The kernel knows a thread until it is gone. */
static bool is_gone(const struct client *client)
{
    return tgkill(getpid(), client->thread, 0) < 0;
}

static struct client *take_oldest(struct roster *roster)
{
    struct client *client = roster->oldest;

    if (client)
        roster->oldest = client->next;
    if (!roster->oldest)
        roster->end = &roster->oldest;
    return client;
}

static void put_last(struct roster *roster, struct client *client)
{
    client->next = NULL;
    *roster->end = client;
    roster->end = &client->next;
}

/* One that has come since by the same number would be in the way for as long as it stays. */
static void forget_if_gone(struct roster *roster, struct client *client)
{
    if (is_gone(client))
        free(client);
    else
        put_last(roster, client);
}

void roster_leave_with_thread(struct roster *roster, struct client *client)
{
    client->thread = gettid();
    pthread_mutex_lock(&roster->lock);
    for (unsigned i = 0; i < LOOKS && roster->oldest; i++)
        forget_if_gone(roster, take_oldest(roster));
    put_last(roster, client);
    pthread_mutex_unlock(&roster->lock);
    roster_leave(roster);
}

void roster_wait_for_threads(struct roster *roster)
{
    struct client *client;

    while ((client = take_oldest(roster))) {
        while (!is_gone(client))
            poll(NULL, 0, LOOK_MS);
        free(client);
    }
}

size_t roster_count(struct roster *roster)
{
    return atomic_load(&roster->count);
}

void roster_shut(struct roster *roster, int how)
{
    pthread_mutex_lock(&roster->lock);
    for (struct client *client = roster->first; client; client = client->next)
        shutdown(client->fd, how);
    pthread_mutex_unlock(&roster->lock);
}

/* It waits for us, not we for it, after a long round: for a turn, with bytes that have come, or
 * with room for more. */
static bool waits_for_us(const struct client *client)
{
    enum want want = session_wants(&client->session);
    struct pollfd peer = { .fd = client->fd, .events = want == WANT_READ ? POLLIN : POLLOUT };

    return want == WANT_WORK || poll(&peer, 1, 0) > 0;
}

static void kick_if_silent(struct client *client, uint64_t now_ns, uint64_t limit_ns)
{
    if (client->moved)
        client->active_ns = now_ns; /* at the latest: nobody is kicked too early */
    client->moved = false;
    if (now_ns - client->active_ns < limit_ns || client->kicked || waits_for_us(client))
        return;
    client->kicked = true;
    shutdown(client->fd, SHUT_RDWR);
}

void roster_kick(struct roster *roster, uint64_t now_ns, uint64_t limit_ns)
{
    pthread_mutex_lock(&roster->lock);
    for (struct client *client = roster->first; client; client = client->next)
        kick_if_silent(client, now_ns, limit_ns);
    pthread_mutex_unlock(&roster->lock);
}
