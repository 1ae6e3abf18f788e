/* server_process.c - a server under test: started, watched, stopped. */
#include "server_process.h"

#include "check.h"
#include "complaints.h"
#include "foreign_server.h"
#include "patience.h"
#include "peer.h"
#include "spawn.h"
#include "subject.h"
#include "trial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS = 32, START_MS = 5000, FAILURE_MS = 5000, LOOKS = 5, FOREIGN_LOOKS = 20 };

void server_default_address(const struct trial *trial, char address[SERVER_TEXT])
{
    const char *format = NULL;

    switch ((enum transport)trial->transport) {
    case TCP:
        format = "tcp://127.0.0.1:0";
        break;
    case TCP6:
        format = "tcp://[::1]:0";
        break;
    case UDP:
        format = "udp://127.0.0.1:0";
        break;
    case UDP6:
        format = "udp://[::1]:0";
        break;
    case UNIX:
        format = "unix:%s/echo.socket";
        break;
    default:
        format = "unixgram:%s/echo.socket";
    }
    (void)snprintf(address, SERVER_TEXT, format, trial->directory); // NOLINT: one of the above
}

/* Splits `options` at its blanks, in place; returns how many arguments there are then. */
static size_t add_options(char *arguments[ARGUMENTS], size_t count, char *options)
{
    char *rest = NULL;

    for (char *word = strtok_r(options, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        check(count < ARGUMENTS - 2, "expected fewer options than %d", ARGUMENTS);
        arguments[count++] = word;
    }
    return count;
}

/* PROGRAM --counters=FILE OPTION... ADDRESS */
static struct process launch_ours(struct trial *trial, const struct setting *setting,
                                  const char *counters)
{
    char program[SERVER_TEXT];
    char counting[SERVER_TEXT + 16];
    char options[SERVER_TEXT];
    char address[SERVER_TEXT];
    char *arguments[ARGUMENTS] = { program, counting };

    (void)snprintf(program, sizeof program, "%s", trial->program);
    (void)snprintf(counting, sizeof counting, "--counters=%s", counters);
    (void)snprintf(options, sizeof options, "%s", setting->options ? setting->options : "");
    if (setting->address)
        (void)snprintf(address, sizeof address, "%s", setting->address);
    else
        server_default_address(trial, address);
    arguments[add_options(arguments, 2, options)] = address;
    return spawn(arguments, setting);
}

static struct process launch(struct trial *trial, const struct setting *setting,
                             const char *counters)
{
    return trial_is_ours(trial) ? launch_ours(trial, setting, counters)
                                : foreign_launch(trial, setting);
}

static void name_internet(struct server *server, bool v6)
{
    in_port_t port = htons((in_port_t)server_port(server));
    struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_port = port };
    struct sockaddr_in four = { .sin_family = AF_INET, .sin_port = port };

    six.sin6_addr = in6addr_loopback;
    four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->name_length = v6 ? sizeof six : sizeof four;
    memcpy(&server->name, v6 ? (void *)&six : (void *)&four, server->name_length);
}

static void name_path(struct server *server)
{
    struct sockaddr_un local = { .sun_family = AF_UNIX };

    (void)snprintf(local.sun_path, sizeof local.sun_path, "%s", server_path(server));
    server->name_length = sizeof local;
    memcpy(&server->name, &local, sizeof local);
}

static void find_name(struct server *server)
{
    if (server->trial->transport & LOCAL)
        name_path(server);
    else
        name_internet(server, strchr(server->address, '[') != NULL);
}

/* "echolab epoll pid 4711 listening on tcp://127.0.0.1:40123" */
static void read_ready_line(struct server *server, uint64_t ms)
{
    char line[SERVER_TEXT];
    char prefix[SERVER_TEXT];
    size_t count = spawn_read(server->output, '\n', ms, line);
    int length = snprintf(prefix, sizeof prefix, "echolab %s pid %d listening on ",
                          server->trial->model->name, server->pid);

    check(count > 0 && line[count - 1] == '\n', "expected a ready line, saw '%s'", line);
    check(strncmp(line, prefix, (size_t)length) == 0, "expected '%s...', saw '%s'", prefix,
          line);
    line[count - 1] = '\0';
    (void)snprintf(server->address, sizeof server->address, "%s", line + length);
    find_name(server);
}

/* The first client has come and gone; what is still being cleaned up changes from look to look.
 */
static void take_baseline(struct server *server)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    bool ours = trial_is_ours(server->trial);
    unsigned looks = ours ? LOOKS : FOREIGN_LOOKS; /* it may keep children in reserve */
    unsigned same = 0;

    ping(server);
    if (server->pid == 0)
        return;
    server->baseline = observe_census(server->pid);
    while ((same < looks || (ours && server->baseline.children > 0)) &&
           remaining_ms(deadline) > 0) {
        pause_us(patience_ms(1) * 1000);

        struct census now = observe_census(server->pid);

        same = memcmp(&now, &server->baseline, sizeof now) == 0 ? same + 1 : 0;
        server->baseline = now;
    }
    if (ours)
        check_equal("child processes without a client", 0, server->baseline.children);
    else
        foreign_check_foreground(server);
}

static struct server *add_server(struct trial *trial, const struct setting *setting)
{
    static unsigned number;
    struct server *server = calloc(1, sizeof *server);

