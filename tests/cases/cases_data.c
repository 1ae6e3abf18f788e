/* cases_data.c - section A: what is said comes back, all of it, in order, and nothing else. */
#include "cases.h"
#include "clock.h"
#include "verbs.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum {
    CROWD = 64,
    CROWD_BRIEF = 8,
    BYTE_VALUES = 256,
    HUNDRED = 100,
    BURSTS = 50,
    HELD_BACK_MS = 20, /* half of what delays an acknowledgement */
    MOST_HELD_BACK = 35,
    PAIRS = 20,
    MOST_PAIRS_HELD_BACK = 15,
    WORK_US = 3000 /* both tasks have arrived before the first is done */
};

void case_a1(struct trial *trial)
{
    const uint64_t sizes[] = { 1, 2, 4095, 4096, 4097, 65535, 65536, 65537, MIB };
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct peer *peer = connect_client(server);

        converse(&peer, 1,
                 &(struct manner){ .count = sizes[i],
                                   .say_min = sizes[i],
                                   .say_max = sizes[i],
                                   .hear_min = 64 * KIB,
                                   .hear_max = 64 * KIB,
                                   .finishes = true });
        leave(peer);
    }
}

void case_a2(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    converse(&peer, 1,
             &(struct manner){ .count = (trial->full ? 100ULL : 10ULL) * 1000 * 1000,
                               .say_min = 1,
                               .say_max = 128 * KIB,
                               .hear_min = 1,
                               .hear_max = 64 * KIB });
    leave(peer);
}

/* Whether the kernel acknowledges what comes at once, or with what it has to send, as usual. */
static void acknowledge(const struct peer *peer, int at_once)
{
    if (peer->server->trial->transport == TCP)
        check(setsockopt(peer->fd, IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once) == 0,
              "expected to choose how to acknowledge, saw: %s", strerror(errno));
}

/* Says single bytes, and returns how long it takes until all have come back. */
static uint64_t exchange_burst(struct peer *peer, bool promptly)
{
    uint64_t start_ns = clock_now_ns();

    acknowledge(peer, promptly);
    for (unsigned byte = 0; byte < HUNDRED; byte++)
        say(peer, 1);
    for (uint64_t heard = 0; heard < HUNDRED;) {
        check(peer_wait(peer, POLLIN, OPERATION_MS),
              "expected %d bytes back, saw silence after %d", HUNDRED, (int)heard);
        heard += hear_some(peer, HUNDRED - heard);
        if (promptly)
            acknowledge(peer, true);
    }
    return clock_now_ns() - start_ns;
}

/* How many of so many exchanges take longer unless each reply is acknowledged at once. What
 * noise does to every other one, it does to those between, too. */
static unsigned count_held_back(struct peer *peer, uint64_t (*exchange)(struct peer *, bool),
                                unsigned times)
{
    unsigned held_back = 0;

    for (unsigned i = 0; i < times; i++) {
        uint64_t usual_ns = exchange(peer, false);
        uint64_t prompt_ns = exchange(peer, true);

        held_back += usual_ns > prompt_ns + (uint64_t)HELD_BACK_MS * NS_PER_MS;
    }
    return held_back;
}

/* A server that leaves Nagle's algorithm on holds bytes back until the ones before have been
 * acknowledged, for which a kernel takes its time: 40 ms. */
void case_a3(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);
    unsigned held_back = count_held_back(peer, exchange_burst, BURSTS);

    if (trial_is_ours(trial))
        check_between("of 50 bursts, those held back until acknowledged", 0, MOST_HELD_BACK,
                      held_back);
    leave(peer);
}

/* Says two tasks, and returns how long it takes until both have come back. */
static uint64_t exchange_pair(struct peer *peer, bool promptly)
{
    uint64_t start_ns = clock_now_ns();

    acknowledge(peer, promptly);
    for (unsigned i = 0; i < 2; i++)
        say_task(peer, TASK_BLOCK, WORK_US);
    for (unsigned i = 0; i < 2; i++) {
        expect_task(peer, TASK_BLOCK, WORK_US);
        acknowledge(peer, promptly);
    }
    return clock_now_ns() - start_ns;
}

/* As A3, and not by chance: between two small replies the client says nothing that would
 * acknowledge the first, so each second one is held back. */
void case_a3_pairs(struct trial *trial)
{
    struct server *server = start_server(trial, "--service=task --max-task=3000");
    struct peer *peer = connect_client(server);
    unsigned held_back = count_held_back(peer, exchange_pair, PAIRS);

    check_between("of 20 pairs, those held back until acknowledged", 0, MOST_PAIRS_HELD_BACK,
                  held_back);
    leave(peer);
}

/* Servers that read once per edge-triggered event stop after their first buffer. */
void case_a4(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    converse(&peer, 1,
             &(struct manner){ .count = MIB,
                               .say_min = MIB,
                               .say_max = MIB,
                               .hear_min = 4 * KIB,
                               .hear_max = 16 * KIB,
                               .pause_us = 100,
                               .reluctant = true });
    leave(peer);
}

/* That the server stops taking bytes is the proof that it could not send all it had at once:
 * it reads up to 64 KiB at a time, and there is room for far less. */
void case_a5(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=4096");
    struct peer *peer = connect_narrow_client(server);
    uint64_t most = 64 * MIB;
    uint64_t more = trial->full ? 4 * MIB : 256 * KIB;

    fill_up(peer, most, 50);
    check(peer->sent < most, "expected the server to stop taking bytes, saw it take %d MiB",
          64);
    converse(&peer, 1,
             &(struct manner){ .count = peer->sent + more,
                               .say_min = 1,
                               .say_max = 8 * KIB,
                               .hear_min = 1 * KIB,
                               .hear_max = trial->full ? 1 * KIB : 32 * KIB,
                               .pause_us = trial->full ? 5000 : 0 });
    leave(peer);
}

