/* cases_memory.c - section N, our own: each allocation in turn fails, and all of them do.
 *
 * After curl's torture tests: a program that has survived the failure of every allocation that
 * it makes, one at a time, handles all of them. */
#include "cases.h"
#include "fault_shim.h"
#include "spawn.h"
#include "verbs.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    SHALLOW = 25,
    START_MS = 5000,
    AT_ONCE = 3,
    CROWD = 10,
    WATCH_MS = 300,
    CPU_PERCENT = 5
};

/* What a program that has not started has said about it. */
static void check_confession(const struct process *process, int status, uint64_t number)
{
    char text[SERVER_TEXT] = "";
    ssize_t count = pread(process->complaints, text, sizeof text - 1, 0);
    const char *newline = strchr(text, '\n');

    check(status == 1 && count > 0 && newline && newline[1] == '\0',
          "allocation %u fails at the start: expected one line and status 1, saw status %d and "
          "'%s'",
          (unsigned)number, status, text);
}

/* Starts it, and stops it when it is ready; or sees it give up, which may be after it was: what
 * its model needs is made later. */
static void start_once(struct trial *trial, uint64_t number)
{
    char program[SERVER_TEXT];
    char address[SERVER_TEXT];
    char line[SERVER_TEXT];
    char *arguments[] = { program, address, NULL };

    (void)snprintf(program, sizeof program, "%s", trial->program);
    server_default_address(trial, address);

    struct process process = spawn(arguments, &(struct setting){ 0 });
    bool ready = spawn_read(process.output, '\n', START_MS, line) > 0;

    if (ready)
        (void)kill(process.pid, SIGTERM);

    int status = spawn_await(process.pid, START_MS);

    if (!ready || status != 0)
        check_confession(&process, status, number);
    if (trial->transport & LOCAL)
        check(access(strchr(address, ':') + 1, F_OK) < 0,
              "expected no socket file after the end, saw %s", address);
    close(process.output);
    close(process.complaints);
}

/* True if the allocation with the number asked for has been made, and has failed. */
static bool has_been_reached(const struct faults *faults, uint64_t before)
{
    return faults->refused > before;
}

/* A case in which every allocation was granted has shown nothing. */
static void check_refusals(const struct faults *faults)
{
    check_between("allocations that failed", 1, UINT64_MAX, faults->refused);
}

/* Who has one conversation in a process has made room for it before the first came. */
static void check_refusals_to_clients(const struct trial *trial, const struct faults *faults)
{
    if (!trial_is_of(trial, "IF"))
        check_refusals(faults);
}

void case_n18(struct trial *trial)
{
    struct faults *faults = faults_begin(trial);
    uint64_t before = 0;

    for (uint64_t number = 1; trial->full || number <= SHALLOW; number++) {
        before = faults->refused;
        faults->allocations = 0;
        faults->refuse = number;
        start_once(trial, number);
        if (!has_been_reached(faults, before))
            break;
    }
    check_refusals(faults);
}

/* Served, or refused with a reason. */
static void hear_either(struct peer *peer)
{
    char bytes[] = "ERR busy";

    check(peer_wait(peer, POLLIN, OPERATION_MS),
          "client %u: expected an echo or a refusal, saw silence", peer->number);
    if (recv(peer->fd, bytes, sizeof bytes - 1, MSG_PEEK | MSG_DONTWAIT) > 0 &&
        strcmp(bytes, "ERR busy") == 0)
        expect_refusal(peer);
    else
        leave(peer);
}

static void serve_or_refuse(struct server *server)
{
    struct peer *peers[AT_ONCE];

    for (size_t i = 0; i < AT_ONCE; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 1000);
        half_close(peers[i]);
    }
    for (size_t i = 0; i < AT_ONCE; i++)
        hear_either(peers[i]);
}

/* What a sanitizer does in each new thread needs memory of its own. */
static struct server *start_strong_server(struct trial *trial)
{
    struct server *server = start_server(trial, "");

    if (trial_is_of(trial, "T") && observe_sanitizer(server->pid))
        skip("a sanitizer ends the program when it has no memory for a thread");
    /* libuv's list of descriptors grows with them; where it cannot, libuv ends. */
    for (int i = 0; trial_is_of(trial, "U") && i < 2 * CROWD; i++)
        (void)connect_client(server);
    for (struct peer *peer = server->first; peer; peer = peer->next)
        if (peer->ending == STILL_HERE)
            leave(peer);
    invariants_settle(server);
    return server;
}

void case_n19(struct trial *trial)
{
    struct faults *faults = faults_begin(trial);
    struct server *server = start_strong_server(trial);
    uint64_t before = 0;

    for (uint64_t number = 1; trial->full || number <= SHALLOW; number++) {
        before = faults->refused;
        faults->refuse = faults->allocations + number;
        serve_or_refuse(server);
        faults->refuse = 0;
        ping(server);
        if (!has_been_reached(faults, before))
            break;
    }
    check_refusals_to_clients(trial, faults);
}

/* Some are refused, some wait, nobody spins; and those who wait are served afterwards. */
void case_n20(struct trial *trial)
{
    struct faults *faults = faults_begin(trial);
    struct server *server = start_strong_server(trial);
    struct peer *peers[CROWD];

    faults->refuse_until = UINT64_MAX;
    faults->refuse = 1;
    for (size_t i = 0; i < CROWD; i++) {
        peers[i] = connect_client(server);
        say(peers[i], 100);
        half_close(peers[i]);
    }
    expect_rest(server, WATCH_MS, CPU_PERCENT);
    faults->refuse = 0;
    for (size_t i = 0; i < CROWD; i++)
        hear_either(peers[i]);
    check_refusals_to_clients(trial, faults);
}
