/* cases_abort.c - section B: what one client does to itself is nobody else's affair. */
#include "cases.h"
#include "verbs.h"

#include <poll.h>
#include <signal.h>

enum { RESETS = 25, RESETS_BRIEF = 5, STORM = 10000, STORM_QUICK = 300, PROBES = 10 };

/* He who says something and resets at once meets send(), or comes before; the others meet a
 * server in recv(): over TCP one who has heard the echo, over UNIX one who leaves it unread. */
enum manner_of_reset { RESETS_AT_ONCE, RESETS_UNREAD, RESETS_WHEN_SERVED, MANNERS_OF_RESET };

static void come_and_reset(struct server *server, enum manner_of_reset how)
{
    struct peer *rude = connect_client(server);

    say(rude, 1 * KIB);
    if (how == RESETS_UNREAD)
        check(peer_wait(rude, POLLIN, OPERATION_MS), "expected an echo, saw silence");
    if (how == RESETS_WHEN_SERVED)
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
        come_and_reset(server, trial_is_of(trial, "I") ? RESETS_AT_ONCE : i % MANNERS_OF_RESET);
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
