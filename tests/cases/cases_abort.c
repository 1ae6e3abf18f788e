/* cases_abort.c - section B: what one client does to itself is nobody else's affair. */
#include "cases.h"
#include "verbs.h"

#include <signal.h>

enum { RESETS = 25, RESETS_BRIEF = 5, STORM = 1000, STORM_QUICK = 300, PROBES = 10 };

/* Says something and resets: without having heard anything, or when the server waits for more.
 * It is the first who meets send(), and the second who meets recv(). */
static void come_and_reset(struct server *server, bool politely)
{
    struct peer *rude = connect_client(server);

    say(rude, 1 * KIB);
    if (politely)
        expect(rude, 1 * KIB);
    reset(rude);
}

void case_b1(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *bystander = connect_client(server);
    unsigned resets = trial->brief ? RESETS_BRIEF : RESETS;

    say(bystander, 100);
    expect(bystander, 100);
    for (unsigned i = 0; i < resets; i++) {
        come_and_reset(server, i % 2 == 1 && !trial_is_of(trial, "I"));
        say(bystander, 1);
        expect(bystander, 1);
    }
    leave(bystander);
}

void case_b2(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    uint64_t before_kib = observe_memory_kib(server->pid);
    struct peer *rude = connect_client(server);

    fill_up(rude, 4 * MIB, 50);
    reset(rude);
    ping(server);
    invariants_settle(server);
    if (server_is_weighed(server))
        check_between("memory in KiB after the reset", 0, before_kib + 256,
                      observe_memory_kib(server->pid));
}

/* Who resets while the server sleeps is in its backlog, and is found there dead. */
void case_b3(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    send_signal(server, SIGSTOP);

    struct peer *rude = connect_client(server);

    say(rude, 2);
    reset(rude);
    send_signal(server, SIGCONT);
    ping(server);
}

/* One who stays where the model serves several at once; else newcomers, who wait their turn. */
static void probe(struct server *server, struct peer *regular)
{
    if (!regular) {
        ping(server);
        return;
    }
    say(regular, 10);
    expect(regular, 10);
}

void case_b4(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *regular = trial_is_of(trial, "I") ? NULL : connect_client(server);
    unsigned storm = trial->full ? STORM : STORM_QUICK;

    for (unsigned i = 0; i < storm; i++) {
        reset(connect_client(server));
        if (i % (storm / PROBES) == 0)
            probe(server, regular);
    }
    probe(server, regular);
    if (regular)
        leave(regular);
}
