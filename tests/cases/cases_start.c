/* cases_start.c - section L, our own: command lines that cannot be served, and what is said. */
#include "cases.h"
#include "spawn.h"
#include "verbs.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONG_PATH = 200, START_MS = 5000 };

/* Longer than a complaint, and shorter than the counters. */
enum { LARGEST_FILE = 180 };

/* An option and the value in it, which the message has to name. */
struct wrong {
    const char *options;
    const char *value;
};

static void refuse_all(struct trial *trial, const struct wrong wrongs[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect_no_start(trial, &(struct setting){ .options = wrongs[i].options }, 2,
                        (const char *const[]){ wrongs[i].value, NULL });
}

void case_l1(struct trial *trial)
{
    static const struct wrong wrongs[] = {
        { "--backlog=0", "'0'" },
        { "--backlog=-1", "'-1'" },
        { "--backlog=1e99", "'1e99'" },
        { "--backlog=99999999999999999999", "'99999999999999999999'" },
        { "--max-clients=0", "'0'" },
        { "--max-clients=-1", "'-1'" },
        { "--max-clients=ten", "'ten'" },
        { "--max-clients=10x", "'10x'" },
        { "--idle-timeout=-1", "'-1'" },
        { "--idle-timeout=soon", "'soon'" },
        { "--grace=-1", "'-1'" },
        { "--grace=1e99", "'1e99'" },
        { "--sndbuf=0", "'0'" },
        { "--rcvbuf=-4096", "'-4096'" },
        { "--max-task=-1", "'-1'" },
        { "--max-task=99999999999", "'99999999999'" },
        { "--mode=0999", "'0999'" },
        { "--mode=-1", "'-1'" },
        { "--mode=10000", "'10000'" },
        { "--service=discard", "'discard'" },
    };

    refuse_all(trial, wrongs, sizeof wrongs / sizeof *wrongs);
}

void case_l2(struct trial *trial)
{
    static const struct wrong wrongs[] = {
        { "--no-such-option", "no-such-option" },
        { "-Z", "Z" },
        { "tcp://127.0.0.1:0", "127.0.0.1:0" }, /* a second address follows */
    };
    static const char *const addresses[] = {
        "127.0.0.1:7007",     "http://127.0.0.1:7007",
        "tcp://127.0.0.1",    "tcp://127.0.0.1:65536",
        "tcp://127.0.0.1:-1", "tcp://:7007x",
        "tcp://[::1:7007",    "unix:",
    };

    refuse_all(trial, wrongs, sizeof wrongs / sizeof *wrongs);
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        expect_no_start(trial, &(struct setting){ .address = addresses[i] }, 2,
                        (const char *const[]){ addresses[i], NULL });
}

void case_l3(struct trial *trial)
{
    static const char *const options[] = { "--help", "--usage", "--version" };

    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        struct outcome outcome = run_server(trial, &(struct setting){ .options = options[i] });

        check(outcome.status == 0 && outcome.complaints[0] == '\0' && outcome.output[0] != '\0',
              "%s: expected text on stdout and status 0, saw status %d, stderr '%s'",
              options[i], outcome.status, outcome.complaints);
    }
}

/* A socket's name has 108 bytes, with the terminator; what is cut would be another file. */
void case_l4(struct trial *trial)
{
    char address[LONG_PATH];
    char tail[LONG_PATH];

    memset(tail, 'x', sizeof tail);
    (void)snprintf(address, sizeof address, "%s:%s/%.*s",
                   trial->transport == UNIX ? "unix" : "unixgram", trial->directory, 100, tail);
    expect_no_start(trial, &(struct setting){ .address = address }, 2,
                    (const char *const[]){ "xxxxxxxx", "107", NULL });
}

static void expect_no_start_behind_a_link(struct trial *trial)
{
    char link[SERVER_TEXT], options[SERVER_TEXT];

    (void)snprintf(link, sizeof link, "%s/link", trial->directory);
    check(symlink("no/such/file", link) == 0, "expected to make a link");
    (void)snprintf(options, sizeof options, "--counters=%s/link", trial->directory);
    expect_no_start(trial, &(struct setting){ .options = options }, 1,
                    (const char *const[]){ "/link", "No such file or directory", NULL });
}

/* Somebody has taken the folder away while it served. */
static void expect_failure_at_the_end(struct trial *trial)
{
    char folder[SERVER_TEXT], options[SERVER_TEXT];

    (void)snprintf(folder, sizeof folder, "%s/folder", trial->directory);
    check(mkdir(folder, 0700) == 0, "expected to make a folder");
    (void)snprintf(options, sizeof options, "--counters=%s/folder/file", trial->directory);

    struct server *server = start_server(trial, options);

    check(rmdir(folder) == 0, "expected an empty folder until the end");
    send_signal(server, SIGTERM);
    check_equal("exit status where the counters cannot be written", 1,
                await_exit(server, OPERATION_MS));
    expect_complaint(server, "cannot write the counters to");
    expect_complaint(server, "No such file or directory");
    server_forget_all(trial);
}

