/* life.c - one life of a server under mixed load. */
#include "life.h"

#include "clock.h"
#include "verbs.h"

#include "ends.h"
#include "pulse.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>

enum {
    MOST_LOADS = 4,
    MOST_SAMPLES = 4096,
    LOOK_MS = 1000,
    SPOKEN = 16 * 1024,
    CROWD = 64,
    STUCK_LOOKS = 100,
    FLOOD_S = 2,
    WARM_UP = 3 /* rounds: pools, stacks and code are touched for the first time */
};

/* Some 500 messages and 200 connections a second: enough to get at every path again and again,
 * and so little that seven servers and their clients share a fifth of a CPU. An iterative
 * server serves one client after another, so none of its may stay. */
enum { STAYERS = 2 }; /* the first of several: they connect once, and are served to the end */

static const char *const several[] = {
    "--connections=8 --rate=400 --idle=10 --size=1KiB-4KiB",
    "--connections=1 --rate=10 --size=256KiB",
    "--connections=2 --rate=100 --churn=1 --size=64-2KiB",
    "--connections=1 --rate=5 --stall=1:reader --stall=1:writer --stall=1:mute --stall=1:reset",
};

static const char *const one_by_one[] = {
    "--connections=2 --rate=20 --arrivals=uniform --churn=2 --size=64-2KiB",
    "--connections=1 --rate=2 --arrivals=uniform --churn=1 --size=256KiB",
    "--connections=1 --rate=5 --arrivals=uniform --churn=2 --size=1KiB-4KiB",
    "--rate=2 --arrivals=uniform --churn=1 --stall=1:reader --stall=1:mute --stall=1:reset",
};

/* A closed loop: answers of forked children may overtake each other. */
static const char *const datagrams[] = {
    "--connections=8 --think=20ms --size=64-1KiB",
    "--connections=2 --think=200ms --size=1KiB-8KiB",
};

struct crowd {
    const char *const *orders;
    size_t count, stayers;
    struct load loads[MOST_LOADS];
};

static struct crowd choose(const struct trial *trial, enum mood mood)
{
    const bool alone = trial_is_of(trial, "I");
    struct crowd crowd = { .orders = alone ? one_by_one : several,
                           .count = mood == CALM ? 3 : 4,
                           .stayers = alone ? 0 : STAYERS };

    if (trial->transport & DATAGRAMS) {
        crowd.orders = datagrams;
        crowd.count = sizeof datagrams / sizeof *datagrams;
    }
    return crowd;
}

static void start(struct crowd *crowd, const struct server *server, unsigned seconds)
{
    for (size_t i = 0; i < crowd->count; i++)
        load_start(&crowd->loads[i], server, crowd->orders[i], seconds);
}

static void collect(struct crowd *crowd, unsigned seconds, struct tally *tally)
{
    for (size_t i = 0; i < crowd->count; i++) {
        const uint64_t before = tally->missing + tally->failed;

        load_collect(&crowd->loads[i], seconds, tally);
        if (i < crowd->stayers)
            tally->missed_by_stayers += tally->missing + tally->failed - before;
    }
}

/* One more, who half-closes with its last byte and has to get it all. */
static void converse_once(struct server *server)
{
    struct peer *peer = connect_client(server);

    if (server->trial->transport & DATAGRAMS) {
        say_datagram(peer, KIB);
        expect_datagram(peer, KIB);
        peer_close(peer, LEFT);
        return;
    }
    say(peer, SPOKEN);
    leave(peer);
}

static void keep_most(unsigned *most, unsigned seen)
{
    if (seen > *most)
        *most = seen;
}

static void look(const struct server *server, struct memories *memories)
{
    const struct census now = observe_census(server->pid);
    const uint64_t kib = observe_memory_kib(server->pid);

    keep_most(&memories->descriptors, now.descriptors);
    keep_most(&memories->threads, now.threads);
    keep_most(&memories->children, now.children);
    if (kib > memories->peak_kib)
        memories->peak_kib = kib;
}

static void watch(struct server *server, uint64_t ms, struct memories *memories)
{
    const uint64_t start_ns = clock_now_ns();

    while (elapsed_ms(start_ns) < ms) {
        look(server, memories);
        converse_once(server);
        pause_us(LOOK_MS * 1000ULL);
    }
}

static void live_round(struct server *server, const struct manner_of_life *manner,
                       struct memories *memories, struct tally *tally)
{
    struct crowd crowd = choose(server->trial, manner->mood);
    const uint64_t half_ms = manner->round_s * 500ULL;

