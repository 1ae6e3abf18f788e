/* cases_unix.c - section G: a socket that is a file, among other files. */
#include "cases.h"
#include "fault_shim.h"
#include "spawn.h"
#include "verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { PERMISSIONS = 07777, QUIET_MS = 50, MORE_THAN_A_QUEUE = 20, DELAY_US = 300000 };

static const char *scheme(const struct trial *trial)
{
    return trial->transport == UNIX ? "unix" : "unixgram";
}

static void check_mode(const char *path, mode_t expected)
{
    struct stat status;

    check(lstat(path, &status) == 0 && S_ISSOCK(status.st_mode), "expected a socket at %s",
          path);
    check((status.st_mode & PERMISSIONS) == expected, "mode of %s: expected %04o, saw %04o",
          path, expected, status.st_mode & PERMISSIONS);
}

/* True if the socket's file, and not just any file beside it, had its attributes changed. */
static bool saw_a_change(int watch, const char *path)
{
    _Alignas(struct inotify_event) char events[4096];
    const char *name = strrchr(path, '/') + 1;
    ssize_t count = read(watch, events, sizeof events);

    for (const char *at = events; at < events + count;) {
        const struct inotify_event *event = (const void *)at;

        if (event->len > 0 && strcmp(event->name, name) == 0)
            return true;
        at += sizeof *event + event->len;
    }
    return false;
}

/* A mode that is put right after bind() has been wrong for a moment, and shows as an event. */
static void start_and_check_mode(struct trial *trial, const char *options, mode_t expected)
{
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

    check(watch >= 0 && inotify_add_watch(watch, trial->directory, IN_ATTRIB) >= 0,
          "expected inotify, saw: %s", strerror(errno));

    struct server *server = start_server(trial, options);

    check_mode(server_path(server), expected);
    check(!saw_a_change(watch, server_path(server)),
          "expected the mode to be right from the first instant, saw it changed later");
    close(watch);
    invariants_check(trial);
    server_forget_all(trial);
}

void case_g1(struct trial *trial)
{
    static const mode_t masks[] = { 0, 077 };

    for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
        umask(masks[i]);
        start_and_check_mode(trial, "", 0600);
        start_and_check_mode(trial, "--mode=0666", 0666);
    }
}

