/* cases_descriptors.c - section D, where descriptors are what runs out. */
#include "answer.h"
#include "cases.h"
#include "verbs.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>

enum {
    MANY = 1100,
    SELECT_SERVES = 1000,
    INHERITED = 500,
    NEEDED = 4096,
    FEW_DESCRIPTORS = 64,
    MORE_THAN_FEW = 120,
    WATCH_MS = 500,
    WATCH_FULL_MS = 10000,
    PULSES = 10,
    PULSES_FULL = 100,
    PULSE_US = 20000,
    CPU_PERCENT = 5,
    REGULARS = 20,
    SPEECHLESS_MS = 100
};

static void need_descriptors(rlim_t count)
{
    struct rlimit limits;

    if (getrlimit(RLIMIT_NOFILE, &limits) == 0 && limits.rlim_cur < count)
        skip("%llu descriptors are needed and %llu allowed: ulimit -n",
             (unsigned long long)count, (unsigned long long)limits.rlim_cur);
}

/* Each of many says ten bytes; returns how many of them have been served, the others refused.
 */
static unsigned serve_or_refuse(struct server *server, struct peer *peers[MANY])
{
    unsigned served = 0;

    for (size_t i = 0; i < MANY; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 10);
        check(peer_wait(peers[i], POLLIN, OPERATION_MS),
              "client %zu: expected an echo or a refusal, saw silence", i + 1);
        if (look(peers[i]) == ANSWER_REFUSAL) {
            expect_refusal(peers[i]);
        } else {
            expect(peers[i], 10);
            served++;
        }
    }
    return served;
}

void case_d3(struct trial *trial)
{
    static struct peer *peers[MANY];

    need_descriptors(NEEDED);

    struct server *server = start_server_in(trial, &(struct setting){ .descriptors = NEEDED });
    unsigned served = serve_or_refuse(server, peers);

    if (trial_is_of(trial, "S"))
        check_between("clients served below FD_SETSIZE", SELECT_SERVES, FD_SETSIZE, served);
    else
        check_equal("clients served", MANY, served);
    for (size_t i = 0; i < MANY; i++)
        if (peers[i]->ending == STILL_HERE)
            leave(peers[i]);
}

void case_d3_inherited(struct trial *trial)
{
    static const char *const words[] = { "inherited", "select", NULL };

    need_descriptors(NEEDED);
    expect_no_start(trial, &(struct setting){ .descriptors = NEEDED, .inherited = MANY }, 1,
                    words);
}

/* Some bits of the set are taken from the beginning, by what the server has inherited. */
void case_d3_half(struct trial *trial)
{
    static struct peer *peers[MANY];

    need_descriptors(NEEDED);

    struct server *server = start_server_in(
        trial, &(struct setting){ .descriptors = NEEDED, .inherited = INHERITED });

    check_between("clients served below FD_SETSIZE", SELECT_SERVES - INHERITED,
                  FD_SETSIZE - INHERITED, serve_or_refuse(server, peers));
    for (size_t i = 0; i < MANY; i++)
        if (peers[i]->ending == STILL_HERE)
            leave(peers[i]);
}

static void allow_descriptors(const struct server *server, rlim_t count)
{
    struct rlimit limits;
    bool changed = prlimit(server->pid, RLIMIT_NOFILE, NULL, &limits) == 0;

    limits.rlim_cur = count;
    changed = changed && prlimit(server->pid, RLIMIT_NOFILE, &limits, NULL) == 0;
    check(changed, "expected to change the server's limit, saw: %s", strerror(errno));
}

/* The server cannot take this back. */
static void limit_descriptors_for_good(const struct server *server, rlim_t count)
{
    const struct rlimit limits = { .rlim_cur = count, .rlim_max = count };

    check(prlimit(server->pid, RLIMIT_NOFILE, &limits, NULL) == 0,
          "expected to change the server's limit, saw: %s", strerror(errno));
}

/* Hears those who have an echo waiting; says how many have ever been served. */
static unsigned hear_the_served(struct peer *peers[], size_t count)
{
    unsigned served = 0;

    for (size_t i = 0; i < count; i++) {
        if (peers[i]->ending != STILL_HERE)
            continue;
        if (peers[i]->received == 0 && look(peers[i]) == ANSWER_ECHO)
            expect(peers[i], 10);
        served += peers[i]->received > 0;
    }
    return served;
}

/* libuv has no patience with those it has no descriptors for: it hangs up on them. */
static void dismiss_the_shed(struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (peers[i]->received == 0)
            expect_cut_off(peers[i], SHED, 1000);
}

static void leave_half(struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i += 2)
        if (peers[i]->received > 0)
            leave(peers[i]);
}

/* As many as expected are being served within `ms`. */
static void wait_until_served(struct peer *peers[], size_t count, unsigned expected,
                              uint64_t ms)
{
    uint64_t deadline = deadline_after_ms(ms);
    unsigned served = 0;

    while ((served = hear_the_served(peers, count)) < expected && remaining_ms(deadline) > 0)
        pause_us(1000);
    check_between("clients being served in the time allowed", expected, count, served);
}

/* libuv may have hung up by now. */
static void say_if_heard(struct peer *peer)
{
    char bytes[10];

    payload_fill(peer->key, 0, bytes, sizeof bytes);
    if (send(peer->fd, bytes, sizeof bytes, MSG_NOSIGNAL) > 0)
        peer->sent = sizeof bytes;
}