static void half_close_after(struct trial *trial, const uint64_t sizes[], size_t count)
{
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < count; i++) {
        struct peer *peer = connect_client(server);

        converse(&peer, 1,
                 &(struct manner){ .count = sizes[i],
                                   .say_min = 64 * KIB,
                                   .say_max = 64 * KIB,
                                   .hear_min = 64 * KIB,
                                   .hear_max = 64 * KIB,
                                   .reluctant = true,
                                   .finishes = true });
        leave(peer);
        invariants_settle(server);
    }
    invariants_check(trial);
    server_forget_all(trial);
}

/* The end of the input is there long before the server can have sent all of its answer. */
static void half_close_before_the_answer(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=16384");
    struct peer *peer = connect_narrow_client(server);

    say(peer, 100 * KIB);
    leave(peer);
    invariants_settle(server);
}

void half_close_every_size(struct trial *trial)
{
    const uint64_t sizes[] = { 64 * KIB, 500 * KIB, 2 * MIB };

    half_close_after(trial, sizes, sizeof sizes / sizeof *sizes);
}

void case_a6(struct trial *trial)
{
    half_close_every_size(trial);
    if (trial_is_ours(trial))
        half_close_before_the_answer(trial);
}

void case_a7(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    half_close(peer);
    expect_end_as(peer, LEFT, 1000);
}

/* Who is waited for has certainly come, however short the backlog is. */
static struct peer *come_and_greet(struct server *server)
{
    struct peer *peer = connect_client(server);

    say(peer, 1);
    expect(peer, 1);
    return peer;
}

static void talk(struct peer **peers, size_t crowd, const struct manner *manner)
{
    converse(peers, crowd, manner);
    for (size_t i = 0; i < crowd; i++)
        leave(peers[i]);
}

static void talk_all_at_once(struct server *server, size_t crowd, const struct manner *manner)
{
    struct peer *peers[CROWD];

    for (size_t i = 0; i < crowd; i++)
        peers[i] = crowd < CROWD ? come_and_greet(server) : connect_client(server);
    talk(peers, crowd, manner);
}

/* All of them are there before the server sees the first. */
static void talk_after_a_rush(struct server *server, const struct manner *manner)
{
    struct peer *peers[CROWD];

    send_signal(server, SIGSTOP);
    for (size_t i = 0; i < CROWD; i++)
        peers[i] = connect_client(server);
    send_signal(server, SIGCONT);
    talk(peers, CROWD, manner);
}

static void talk_one_by_one(struct server *server, size_t crowd, const struct manner *manner)
{
    for (size_t i = 0; i < crowd; i++) {
        struct peer *peer = connect_client(server);

        converse(&peer, 1, manner);
        leave(peer);
    }
}

void case_a8(struct trial *trial)
{
    struct server *server = start_server(trial, trial_is_ours(trial) ? "--sndbuf=16384" : "");
    size_t crowd = trial->brief ? CROWD_BRIEF : CROWD;
    struct manner manner = { .count = trial->full ? MIB : 256 * KIB,
                             .say_min = 1,
                             .say_max = 8 * KIB,
                             .hear_min = 1,
                             .hear_max = 8 * KIB };

    if (trial_is_of(trial, "I")) {
        talk_one_by_one(server, crowd, &manner);
        return;
    }
    if (!trial_is_ours(trial)) {
        talk_all_at_once(server, crowd, &manner);
        return;
    }
    talk_after_a_rush(server, &manner);
    /* Now the server has the answers to many of them on its hands at the same time. */
    manner.reluctant = true;
    talk_after_a_rush(server, &manner);
}

/* In the Turkish locale toupper('i') is not 'I', and Latin ones have letters above 0x7f. Where
 * the locale is not installed, this proves nothing; tests/mutants/run brings it along
 * (LOCPATH). */
static void raise_in_locale(struct trial *trial, const char *locale)
{
    unsigned char bytes[BYTE_VALUES];

    (void)setenv("LC_ALL", locale, 1);

    struct server *server = start_server(trial, "--service=upper");
    struct peer *peer = connect_client(server);

    for (unsigned i = 0; i < BYTE_VALUES; i++)
        bytes[i] = (unsigned char)i;
    say_bytes(peer, bytes, sizeof bytes);
    for (unsigned i = 'a'; i <= 'z'; i++)
        bytes[i] = (unsigned char)(i - 'a' + 'A');
    expect_bytes(peer, bytes, sizeof bytes);
    for (unsigned size = 1; size <= BYTE_VALUES; size++)
        say(peer, size);
    leave(peer);
}

static void raise_datagrams_in_locale(struct trial *trial, const char *locale)
{
    (void)setenv("LC_ALL", locale, 1);

    struct server *server = start_server(trial, "--service=upper");
    struct peer *peer = connect_client(server);

    for (unsigned size = 0; size <= BYTE_VALUES; size += 16) {
        say_datagram(peer, size);
        expect_datagram(peer, size);
    }
}

void case_a9(struct trial *trial)
{
    static const char *const locales[] = { "C", "tr_TR.UTF-8", "tr_TR.ISO-8859-9" };

    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        if (trial->transport & DATAGRAMS)
            raise_datagrams_in_locale(trial, locales[i]);
        else
            raise_in_locale(trial, locales[i]);
        invariants_check(trial);
        server_forget_all(trial);
    }
}