    check(server, "expected memory, saw: %s", strerror(errno));
    server->trial = trial;
    server->last = &server->first;
    server->upper = setting->options && strstr(setting->options, "--service=upper");
    server->tasks = setting->options && strstr(setting->options, "--service=task");
    (void)snprintf(server->counters, sizeof server->counters, "%s/counters.%u.json",
                   trial->directory, ++number);

    server->next = trial->servers;
    trial->servers = server;
    return server;
}

static void start(struct server *server, const struct setting *setting)
{
    struct setting told = *setting;

    if (!trial_is_ours(server->trial)) {
        foreign_choose_address(server->trial, setting->address, server->address);
        told.address = server->address;
        find_name(server);
    }

    struct process process = launch(server->trial, &told, server->counters);

    server->pid = process.pid;
    server->output = process.output;
    server->complaints = process.complaints;
    if (trial_is_ours(server->trial))
        read_ready_line(server, START_MS);
    else
        foreign_await_ready(server);
    server->trial->testimony->started = true;
}

struct server *start_server_in(struct trial *trial, const struct setting *setting)
{
    struct server *server = add_server(trial, setting);

    if (trial->subject->kind == SUBJECT_RUNNING)
        foreign_find(server);
    else
        start(server, setting);
    take_baseline(server);
    return server;
}

struct server *start_server(struct trial *trial, const char *options)
{
    return start_server_in(trial, &(struct setting){ .options = options });
}

struct outcome run_server(struct trial *trial, const struct setting *setting)
{
    char counters[SERVER_TEXT];
    struct outcome outcome;

    (void)snprintf(counters, sizeof counters, "%s/counters.json", trial->directory);

    struct process process = launch(trial, setting, counters);

    (void)spawn_read(process.output, '\0', FAILURE_MS, outcome.output);
    outcome.status = spawn_await(process.pid, FAILURE_MS);
    complaints_read(process.complaints, outcome.complaints);
    close(process.output);
    close(process.complaints);
    check(outcome.status != SPAWN_LATE, "expected the program to end, saw it run; stdout: %s",
          outcome.output);
    return outcome;
}

void expect_no_start(struct trial *trial, const struct setting *setting, int status,
                     const char *const words[])
{
    struct outcome outcome = run_server(trial, setting);
    const char *newline = strchr(outcome.complaints, '\n');

    if (!trial_is_ours(trial)) {
        check(outcome.status > 0, "expected the command to fail, saw it end with %d",
              outcome.status);
        return;
    }

    check(outcome.status == status && outcome.output[0] == '\0',
          "expected exit status %d and no ready line, saw status %d, stdout '%s', stderr '%s'",
          status, outcome.status, outcome.output, outcome.complaints);
    for (size_t i = 0; words[i]; i++)
        check(strstr(outcome.complaints, words[i]), "expected a message with '%s', saw '%s'",
              words[i], outcome.complaints);
    check(newline && newline[1] == '\0', "expected one line, saw '%s'", outcome.complaints);
}

void send_signal(const struct server *server, int signal)
{
    check(kill(server->pid, signal) == 0, "expected process %d to be there, saw: %s",
          server->pid, strerror(errno));
}

void suspend_server(const struct server *server)
{
    siginfo_t news = { 0 };

    send_signal(server, SIGSTOP);
    check(waitid(P_PID, (id_t)server->pid, &news, WSTOPPED | WEXITED | WNOWAIT) == 0 &&
              news.si_code == CLD_STOPPED,
          "expected the server to stand still");
}

int await_exit(struct server *server, uint64_t ms)
{
    int status = spawn_await(server->pid, ms);

    check(status != SPAWN_LATE, "expected the server to leave within %llu ms, saw it run on",
          (unsigned long long)patience_ms(ms));
    server->over = true;
    server->exit_status = status;
    return status;
}

void stop_server(struct server *server, uint64_t ms)
{
    send_signal(server, SIGTERM);

    int status = await_exit(server, ms);

    check(status == 0, "expected exit status 0 after SIGTERM, saw %d", status);
}

bool server_has_ended(struct server *server, int *status)
{
    int ending;

    if (server->pid == 0 || server->over ||
        waitpid(server->pid, &ending, WNOHANG) != server->pid)
        return false;
    server->over = true;
    server->exit_status = WIFSIGNALED(ending) ? -WTERMSIG(ending) : WEXITSTATUS(ending);
    *status = server->exit_status;
    return true;
}

bool server_is_weighed(const struct server *server)
{
    return server->pid > 0 && trial_is_strict(server->trial) && !observe_sanitizer(server->pid);
}

const char *server_path(const struct server *server)
{
    const char *colon = strchr(server->address, ':');

    check(colon, "expected TRANSPORT:PATH, saw '%s'", server->address);
    return colon + 1;
}

unsigned server_port(const struct server *server)
{
    const char *colon = strrchr(server->address, ':');
    unsigned long port = colon ? strtoul(colon + 1, NULL, 10) : 0;

    check(port > 0 && port <= UINT16_MAX, "expected an address with a port, saw '%s'",
          server->address);
    return (unsigned)port;
}

void server_forget_all(struct trial *trial)
{
    while (trial->servers) {
        struct server *server = trial->servers;

        trial->servers = server->next;
        peer_forget_all(server);
        if (server->pid > 0) {
            close(server->output);
            close(server->complaints);
        }
        free(server);
    }
}
