/* cases_pressure.c - section C: clients that do not read, and servers that only wait. */
#include "cases.h"
#include "clock.h"
#include "verbs.h"

#include <sys/ioctl.h>

enum {
    PINGS = 100,
    SLOW_WRITERS = 200,
    STALLED = 200,
    STALLED_QUICK = 50,
    BLOCKED_MS = 20,
    LATE_MS = 100,
    IDLE_CLIENTS = 100,
    WATCH_MS = 300,
    CPU_PERCENT = 3,
    SEND_BUFFER = 16384
};

/* 96 MiB. */
static const uint64_t more_than_kernels_hold = 100663296;

/* Says until the server takes no more, and hears nothing. */
static struct peer *connect_silent_reader(struct server *server)
{
    struct peer *reader = connect_client(server);

    fill_up(reader, more_than_kernels_hold, server->trial->full ? 1000 : 100);
    check(reader->sent < more_than_kernels_hold,
          "expected the server to stop reading, saw it take %d MiB", 96);
    return reader;
}

static uint64_t memory_limit_kib(const struct trial *trial)
{
    if (trial_is_of(trial, "F") || !trial_is_ours(trial))
        return 2 * KIB;
    return trial_is_of(trial, "T") ? 1 * KIB : 256;
}

void case_c1(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    uint64_t before_kib = observe_memory_kib(server->pid);
    struct peer *reader = connect_silent_reader(server);

    if (server_is_weighed(server))
        check_between("memory in KiB beside a reader that does not read", 0,
                      before_kib + memory_limit_kib(trial), observe_memory_kib(server->pid));
    leave(reader);
}

/* A newcomer's replies come within 100 ms; one in a hundred may be late on a busy machine. */
static void expect_prompt_service(struct server *server)
{
    struct peer *other = connect_client(server);
    unsigned late = 0;

    for (unsigned i = 0; i < PINGS; i++) {
        uint64_t start_ns = clock_now_ns();

        say(other, 64);
        expect(other, 64);
        late += elapsed_ms(start_ns) > patience_ms(LATE_MS);
    }
    check_between("of 100 replies, those later than 100 ms", 0, 1, late);
    leave(other);
}

void case_c2(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *reader = connect_silent_reader(server);

    expect_prompt_service(server);
    leave(reader);
}

/* Each says a byte now and then, too little to be called idle. */
void case_c5(struct trial *trial)
{
    static struct peer *slow[SLOW_WRITERS];
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < SLOW_WRITERS; i++)
        slow[i] = connect_client(server);
    for (unsigned times = 0; times < 2; times++) {
        for (size_t i = 0; i < SLOW_WRITERS; i++)
            say(slow[i], 1);
        expect_prompt_service(server);
    }
}

void case_c3(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *reader = connect_silent_reader(server);

    half_close(reader);
    expect(reader, reader->sent);
    expect_hang_up(reader);
}

/* Room to send is waited for once, and not for ever. */
void case_c6_written(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=16384");
    struct peer *peer = connect_narrow_client(server);

    fill_up(peer, 64 * MIB, 50);
    check(peer->sent < 64 * MIB, "expected the server to stop reading, saw it take %d MiB", 64);
    expect(peer, peer->sent);
    expect_rest(server, WATCH_MS, CPU_PERCENT);
}

/* A forgotten interest in writing, or a poll without a timeout, spins where nobody looks. */
void case_c6(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    for (unsigned i = 0; i < IDLE_CLIENTS; i++) {
        struct peer *peer = connect_client(server);

        /* An iterative server has one client, and the others in its backlog. */
        if (i > 0 && trial_is_of(trial, "I"))
            continue;
        say(peer, 1);
        expect(peer, 1);
    }
    expect_rest(server, WATCH_MS, CPU_PERCENT);
}

/* A buffer, and what a model keeps besides. */
static uint64_t memory_per_stalled_kib(const struct trial *trial)
{
    if (trial_is_of(trial, "F"))
        return 512;
    return trial_is_of(trial, "T") ? 96 : 65;
}

/* Kernels would give each of them megabytes, were the server not told what is enough. Whoever
 * is served beside them may have as much. */
void case_c4(struct trial *trial)
{
    static struct peer *stalled[STALLED];
    struct server *server = start_server(trial, "--sndbuf=16384 --rcvbuf=16384");
    const size_t count = trial->full ? STALLED : STALLED_QUICK;
    uint64_t before_kib = observe_memory_kib(server->pid);

    for (size_t i = 0; i < count; i++) {
        stalled[i] = connect_narrow_client(server);
        fill_up(stalled[i], more_than_kernels_hold, BLOCKED_MS);
    }
    expect_prompt_service(server);
    if (!observe_sanitizer(server->pid))
        check_between("memory in KiB beside many readers that do not read", 0,
                      before_kib + (count + 1) * memory_per_stalled_kib(trial),
                      observe_memory_kib(server->pid));
    for (size_t i = 0; i < count; i++) {
        half_close(stalled[i]);
        expect(stalled[i], stalled[i]->sent);
        expect_hang_up(stalled[i]);
    }
}

/* A connection through a file inherits nothing from the socket that listens. Counted in the
 * client's queue; the kernel doubles what it is told, for its own use. */
void case_c7(struct trial *trial)
{
    struct server *server = start_server(trial, "--sndbuf=16384");
    struct peer *reader = connect_silent_reader(server);
    int waiting = 0;

    check_equal("ioctl(FIONREAD)", 0, ioctl(reader->fd, FIONREAD, &waiting));
    check_between("bytes answered ahead of who does not read", 1, UINT64_C(2) * SEND_BUFFER,
                  (uint64_t)waiting);
    leave(reader);
}
