/* cases_limits.c - section D: how many at the same time, and what the next one is told. */
#include "cases.h"
#include "clock.h"
#include "verbs.h"

#include <poll.h>

enum {
    SERVED = 10,
    TURNED_AWAY = 40,
    CAP = 8,
    CROWD = 100,
    IDLE_MS = 400,
    CHURN = 20000,
    CHURN_QUICK = 1000,
    AT_ONCE = 8
};

void case_d1(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *holder = connect_client(server);

    say(holder, 10);
    expect(holder, 10);

    struct peer *waiting = connect_client(server);

    say(waiting, 1000);
    expect_silence(waiting, 200);
    say(holder, 10);
    expect(holder, 10);
    leave(holder);
    expect(waiting, 1000);
    leave(waiting);
}

static void connect_and_be_served(struct server *server, struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 10);
        expect(peers[i], 10);
    }
}

void case_d6(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=10");
    struct peer *served[SERVED];
    struct peer *refused[TURNED_AWAY];

    connect_and_be_served(server, served, SERVED);
    for (size_t i = 0; i < TURNED_AWAY; i++) {
        refused[i] = connect_client(server);
        say(refused[i], 20000);
    }
    for (size_t i = 0; i < TURNED_AWAY; i++)
        expect_refusal(refused[i]);
    for (size_t i = 0; i < SERVED; i++) {
        say(served[i], 10);
        leave(served[i]);
    }
    ping(server);
}

static void check_family(const struct server *server)
{
    struct census now = observe_census(server->pid);

    check_between("children and further threads at a cap of 8", 0, CAP,
                  now.children + now.threads - server->baseline.threads);
}

void case_d8(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=8");
    struct peer *served[CAP];

    connect_and_be_served(server, served, CAP);
    for (size_t i = 0; i < CROWD; i++) {
        struct peer *refused = connect_client(server);

        check_family(server);
        expect_refusal(refused);
    }
    for (size_t i = 0; i < CAP; i++)
        leave(served[i]);
}

/* An iterative server gets to know its second client only when the silent one is gone. */
void case_d9(struct trial *trial)
{
    struct server *server = start_server(trial, "--idle-timeout=0.4");
    struct peer *silent = connect_client(server);
    uint64_t start_ns = clock_now_ns();

    say(silent, 1);
    expect(silent, 1);

    struct peer *busy = connect_client(server);
    bool alone = trial_is_of(trial, "I");

    while (!peer_wait(silent, POLLIN, 0)) {
        check(elapsed_ms(start_ns) < patience_ms(2ULL * IDLE_MS),
              "expected the silent client to be gone after %d ms", 2 * IDLE_MS);
        if (!alone) {
            say(busy, 1);
            expect(busy, 1);
        }
        pause_us(IDLE_MS * 1000ULL / 8);
    }
    check_between("milliseconds until the silent client was hung up on", IDLE_MS - 10,
                  patience_ms(2ULL * IDLE_MS), elapsed_ms(start_ns));
    expect_end_as(silent, KICKED, 0);
    say(busy, 10);
    leave(busy);
}

static void come_and_go(struct server *server, size_t count)
{
    struct peer *peers[AT_ONCE];

    for (size_t done = 0; done < count; done += AT_ONCE) {
        for (size_t i = 0; i < AT_ONCE; i++) {
            peers[i] = connect_client(server);
            say(peers[i], 10);
        }
        for (size_t i = 0; i < AT_ONCE; i++)
            leave(peers[i]);
    }
}

/* The first ones may make it grow; the later ones may not. */
void case_d10(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    unsigned churn = trial->full ? CHURN : CHURN_QUICK;

    come_and_go(server, churn / 4);
    invariants_settle(server);

    uint64_t before_kib = observe_memory_kib(server->pid);

    come_and_go(server, churn);
    invariants_settle(server);
    if (!observe_sanitizer(server->pid))
        check_between("memory in KiB after many clients", 0, before_kib + 64,
                      observe_memory_kib(server->pid));
}
