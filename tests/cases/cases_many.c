/* cases_many.c - sections A and D: more of everything, for as long as it takes. The quick sizes
 * show that the cases work; the full ones show what only much of it brings to light. */
#include "cases.h"
#include "verbs.h"

#include <sys/resource.h>
#include <unistd.h>

enum {
    CLIENTS = 10000,
    CLIENTS_QUICK = 2000,
    CONNECTIONS = 1000000,
    CONNECTIONS_FORKING = 200000,
    CONNECTIONS_QUICK = 2000,
    AT_ONCE = 8,
    SPARE = 200,
    LONGEST_S = 3600
};

static const uint64_t ten_gigabytes = 10ULL * 1000 * 1000 * 1000;
static const uint64_t hundred_megabytes = 100ULL * 1000 * 1000;

/* A trial has a minute or five; here it is the amount that counts. */
static void take_your_time(const struct trial *trial)
{
    if (trial->full)
        (void)alarm((unsigned)(patience_ms(LONGEST_S * 1000ULL) / 1000));
}

void case_a10(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *peer = connect_client(server);

    take_your_time(trial);
    converse(&peer, 1,
             &(struct manner){ .count = trial->full ? ten_gigabytes : hundred_megabytes,
                               .say_min = 1,
                               .say_max = MIB,
                               .hear_min = 1,
                               .hear_max = MIB });
    leave(peer);
}

static void need_descriptors(size_t clients)
{
    struct rlimit limits;

    if (getrlimit(RLIMIT_NOFILE, &limits) == 0 && limits.rlim_cur < clients + SPARE)
        skip("%zu descriptors are needed and %llu allowed: ulimit -n", clients + SPARE,
             (unsigned long long)limits.rlim_cur);
}

static void exchange(struct peer *peers[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        say(peers[i], 10);
    for (size_t i = 0; i < count; i++)
        expect(peers[i], 10);
}

/* They come, and stay until all are there. */
void case_d16(struct trial *trial)
{
    static struct peer *peers[CLIENTS];
    const size_t count = trial->full ? CLIENTS : CLIENTS_QUICK;

    need_descriptors(count);

    struct server *server = start_server(trial, "");

    take_your_time(trial);
    for (size_t i = 0; i < count; i++)
        peers[i] = connect_client(server);
    exchange(peers, count);
    for (size_t i = 0; i < count; i++)
        leave(peers[i]);
}

static size_t connections(const struct trial *trial)
{
    if (!trial->full)
        return CONNECTIONS_QUICK;
    return trial_is_of(trial, "F") ? CONNECTIONS_FORKING : CONNECTIONS;
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

/* What would leak in a million is nothing after the first ten thousand. */
void case_d17(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    size_t count = connections(trial);

    take_your_time(trial);
    come_and_go(server, count / 4);
    invariants_settle(server);

    uint64_t before_kib = observe_memory_kib(server->pid);

    come_and_go(server, count - count / 4);
    invariants_settle(server);
    if (!observe_sanitizer(server->pid))
        check_between("memory in KiB after many clients", 0, before_kib + 64,
                      observe_memory_kib(server->pid));
}
