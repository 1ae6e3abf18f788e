/* invariants.c - what holds after every case, whatever it was about. */
#include "invariants.h"

#include "check.h"
#include "complaints.h"
#include "foreign_server.h"
#include "ledger.h"
#include "patience.h"
#include "peer.h"
#include "server_process.h"
#include "spawn.h"
#include "trial.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { MOST_LINES = 20, LOOK_US = 1000 };

static bool is_back(const struct census *now, const struct census *before)
{
    return now->descriptors <= before->descriptors && now->threads <= before->threads &&
           now->children <= before->children && now->zombies == 0;
}

void invariants_settle(struct server *server)
{
    if (server->pid == 0)
        return;

    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    struct census now = observe_census(server->pid);

    while (!is_back(&now, &server->baseline) && remaining_ms(deadline) > 0) {
        pause_us(LOOK_US);
        now = observe_census(server->pid);
    }
    check(is_back(&now, &server->baseline),
          "expected, without clients, %u descriptors, %u threads, %u children and no zombie;"
          " saw %u, %u, %u and %u zombies",
          server->baseline.descriptors, server->baseline.threads, server->baseline.children,
          now.descriptors, now.threads, now.children, now.zombies);
}

/* All half-close before the first waits: an iterative server takes them one by one. */
static void send_everybody_home(struct server *server)
{
    for (struct peer *peer = server->first; peer; peer = peer->next)
        if (peer->ending == STILL_HERE && !peer->finished && server->trial->transport & STREAMS)
            half_close(peer);
    for (struct peer *peer = server->first; peer; peer = peer->next) {
        if (peer->ending != STILL_HERE)
            continue;
        if (server->trial->transport & STREAMS)
            leave(peer);
        else
            peer_close(peer, LEFT);
    }
}

/* Whoever has left counts until the server has noticed: at its cap it would refuse the next. */
static void check_that_it_lives(struct server *server)
{
    send_everybody_home(server);
    invariants_settle(server);
    ping(server);
    invariants_settle(server);
}

static void check_that_it_leaves(struct server *server)
{
    struct stat status;

    if (!trial_is_strict(server->trial)) {
        foreign_end(server);
        return;
    }
    /* With which status another's server leaves is asked in section E, not after every case. */
    if (trial_is_ours(server->trial)) {
        stop_server(server, OPERATION_MS);
    } else {
        send_signal(server, SIGTERM);
        (void)await_exit(server, OPERATION_MS);
    }
    if (server->trial->transport & STREAMS)
        expect_refused_connection(server);
    if (server->trial->transport & LOCAL)
        check(lstat(server_path(server), &status) < 0 && errno == ENOENT,
              "expected the socket file to be gone, saw %s", server_path(server));
}

static void check_what_it_said(const struct server *server)
{
    static const char *const alarms[] = { "Sanitizer", "runtime error:", "ssert",
                                          "ALERT",     "stack smashing", "buffer overflow" };
    char text[SERVER_TEXT];
    char more[SERVER_TEXT];
    unsigned lines = server_complaints(server, text);

    for (size_t i = 0; i < sizeof alarms / sizeof *alarms; i++)
        check(!strstr(text, alarms[i]), "expected no alarm on stderr, saw '%s'", alarms[i]);
    check(lines <= MOST_LINES || !trial_is_strict(server->trial),
          "expected at most %d lines on stderr, saw %u", MOST_LINES, lines);
    if (!trial_is_ours(server->trial))
        return;
    check(spawn_read(server->output, '\0', 0, more) == 0,
          "expected nothing on stdout after the ready line, saw '%s'", more);
}

static void check_for_orphans(void)
{
    int status;
    pid_t orphan = waitpid(-1, &status, WNOHANG);

    check(orphan < 0 && errno == ECHILD, "expected no child to be left behind, saw %s",
          orphan > 0 ? "a dead one" : "a living one");
}

void invariants_check(struct trial *trial)
{
    check_at("the invariants after the case", 0);
    for (struct server *server = trial->servers; server; server = server->next) {
        if (!server->over)
            check_that_it_lives(server);
        if (server->pid == 0)
            continue;
        if (!server->over)
            check_that_it_leaves(server);
        check_what_it_said(server);
        /* A server that was killed could not write its counters. */
        if (trial_is_ours(trial) && server->exit_status >= 0)
            ledger_compare(server);
    }
    if (trial_is_strict(trial) && trial->servers && trial->servers->pid > 0)
        check_for_orphans();
}