/* Known at the start: a long run does not end in an error, unless what it knew has changed. */
void case_l5(struct trial *trial)
{
    char options[SERVER_TEXT];

    (void)snprintf(options, sizeof options, "--counters=%s/no/such/file", trial->directory);
    expect_no_start(
        trial, &(struct setting){ .options = options }, 1,
        (const char *const[]){ "/no/such/file", "No such file or directory", NULL });
    expect_no_start_behind_a_link(trial);
    expect_failure_at_the_end(trial);
}

void case_l6(struct trial *trial)
{
    const char *privileged =
        trial->transport == TCP ? "tcp://127.0.0.1:7" : "udp://127.0.0.1:7";
    const char *foreign = trial->transport == TCP ? "tcp://192.0.2.1:0" : "udp://192.0.2.1:0";
    const char *unknown = trial->transport == TCP ? "tcp://no.such.name.invalid:7007"
                                                  : "udp://no.such.name.invalid:7007";

    /* Where the network is the machine's, its owner may have opened the low ports to everybody.
     */
    if (trial->private_network)
        expect_no_start(
            trial, &(struct setting){ .address = privileged, .without_ports = true }, 1,
            (const char *const[]){ "127.0.0.1:7", "Permission denied", "1024", NULL });
    expect_no_start(trial, &(struct setting){ .address = foreign }, 1,
                    (const char *const[]){ "192.0.2.1", "Cannot assign", NULL });
    expect_no_start(trial, &(struct setting){ .address = unknown }, 1,
                    (const char *const[]){ "no.such.name.invalid", NULL });
}

/* Root's --counters=/dev/null must not make a file of the device: what is no regular file is
 * written into. A link stands for all of these. */
void case_l7(struct trial *trial)
{
    struct server *server = start_server(trial, "");
    char target[SERVER_TEXT];
    struct stat status;

    (void)snprintf(target, sizeof target, "%s/target", trial->directory);
    check(symlink(target, server->counters) == 0, "expected to make a link");
    stop_server(server, 2000);
    check(lstat(server->counters, &status) == 0 && S_ISLNK(status.st_mode),
          "expected the link to stay a link");
    check(stat(target, &status) == 0 && status.st_size > 0,
          "expected the counters behind the link");
}

static unsigned count_files(const char *folder)
{
    DIR *open = opendir(folder);
    const struct dirent *entry;
    unsigned count = 0;

    check(open, "expected to read %s, saw: %s", folder, strerror(errno));
    while ((entry = readdir(open)))
        count += entry->d_name[0] != '.';
    closedir(open);
    return count;
}

/* A file that may not grow makes a signal which kills. Better to say what is lost, and to leave
 * nothing half-written behind. */
void case_l8(struct trial *trial)
{
    const struct rlimit sizes = { .rlim_cur = LARGEST_FILE, .rlim_max = LARGEST_FILE };
    char program[SERVER_TEXT], counters[SERVER_TEXT], address[SERVER_TEXT], text[SERVER_TEXT];
    char *arguments[] = { program, counters, address, NULL };

    (void)snprintf(program, sizeof program, "%s", trial->program);
    (void)snprintf(counters, sizeof counters, "--counters=%s/counters", trial->directory);
    server_default_address(trial, address);

    struct process process = spawn(arguments, &(struct setting){ 0 });

    check(spawn_read(process.output, '\n', START_MS, text) > 0, "expected a ready line");
    check(prlimit(process.pid, RLIMIT_FSIZE, &sizes, NULL) == 0 &&
              kill(process.pid, SIGTERM) == 0,
          "expected to limit and to stop the server, saw: %s", strerror(errno));
    check_equal("exit status without its counters", 1, spawn_await(process.pid, START_MS));
    complaints_read(process.complaints, text);
    check(strstr(text, "/counters") && strstr(text, "File too large"),
          "expected a message with the file and the reason, saw '%s'", text);
    check_equal("files left behind", 0, count_files(trial->directory));
    close(process.output);
    close(process.complaints);
}

/* A socket that became descriptor 2 would be sent what is meant for stderr. */
void case_l9(struct trial *trial)
{
    static const int closed[] = { STDIN_FILENO, STDERR_FILENO };
    struct server *server =
        start_server_in(trial, &(struct setting){ .without_streams = true });

    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        char name[64], target[SERVER_TEXT] = "";

        (void)snprintf(name, sizeof name, "/proc/%d/fd/%d", server->pid, closed[i]);
        check(readlink(name, target, sizeof target - 1) > 0 && strcmp(target, "/dev/null") == 0,
              "expected /dev/null as descriptor %d, saw '%s'", closed[i], target);
    }
}
