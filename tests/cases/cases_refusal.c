/* cases_refusal.c - sections D and N: the kernel says no, and a server has to live with it. */
#include "answer.h"
#include "cases.h"
#include "fault_shim.h"
#include "tool.h"
#include "verbs.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TEXT = 128,
    REFUSALS = 2,
    CROWD = 30,
    PROCESSES = 4,
    SPARE_KIB = 2048,
    MOST_MIB = 96,
    BLOCKED_MS = 50,
    WATCH_US = 300000,
    MOST_CALLS = 20,
    PLACES = 2,
    TURNED_AWAY = 20,
    NAP_US = 120000,
    SEEN_OFF = 64,
    UNDER_WAY = 4,
    TOO_MANY = SEEN_OFF + 40,
    FLOODERS = 3,
    EXCHANGES = 50
};

/* libuv gives those up for whom it has no descriptor; everybody else lets them wait. */
static bool sheds(const struct trial *trial, const char *name)
{
    return trial_is_of(trial, "U") &&
           (strcmp(name, "EMFILE") == 0 || strcmp(name, "ENFILE") == 0);
}

static void accept_with(struct server *server, const char *name)
{
    char faults[TEXT];

    (void)snprintf(faults, sizeof faults, "accept4:error=%s:when=1..%d", name, REFUSALS);

    struct process injector = inject(server, faults);
    struct peer *peer = connect_client(server);

    say(peer, 10);
    if (sheds(server->trial, name) && await_answer(peer) == ANSWER_END)
        expect_cut_off(peer, SHED, 0);
    else
        leave(peer);
    ping(server);
    end_injection(server, injector);
}

/* As long as the error lasts the server tries again now and then: who does so at once makes
 * thousands of calls in this time, and on the busiest machine more than these. He half-closes
 * so that one who is let in after all keeps nobody from accept(). */
static void fail_to_accept_for_long(struct server *server, const char *name)
{
    char faults[TEXT];

    (void)snprintf(faults, sizeof faults, "accept4:error=%s:when=1+", name);

    struct process injector = inject(server, faults);
    struct peer *peer = connect_client(server);

    say(peer, 10);
    half_close(peer);
    pause_us(WATCH_US);

    size_t calls = count_injections(injector);

    end_injection(server, injector);
    check_between("calls of accept() that failed within 0.3 s", 0, MOST_CALLS, calls);
    leave(peer);
}

void case_d5(struct trial *trial)
{
    static const char *const names[] = { "EMFILE",       "ENFILE", "ENOBUFS", "ENOMEM",
                                         "ECONNABORTED", "EPROTO", "EPERM",   "EINTR",
                                         "EHOSTUNREACH", "EAGAIN" };
    struct server *server = start_server(trial, "");

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        accept_with(server, names[i]);
    /* libuv tries again at once: it can neither leave its door nor wait. */
    if (trial_is_of(trial, "U"))
        return;
    fail_to_accept_for_long(server, "ENFILE");
    fail_to_accept_for_long(server, "ENOBUFS");
}

/* Whom libuv has let in is told, even if there is no descriptor by which to see him off. */
void case_d6_copy(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=1");
    struct peer *served = connect_client(server);

    say(served, 10);
    expect(served, 10);

    struct process injector = inject(server, "dup:error=EMFILE:when=1");

    expect_refusal(connect_client(server));
    end_injection(server, injector);
    leave(served);
}

/* No child and no thread for the first two: they are told so. The call has two names. */
void case_d7(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct process injector = inject(server, "clone,clone3:error=EAGAIN:when=1..2");

    for (int i = 0; i < REFUSALS; i++) {
        struct peer *refused = connect_client(server);

        say(refused, 1000);
        expect_refusal(refused);
    }
    ping(server);
    end_injection(server, injector);
    expect_complaint(server, "Resource temporarily unavailable");
}

/* So many come and stay that some have to be refused, with a reason; when one of those leaves
 * who are served, there is room again. */
static void fill_to_the_limit(struct server *server)
{
    struct peer *peers[CROWD];
    struct peer *served = NULL;
    unsigned refused = 0;

    for (size_t i = 0; i < CROWD; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 1000);
        if (await_answer(peers[i]) != ANSWER_ECHO) {
            expect_refusal(peers[i]);
            refused++;
            continue;
        }
        expect(peers[i], 1000);
        served = peers[i];
    }
    check_between("clients refused, of 30", 1, CROWD - 1, refused);
    leave(served);
    for (size_t i = 0; i < CROWD; i++)
        if (peers[i]->ending == STILL_HERE) {
            say(peers[i], 10);
            leave(peers[i]);
        }
    leave(get_the_free_place(server));
}

void case_d7_processes(struct trial *trial)
{
    struct setting limited = { .processes = PROCESSES, .options = "--version" };

    check(chmod(trial->directory, 0777) == 0, "expected to open a folder to all, saw: %s",
          strerror(errno));
    if (run_server(trial, &limited).status == SPAWN_CANNOT_EXECUTE)
        skip("no other user may execute %s", trial->program);
    limited.options = "";
    fill_to_the_limit(start_server_in(trial, &limited));
}

static void limit_address_space(const struct server *server, rlim_t kib)
{
    const struct rlimit space = { .rlim_cur = kib * KIB, .rlim_max = RLIM_INFINITY };

    check(prlimit(server->pid, RLIMIT_AS, &space, NULL) == 0,
          "expected to limit the server's address space, saw: %s", strerror(errno));
}

