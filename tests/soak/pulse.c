/* pulse.c - a server that runs out of descriptors for a second. */
#include "pulse.h"

#include "verbs.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>

enum { CLIENTS = 8, SAID = 100, PULSE_MS = 1000 };

static void allow(const struct server *server, rlim_t soft, rlim_t hard)
{
    const struct rlimit limits = { .rlim_cur = soft, .rlim_max = hard };

    check(prlimit(server->pid, RLIMIT_NOFILE, &limits, NULL) == 0,
          "expected to change the server's limit, saw: %s", strerror(errno));
}

/* One descriptor more than are in use: one client is let in, the next is too many. */
static void starve(struct server *server, struct peer *peers[CLIENTS], bool talking)
{
    struct rlimit usual;

    check(prlimit(server->pid, RLIMIT_NOFILE, NULL, &usual) == 0,
          "expected the server's limit, saw: %s", strerror(errno));
    allow(server, observe_census(server->pid).descriptors + 1, usual.rlim_max);
    for (size_t i = 0; i < CLIENTS; i++) {
        peers[i] = connect_client(server);
        if (talking) {
            say(peers[i], SAID);
            half_close(peers[i]);
        }
    }
    pause_us(PULSE_MS * 1000ULL);
    allow(server, usual.rlim_cur, usual.rlim_max);
}

/* Whom libuv sheds has been told by now, and before it said anything. */
static unsigned dismiss_the_shed(struct peer *const peers[CLIENTS])
{
    unsigned shed = 0;

    for (size_t i = 0; i < CLIENTS; i++) {
        if (peer_wait(peers[i], POLLIN, 0)) {
            expect_cut_off(peers[i], SHED, OPERATION_MS);
            shed++;
        } else {
            say(peers[i], SAID);
        }
    }
    return shed;
}

/* They leave in the order in which they came: an iterative server takes them one by one. */
unsigned pulse_descriptors(struct server *server)
{
    const bool sheds = trial_is_of(server->trial, "U");
    struct peer *peers[CLIENTS];
    unsigned shed = 0;

    starve(server, peers, !sheds);
    if (sheds)
        shed = dismiss_the_shed(peers);
    for (size_t i = 0; i < CLIENTS; i++)
        if (peers[i]->ending == STILL_HERE)
            leave(peers[i]);
    return shed;
}