void case_d4(struct trial *trial)
{
    struct peer *peers[MORE_THAN_FEW];
    struct server *server = start_server(trial, "");

    allow_descriptors(server, FEW_DESCRIPTORS);
    for (size_t i = 0; i < MORE_THAN_FEW; i++) {
        peers[i] = connect_client(server);
        say_if_heard(peers[i]);
    }
    wait_until_served(peers, MORE_THAN_FEW, FEW_DESCRIPTORS / 2, OPERATION_MS);
    expect_rest(server, trial->full ? WATCH_FULL_MS : WATCH_MS, CPU_PERCENT);

    unsigned served = hear_the_served(peers, MORE_THAN_FEW);

    check_between("clients served with 64 descriptors", FEW_DESCRIPTORS / 2, FEW_DESCRIPTORS,
                  served);
    if (trial_is_of(trial, "U"))
        dismiss_the_shed(peers, MORE_THAN_FEW);
    leave_half(peers, MORE_THAN_FEW);
    if (trial_is_of(trial, "U"))
        ping(server);
    else
        wait_until_served(peers, MORE_THAN_FEW, served, 1000); /* the waiting ones move up */
    for (size_t i = 0; i < MORE_THAN_FEW; i++)
        if (peers[i]->ending == STILL_HERE)
            leave(peers[i]);
}

/* Each says ten bytes more and hears them. */
static void exchange_with_all(struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        say(peers[i], 10);
    for (size_t i = 0; i < count; i++)
        expect(peers[i], 10);
}

/* Descriptors run out again and again, while some are served and others come. Who is served
 * does not notice; who comes waits for the end of the pulse. */
void case_n21(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *regulars[REGULARS];
    const unsigned pulses = trial->full ? PULSES_FULL : PULSES;

    for (size_t i = 0; i < REGULARS; i++)
        regulars[i] = connect_client(server);
    exchange_with_all(regulars, REGULARS);
    for (unsigned i = 0; i < pulses; i++) {
        struct peer *newcomer;

        allow_descriptors(server, observe_census(server->pid).descriptors);
        newcomer = connect_client(server);
        say_if_heard(newcomer);
        pause_us(PULSE_US);
        exchange_with_all(regulars, REGULARS);
        allow_descriptors(server, NEEDED);
        if (trial_is_of(trial, "U"))
            dismiss_the_shed(&newcomer, 1);
        else
            leave(newcomer);
    }
    for (size_t i = 0; i < REGULARS; i++)
        leave(regulars[i]);
}

/* Not one descriptor more than it has: it cannot even accept, and everybody waits. A blocking
 * accept() has reserved its descriptor before it began to wait; one more client gets that. */
void case_d4_door(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    allow_descriptors(server, server->baseline.descriptors);
    if (trial_is_of(trial, "IFT")) {
        ping(server);
        invariants_settle(server);
    }

    struct peer *peer = connect_client(server);

    say(peer, 10);
    expect_rest(server, WATCH_MS, CPU_PERCENT);
    expect_silence(peer, 1);
    allow_descriptors(server, FEW_DESCRIPTORS);
    expect(peer, 10);
    leave(peer);
}

/* Those who are there stay and are served; whoever comes waits, see D4. */
void case_d15(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peers[FEW_DESCRIPTORS];

    for (size_t i = 0; i < FEW_DESCRIPTORS; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 10);
        expect(peers[i], 10);
    }
    limit_descriptors_for_good(server, FEW_DESCRIPTORS / 2);
    for (size_t i = 0; i < FEW_DESCRIPTORS; i++)
        say(peers[i], 10);
    for (size_t i = 0; i < FEW_DESCRIPTORS; i++)
        expect(peers[i], 10);
    expect_rest(server, WATCH_MS, CPU_PERCENT);
    for (size_t i = 0; i < FEW_DESCRIPTORS; i++)
        leave(peers[i]);
}

static bool has_living_children(const struct server *server)
{
    struct census census = observe_census(server->pid);

    return census.children > census.zombies;
}

/* A child that ends closes its socket before its parent is told. */
static void await_the_end_of_children(const struct server *server)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);

    while (has_living_children(server)) {
        check(remaining_ms(deadline) > 0, "expected the child to end");
        pause_us(1000);
    }
}

/* Of which is told in the handler of a signal. */
static void kill_its_child(struct server *server)
{
    static pid_t children[OBSERVE_CHILDREN];
    struct peer *peer = connect_client(server);

    say(peer, 10);
    expect(peer, 10);
    check_equal("children", 1, observe_children(server->pid, children));
    check(kill(children[0], SIGKILL) == 0, "expected the child to be there");
    expect_cut_off(peer, UNCOUNTED, OPERATION_MS);
    await_the_end_of_children(server);
}

/* It says that it cannot accept; see D4d. */
static void let_it_run_out(struct server *server)
{
    allow_descriptors(server, server->baseline.descriptors);
    if (trial_is_of(server->trial, "IT")) {
        ping(server);
        invariants_settle(server);
    }

    struct peer *peer = connect_client(server);

    say(peer, 10);
    expect_silence(peer, SPEECHLESS_MS);
    allow_descriptors(server, FEW_DESCRIPTORS);
    expect(peer, 10);
    leave(peer);
}

/* It has something to say, and no room to say it in. */
void case_l10(struct trial *trial)
{
    struct server *server = start_server_in(trial, &(struct setting){ .unread = true });

    if (trial_is_of(trial, "F"))
        kill_its_child(server);
    else
        let_it_run_out(server);
    ping(server);
}