    start(&crowd, server, manner->round_s);
    watch(server, half_ms, memories);
    if (manner->mood == ROUGH) {
        memories->shed += pulse_descriptors(server);
        memories->pulses++;
    }
    watch(server, half_ms, memories);
    collect(&crowd, manner->round_s, tally);
    invariants_settle(server);
    memories->rounds++;
}

/* Everybody is talking: what they miss is theirs, what they got has to be right. */
static void live_cut_round(struct server *server, const struct manner_of_life *manner,
                           struct memories *memories, struct tally *tally)
{
    struct crowd crowd = choose(server->trial, manner->mood);

    start(&crowd, server, manner->round_s);
    watch(server, manner->round_s * 500ULL, memories);
    ends_leave(server);
    collect(&crowd, manner->round_s, tally);
    memories->rounds++;
}

/* Talks until nobody has been able to say anything for STUCK_LOOKS milliseconds. */
static void fill_up_all(struct peer *const peers[CROWD])
{
    for (unsigned stuck = 0; stuck < STUCK_LOOKS; stuck++) {
        for (unsigned i = 0; i < CROWD; i++)
            if (say_some(peers[i], MIB) > 0)
                stuck = 0;
        pause_us(1000);
    }
}

/* None of them reads, so each holds a thread, if it has one, and a buffer full of bytes. */
static void crowd_in(struct server *server)
{
    struct peer *peers[CROWD];

    for (unsigned i = 0; i < CROWD; i++)
        peers[i] = connect_narrow_client(server);
    fill_up_all(peers);
    for (unsigned i = 0; i < CROWD; i++)
        leave(peers[i]);
}

/* More at once could be more than a socket's buffer holds, and then the server's counters would
 * miss some. */
static void flood_with_datagrams(const struct server *server, struct tally *tally)
{
    struct load load;

    load_start(&load, server, "--connections=8 --size=8KiB", FLOOD_S);
    load_collect(&load, FLOOD_S, tally);
}

/* Buffers and stacks are kept for the next client, as many as were ever needed at once, up to a
 * limit. So more of them than will ever come again are made to be needed first: what grows from
 * there on is a leak, and not a cache that fills as chance has it. */
static void fill_caches(struct server *server, struct tally *tally)
{
    if (server->trial->transport & DATAGRAMS)
        flood_with_datagrams(server, tally);
    else if (!trial_is_of(server->trial, "I"))
        crowd_in(server);
}

/* Rounds until the end has come, and the memory at the end of each. */
static void live_rounds(struct server *server, const struct manner_of_life *manner,
                        struct memories *memories, struct tally *tally)
{
    static struct sample samples[MOST_SAMPLES];
    const uint64_t born_ns = clock_now_ns();
    size_t count = 0, rounds = 0;

    fill_caches(server, tally);
    do {
        live_round(server, manner, memories, tally);
        if (++rounds <= WARM_UP || count == MOST_SAMPLES)
            continue;
        samples[count++] = (struct sample){ (double)elapsed_ms(born_ns) / 60e3,
                                            (double)observe_resident_kib(server->pid) };
    } while (clock_now_ns() < manner->end_ns);
    slope_add_life(&memories->slope, samples, count);
    if (count > 0) {
        memories->rest_first_kib = samples[0].value;
        memories->rest_last_kib = samples[count - 1].value;
    }
}

/* What was missed because the server had left is no failure of its. */
static void add_up(struct tally *all, const struct tally *tally, enum mood mood)
{
    all->requests += tally->requests;
    all->connections += tally->connections + tally->strangers;
    all->received += tally->received;
    all->datagrams_received += tally->datagrams_received;
    all->wrong += tally->wrong;
    all->missing += mood == CUT ? 0 : tally->missing;
    all->failed += mood == CUT ? 0 : tally->failed;
}

/* With few places for datagrams a flood takes them all, and no later one finds a new height. */
static const char *options_for(const struct trial *trial)
{
    if (trial->transport & DATAGRAMS)
        return "--max-clients=4";
    return trial_is_of(trial, "I") ? "--idle-timeout=0.5" : "";
}

void life_live(struct trial *trial, const struct manner_of_life *manner,
               struct memories *memories)
{
    struct tally tally = { 0 };

    trial->transport = manner->transport;

    struct server *server = start_server(trial, options_for(trial));

    if (manner->mood == CUT) {
        live_cut_round(server, manner, memories, &tally);
    } else {
        live_rounds(server, manner, memories, &tally);
        ends_leave(server);
    }
    load_add_peers(server, &tally);
    ends_compare(server, manner->mood, &tally);
    add_up(&memories->tally, &tally, manner->mood);
    memories->lives++;
    server_forget_all(trial);
}