/* What a dead server leaves behind: a socket file without a socket. */
static void leave_dead_socket(const struct trial *trial, const char *path)
{
    struct sockaddr_un local = { .sun_family = AF_UNIX };
    union {
        const struct sockaddr_un *local;
        const struct sockaddr *any;
    } name = { .local = &local };
    int fd = socket(AF_UNIX,
                    (trial->transport == UNIX ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);

    (void)snprintf(local.sun_path, sizeof local.sun_path, "%s", path);
    check(fd >= 0 && bind(fd, name.any, sizeof local) == 0, "expected a socket at %s, saw: %s",
          path, strerror(errno));
    close(fd);
}

/* Who asks whether a stream's server is alive has to connect: a client that says nothing. */
static void refuse_live_path(struct trial *trial, struct server *live)
{
    const char *const words[] = { server_path(live), "Address already in use", NULL };

    expect_no_start(trial, &(struct setting){ .address = live->address }, 1, words);
    peer_add(live, -1)->ending = LEFT;
}

/* Neither a file nor what a symbolic link points to is ever touched. */
static void refuse_foreign_files(struct trial *trial)
{
    char file[SERVER_TEXT];
    char link[SERVER_TEXT];
    char address[SERVER_TEXT + 16];
    struct stat status;

    (void)snprintf(file, sizeof file, "%s/file", trial->directory);
    (void)snprintf(link, sizeof link, "%s/link", trial->directory);

    int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    check(fd >= 0 && write(fd, "kept", 4) == 4 && symlink(file, link) == 0,
          "expected a file and a link, saw: %s", strerror(errno));
    close(fd);
    for (const char *const *path = (const char *const[]){ file, link, NULL }; *path; path++) {
        (void)snprintf(address, sizeof address, "%s:%s", scheme(trial), *path);
        expect_no_start(trial, &(struct setting){ .address = address }, 1,
                        (const char *const[]){ *path, NULL });
    }
    check(stat(link, &status) == 0 && status.st_size == 4 && S_ISREG(status.st_mode),
          "expected the file to be untouched");
}

void case_g2(struct trial *trial)
{
    char address[SERVER_TEXT];

    server_default_address(trial, address);
    leave_dead_socket(trial, strchr(address, ':') + 1);

    struct server *server = start_server(trial, "");

    refuse_live_path(trial, server);
    refuse_foreign_files(trial);
    ping(server);
}

void case_g3(struct trial *trial)
{
    struct server *first = start_server(trial, "");
    struct stat before;
    struct stat after;

    check(unlink(server_path(first)) == 0, "expected to remove the socket file");

    struct server *second =
        start_server_in(trial, &(struct setting){ .address = first->address });

    check(stat(server_path(second), &before) == 0, "expected the second server's file");
    stop_server(first, OPERATION_MS);
    check(stat(server_path(second), &after) == 0 && before.st_ino == after.st_ino,
          "expected the first server to leave the second one's file alone");
    ping(second);
}

void case_g4(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    check(fd >= 0 && connect(fd, &server->name.any, server->name_length) == 0,
          "expected to connect, saw: %s", strerror(errno));

    struct peer *nameless = peer_add(server, fd);

    say_datagram(nameless, 100);
    expect_no_datagram(nameless, QUIET_MS);
    ping(server);
}

/* Its queue has room for a few answers. The others are lost, and nobody waits for it. It is not
 * connected: a queue of answers to a connected one has no end but the server's send buffer. */
void case_g4_deaf(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    struct sockaddr_un nameless = { .sun_family = AF_UNIX };
    union {
        const struct sockaddr_un *local;
        const struct sockaddr *any;
    } name = { .local = &nameless };
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

    if (!trial->private_network)
        skip("how long a queue may be is the machine's affair");
    check(fd >= 0 && bind(fd, name.any, sizeof(sa_family_t)) == 0,
          "expected a name from the kernel, saw: %s", strerror(errno));

    struct peer *deaf = peer_add(server, fd);

    for (; deaf->datagrams_sent < MORE_THAN_A_QUEUE; deaf->datagrams_sent++)
        check(sendto(fd, "hear me", 7, 0, &server->name.any, server->name_length) == 7,
              "expected to send, saw: %s", strerror(errno));
    deaf->datagrams_lost = MORE_THAN_A_QUEUE;
    ping(server);
}

static struct process launch_slowly(struct trial *trial, char address[SERVER_TEXT])
{
    char program[SERVER_TEXT];
    char *arguments[] = { program, address, NULL };
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    struct faults *faults = faults_begin(trial);

    (void)snprintf(program, sizeof program, "%s", trial->program);
    faults->listen_us = DELAY_US;

    struct process process = spawn(arguments, &(struct setting){ 0 });

    (void)unsetenv("LD_PRELOAD");
    while (access(strchr(address, ':') + 1, F_OK) < 0) {
        check(remaining_ms(deadline) > 0, "expected a socket file at %s", address);
        pause_us(100);
    }
    return process;
}

/* Its file is there, and it does not listen yet: it looks as dead as one that has been killed.
 * Whoever starts at the same path now has to find it alive. */
void case_g5(struct trial *trial)
{
    const char *const words[] = { "Address already in use", NULL };
    char address[SERVER_TEXT], text[SERVER_TEXT];

    server_default_address(trial, address);

    struct process first = launch_slowly(trial, address);
    struct stat before, after;
    bool there = stat(strchr(address, ':') + 1, &before) == 0;

    expect_no_start(trial, &(struct setting){ .address = address }, 1, words);
    check(there && stat(strchr(address, ':') + 1, &after) == 0 && before.st_ino == after.st_ino,
          "expected the first server's file to stay");
    check(spawn_read(first.output, '\n', OPERATION_MS, text) > 0, "expected a ready line");
    (void)kill(first.pid, SIGTERM);
    check_equal("exit status after SIGTERM", 0, spawn_await(first.pid, OPERATION_MS));
    close(first.output);
    close(first.complaints);
}
