/* roster.c - the open conversations of one process, for those who must reach them all. */
#include "roster.h"

#include "client.h"

#include <sys/ioctl.h>
#include <sys/socket.h>

void roster_begin(struct roster *roster)
{
    pthread_mutex_init(&roster->lock, NULL);
    roster->first = NULL;
    atomic_init(&roster->count, 0);
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

/* Its bytes wait for us, not we for them: the round was long. */
static bool has_spoken(const struct client *client)
{
    int waiting = 0;

    return session_wants(&client->session) == WANT_READ &&
           ioctl(client->fd, FIONREAD, &waiting) == 0 && waiting > 0;
}

void roster_kick(struct roster *roster, uint64_t since_ns)
{
    pthread_mutex_lock(&roster->lock);
    for (struct client *client = roster->first; client; client = client->next)
        if (client->active_ns < since_ns && !client->kicked && !has_spoken(client)) {
            client->kicked = true;
            shutdown(client->fd, SHUT_RDWR);
        }
    pthread_mutex_unlock(&roster->lock);
}
