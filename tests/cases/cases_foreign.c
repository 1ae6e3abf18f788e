/* cases_foreign.c - cases as they are put to servers that are not ours.
 *
 * Where ours promise how they run out (a pause, a refusal with a reason), any echo server owes
 * only that it is still there afterwards, and that whom it has begun to serve is served. Nor
 * can one count on a long backlog: a server that takes turns gets no crowd to wait in it. */
#include "cases_foreign.h"

#include "cases.h"
#include "subject.h"
#include "verbs.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

enum {
    RESETS = 25,
    MANY = 1100,
    NEEDED = 4096,
    SPARE_DESCRIPTORS = 32,
    MORE_THAN_SPARE = 120,
    WATCH_MS = 300,
    RETRY_US = 10000,
    CPU_PERCENT = 5,
    CHURN = 1000,
    CONNECTIONS = 100,
    SENTENCE = 10
};

static bool takes_turns(const struct trial *trial)
{
    return trial->model->letter == (char)LETTER_ONE_AT_A_TIME;
}

void foreign_b1(struct trial *trial)
{
    if (!takes_turns(trial)) {
        case_b1(trial);
        return;
    }

    struct server *server = start_server(trial, "");

    for (unsigned i = 0; i < RESETS; i++) {
        struct peer *rude = connect_client(server);

        say(rude, 1 * KIB);
        reset(rude);
        ping(server);
    }
}

/* The server may have hung up by now. */
static void say_if_heard(struct peer *peer)
{
    char bytes[SENTENCE];

    payload_fill(peer->key, 0, bytes, sizeof bytes);
    if (send(peer->fd, bytes, sizeof bytes, MSG_NOSIGNAL) > 0)
        peer->sent = sizeof bytes;
}

/* Comes and says something; NULL if there is no more room, not even in the backlog. */
static struct peer *come_and_speak(struct server *server)
{
    struct peer *peer = try_client(server, OPERATION_MS / 4);

    if (peer)
        say_if_heard(peer);
    return peer;
}

/* True if the peer's echo has come, and is right; false if there is none, or an end, or
 * something else than an echo, with which some servers turn clients away. */
static bool is_served(struct peer *peer, uint64_t ms)
{
    char bytes[SENTENCE];
    unsigned char right;

    if (peer->received > 0)
        return true;
    if (peer->sent == 0 || !peer_wait(peer, POLLIN, ms) ||
        recv(peer->fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT) != SENTENCE)
        return false;
    if (payload_difference(peer->key, 0, false, bytes, sizeof bytes, &right) < SENTENCE)
        return false;
    expect(peer, SENTENCE);
    return true;
}

/* Clients come until `most` are there or there is no more room, and are waited for as long as
 * all are served. Who gets no answer may be waiting, and so may all who come after. */
static size_t gather(struct server *server, struct peer *peers[], size_t most)
{
    size_t came = 0;
    bool served = true;

    while (came < most && (peers[came] = come_and_speak(server))) {
        served = is_served(peers[came], served ? OPERATION_MS : 0);
        came++;
    }
    return came;
}

/* Whoever has been served before is served once more; returns how many these are. */
static unsigned serve_again(struct peer *peers[], size_t count)
{
    unsigned served = 0;

    for (size_t i = 0; i < count; i++)
        if (is_served(peers[i], 0)) {
            say(peers[i], 1);
            expect(peers[i], 1);
            served++;
        }
    return served;
}

/* Those who were served get their end as well; the others just go. */
static void send_home(struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (peers[i]->received > 0)
            leave(peers[i]);
        else
            vanish(peers[i]);
    }
}

/* A select server that writes beyond its bit sets has often survived until here. */
void foreign_d3(struct trial *trial)
{
    static struct peer *peers[MANY];
    struct rlimit limits;

    if (getrlimit(RLIMIT_NOFILE, &limits) == 0 && limits.rlim_cur < NEEDED)
        skip("%d descriptors are needed and %llu allowed: ulimit -n", NEEDED,
             (unsigned long long)limits.rlim_cur);

    struct server *server = start_server_in(trial, &(struct setting){ .descriptors = NEEDED });
    size_t came = gather(server, peers, MANY);

    check_between("clients served in a crowd of 1100", 1, MANY, serve_again(peers, came));
    send_home(peers, came);
}

/* Within two seconds (T_MULT) somebody new is served: xinetd shuts its door for one. */
static void expect_recovery(struct server *server)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);

    for (;;) {
        struct peer *peer = come_and_speak(server);

        if (peer && is_served(peer, OPERATION_MS / 4)) {
            leave(peer);
            return;
        }
        if (peer)
            vanish(peer);
        check(remaining_ms(deadline) > 0, "expected to be served again, saw nobody served");
        pause_us(RETRY_US);
    }
}

static rlim_t change_descriptors(const struct server *server, rlim_t count)
{
    struct rlimit limits;
    bool changed = prlimit(server->pid, RLIMIT_NOFILE, NULL, &limits) == 0;
    rlim_t before = limits.rlim_cur;

    limits.rlim_cur = count;
    changed = changed && prlimit(server->pid, RLIMIT_NOFILE, &limits, NULL) == 0;
    check(changed, "expected to change the server's limit, saw: %s", strerror(errno));
    return before;
}

void foreign_d4(struct trial *trial)
{
    struct peer *peers[MORE_THAN_SPARE];
    struct server *server = start_server(trial, "");
    rlim_t before =
        change_descriptors(server, server->baseline.descriptors + SPARE_DESCRIPTORS);
    size_t came = gather(server, peers, MORE_THAN_SPARE);

    if (trial_is_strict(trial))
        expect_rest(server, WATCH_MS, CPU_PERCENT);
    check_between("clients served until descriptors ran out", SPARE_DESCRIPTORS / 4, came,
                  serve_again(peers, came));
    send_home(peers, came);
    expect_recovery(server);
    (void)change_descriptors(server, before);
}

/* It cannot even accept. Whoever comes then may wait, or be hung up on. */
void foreign_d4_door(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    rlim_t before = change_descriptors(server, server->baseline.descriptors);
    struct peer *peer = come_and_speak(server);

    if (trial_is_strict(trial))
        expect_rest(server, WATCH_MS, CPU_PERCENT);
    else
        pause_us(WATCH_MS * 1000ULL);
    (void)change_descriptors(server, before);
    if (peer)
        vanish(peer);
    expect_recovery(server);
}

static void come_and_go(struct server *server, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        ping(server);
    invariants_settle(server);
}

/* One by one: eight at once are more than some backlogs hold, and then each waits a second. */
void foreign_d10(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    come_and_go(server, CHURN / 4);

    uint64_t before_kib = observe_memory_kib(server->pid);

    come_and_go(server, CHURN);
    if (server_is_weighed(server))
        check_between("memory in KiB after many clients", 0, before_kib + 64,
                      observe_memory_kib(server->pid));
}

/* A server may keep children in reserve; how many, its baseline says. */
void foreign_e8(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    for (unsigned i = 0; i < CONNECTIONS; i++)
        ping(server);
    invariants_settle(server);
}