/* Room for a few clients more, and no more address space than that. */
void case_d7_memory(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    if (observe_sanitizer(server->pid))
        skip("a sanitizer takes terabytes of address space");
    limit_address_space(server, observe_address_space_kib(server->pid) + SPARE_KIB);
    fill_to_the_limit(server);
}

/* Whoever does not read keeps the only buffer that is left; the address space ends before there
 * is another one, and in each round a little later: at a stack, a buffer, a list entry. */
void case_d7_buffer(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct peer *reader = connect_client(server);

    if (observe_sanitizer(server->pid))
        skip("a sanitizer takes terabytes of address space");
    fill_up(reader, MOST_MIB * MIB, BLOCKED_MS);
    for (rlim_t spare_kib = 0; spare_kib < SPARE_KIB / 4; spare_kib += SPARE_KIB / 64) {
        limit_address_space(server, observe_address_space_kib(server->pid) + spare_kib);

        struct peer *peer = connect_client(server);

        say(peer, 1000);
        if (await_answer(peer) == ANSWER_ECHO)
            leave(peer);
        else
            expect_refusal(peer);
        limit_address_space(server, RLIM_INFINITY / KIB);
        ping(server);
    }
    leave(reader);
}

static void check_childrens_sockets(const struct server *server)
{
    static pid_t children[OBSERVE_CHILDREN];
    unsigned count = observe_children(server->pid, children);
    uint64_t inodes[TURNED_AWAY];

    for (unsigned i = 0; i < count; i++)
        check_equal("sockets of a child", 1, observe_sockets(children[i], inodes, TURNED_AWAY));
}

static void expect_descriptors(const struct server *server, unsigned most)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    unsigned seen;

    while ((seen = observe_census(server->pid).descriptors) > most &&
           remaining_ms(deadline) > 0)
        pause_us(1000);
    check_between("descriptors after all who were refused hung up", 0, most, seen);
}

/* Who is refused may take a while to hang up. A server that sleeps in accept() meanwhile has to
 * wake up for that, and no child may be born with what is none of its business. */
void case_d13(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=2");
    struct peer *refused[TURNED_AWAY];
    struct peer *first = get_the_free_place(server);
    struct peer *second = get_the_free_place(server);

    for (size_t i = 0; i < TURNED_AWAY; i++)
        refused[i] = connect_client(server);
    for (size_t i = 0; i < TURNED_AWAY; i++)
        check(peer_wait(refused[i], POLLIN, OPERATION_MS), "expected a refusal, saw silence");
    leave(first);
    first = get_the_free_place(server);
    check_childrens_sockets(server);
    pause_us(NAP_US);
    for (size_t i = 0; i < TURNED_AWAY; i++)
        expect_refusal(refused[i]);
    expect_descriptors(server,
                       server->baseline.descriptors + (trial_is_of(trial, "F") ? 0 : PLACES));
    leave(first);
    leave(second);
}

/* Somebody takes the only place; so many others are refused, one after another. */
static void refuse_all(struct server *server, struct peer *refused[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        refused[i] = connect_client(server);
        check(await_answer(refused[i]) == ANSWER_REFUSAL, "expected a refusal");
    }
}

/* Those who do not hang up are not waited for when there are more than 64 of them: also after
 * as many have come and gone. */
void case_d13_most(struct trial *trial)
{
    struct server *server = start_server(trial, "--max-clients=1");
    struct peer *refused[TOO_MANY];
    struct peer *served = get_the_free_place(server);

    for (size_t times = 0; times < 2; times++) {
        refuse_all(server, refused, TOO_MANY);
        check_between("descriptors beside many who were refused", 0,
                      server->baseline.descriptors + 1 + SEEN_OFF + UNDER_WAY,
                      observe_census(server->pid).descriptors);
        for (size_t i = 0; i < TOO_MANY; i++)
            expect_refusal(refused[i]);
        expect_descriptors(server, server->baseline.descriptors + 1);
    }
    leave(served);
}

/* Says all that its kernel takes; when the server has lost patience with him, nothing. */
static void flood(const struct peer *peer)
{
    static const char bytes[65536];

    while (send(peer->fd, bytes, sizeof bytes, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
        continue;
}

/* Counted, not timed: a loop has a round for each word of him who is served, and reads in that
 * once from him and once from each who was refused, whatever those have said. */
void case_d13_flood(struct trial *trial)
{
    struct faults *faults = faults_begin(trial);
    struct server *server = start_server(trial, "--max-clients=1 --rcvbuf=65536");
    struct peer *flooders[FLOODERS];
    struct peer *served = get_the_free_place(server);
    const int room = 65536; /* what is left in the end has to be taken before they are gone */

    refuse_all(server, flooders, FLOODERS);
    for (size_t i = 0; i < FLOODERS; i++)
        check(setsockopt(flooders[i]->fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room) == 0,
              "expected to set SO_SNDBUF, saw: %s", strerror(errno));

    uint64_t before = faults->receptions;

    for (unsigned i = 0; i < EXCHANGES; i++) {
        for (size_t j = 0; j < FLOODERS; j++)
            flood(flooders[j]);
        say(served, 10);
        expect(served, 10);
    }
    check_between("calls of recv() in 50 rounds", EXCHANGES, 2ULL * EXCHANGES * (1 + FLOODERS),
                  faults->receptions - before);
    for (size_t i = 0; i < FLOODERS; i++)
        expect_cut_off(flooders[i], REFUSED, OPERATION_MS);
    leave(served);
}
