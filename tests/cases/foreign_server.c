/* foreign_server.c - a server that is not ours: started by its command, or found where it runs.
 */
#include "foreign_server.h"

#include "check.h"
#include "command_words.h"
#include "complaints.h"
#include "patience.h"
#include "subject.h"
#include "trial.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    READY_MS = 10000,
    TRY_MS = 200,
    ANSWER_MS = 50,
    RETRY_US = 2000,
    HOST = 64,
    PORT = 8,
    MOST_FILLINGS = 6
};

/* A port that nobody has at this moment, in either family. */
static unsigned free_port(const struct trial *trial)
{
    bool datagrams = trial->transport & DATAGRAMS;
    bool v6 = trial->transport & (TCP6 | UDP6);
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } name = { .any.sa_family = v6 ? AF_INET6 : AF_INET };
    socklen_t length = v6 ? sizeof name.v6 : sizeof name.v4;
    int fd =
        socket(name.any.sa_family, (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);

    check(fd >= 0 && bind(fd, &name.any, length) == 0 &&
              getsockname(fd, &name.any, &length) == 0,
          "expected a free port, saw: %s", strerror(errno));
    close(fd);
    return ntohs(v6 ? name.v6.sin6_port : name.v4.sin_port);
}

void foreign_choose_address(const struct trial *trial, const char *wanted,
                            char address[SERVER_TEXT])
{
    if (wanted)
        (void)snprintf(address, SERVER_TEXT, "%s", wanted);
    else
        server_default_address(trial, address);

    char *colon = strrchr(address, ':');

    if (!(trial->transport & LOCAL) && colon && strcmp(colon, ":0") == 0)
        (void)snprintf(colon, PORT, ":%u", free_port(trial));
}

/* Divides "tcp://[::1]:7" into "::1" and "7"; leaves both empty for a path. */
static void divide(const char *address, char host[HOST], char port[PORT])
{
    const char *start = strstr(address, "://");
    const char *colon = strrchr(address, ':');

    host[0] = port[0] = '\0';
    if (!start || colon < start + 3)
        return;
    start += 3;
    if (*start == '[')
        start++;

    size_t length = (size_t)(colon - start);

    if (length > 0 && start[length - 1] == ']')
        length--;
    (void)snprintf(host, HOST, "%.*s", (int)length, start);
    (void)snprintf(port, PORT, "%s", colon + 1);
}

struct process foreign_launch(const struct trial *trial, const struct setting *setting)
{
    const char *command = trial->subject->commands[transport_number(trial->transport)];
    struct setting told = *setting;
    char address[SERVER_TEXT];
    char host[HOST];
    char port[PORT];
    const char *reason;

    foreign_choose_address(trial, setting->address, address);
    divide(address, host, port);
    told.on_path = true;
    told.mute = true;

    const char *path = trial->transport & LOCAL ? strchr(address, ':') + 1 : "";

    const struct filling fillings[MOST_FILLINGS] = {
        { "host", host },
        { "port", port },
        { "path", path },
        { "address", address },
        { "tmp", trial->directory },
        { "here", trial->subject->here },
    };
    size_t count = trial->subject->here ? MOST_FILLINGS : MOST_FILLINGS - 1;
    char **words = command_words(command, fillings, count, &reason);

    check(words, "expected a command, saw '%s': %s", command, reason);

    struct process process = spawn(words, &told);

    command_words_free(words);
    return process;
}

/* The first line that it wrote to stderr, if any. */
static const char *first_complaint(const struct server *server, char text[SERVER_TEXT])
{
    (void)server_complaints(server, text);
    text[strcspn(text, "\n")] = '\0';
    return text;
}

static int open_probe(const struct server *server)
{
    bool datagrams = server->trial->transport & DATAGRAMS;
    int type = (datagrams ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    int fd = socket(server->name.any.sa_family, type, 0);
    const struct sockaddr_un nameless = { .sun_family = AF_UNIX };
    union {
        const struct sockaddr_un *local;
        const struct sockaddr *any;
    } name = { .local = &nameless };

    check(fd >= 0, "expected a socket, saw: %s", strerror(errno));
    /* To be answered, a datagram needs a sender: here the kernel chooses a name. */
    if (server->trial->transport == UNIXGRAM)
        check(bind(fd, name.any, sizeof nameless.sun_family) == 0, "expected a name, saw: %s",
              strerror(errno));
    return fd;
}

static bool becomes(int fd, short event, uint64_t ms)
{
    struct pollfd entry = { .fd = fd, .events = event };

    return poll(&entry, 1, (int)patience_ms(ms)) == 1;
}

static bool takes_connection(const struct server *server, int fd)
{
    int reason = 0;
    socklen_t size = sizeof reason;

    if (connect(fd, &server->name.any, server->name_length) == 0)
        return true;
    return errno == EINPROGRESS && becomes(fd, POLLOUT, TRY_MS) &&
           getsockopt(fd, SOL_SOCKET, SO_ERROR, &reason, &size) == 0 && reason == 0;
}

static bool answers_datagram(const struct server *server, int fd)
{
    static const char question[] = "ready?";
    char answer[sizeof question];

    return connect(fd, &server->name.any, server->name_length) == 0 &&
           send(fd, question, sizeof question, MSG_NOSIGNAL) == sizeof question &&
           becomes(fd, POLLIN, ANSWER_MS) && recv(fd, answer, sizeof answer, 0) >= 0;
}

static bool is_ready(const struct server *server)
{
    int fd = open_probe(server);
    bool ready = server->trial->transport & DATAGRAMS ? answers_datagram(server, fd)
                                                      : takes_connection(server, fd);

    close(fd);
    return ready;
}

void foreign_await_ready(struct server *server)
{
    uint64_t deadline = deadline_after_ms(READY_MS);
    char text[SERVER_TEXT];
    int status;

    while (!is_ready(server)) {
        if (server_has_ended(server, &status))
            fail("expected the command to %s and to serve at %s, saw it end with status %d: %s",
                 status == 0 ? "stay in the foreground" : "start", server->address, status,
                 first_complaint(server, text));
        check(remaining_ms(deadline) > 0, "expected %s at %s within %llu s, saw nothing: %s",
              server->trial->transport & DATAGRAMS ? "an answer" : "a connection",
              server->address, (unsigned long long)patience_ms(READY_MS) / 1000,
              first_complaint(server, text));
        pause_us(RETRY_US);
    }
    foreign_check_foreground(server);
}

void foreign_check_foreground(struct server *server)
{
    int status;

    if (server_has_ended(server, &status))
        fail("expected the command to stay in the foreground, saw it end with status %d and "
             "somebody answer at %s",
             status, server->address);
}

void foreign_find(struct server *server)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);
    const struct location *location = &server->trial->subject->location;

    (void)snprintf(server->address, sizeof server->address, "%s", location->text);
    memcpy(&server->name, &location->name, location->length);
    server->name_length = location->length;
    while (!is_ready(server)) {
        check(remaining_ms(deadline) > 0, "expected somebody to serve at %s, saw nobody",
              server->address);
        pause_us(RETRY_US);
    }
    server->trial->testimony->started = true;
}

void foreign_end(struct server *server)
{
    pid_t group = server->pid;

    (void)kill(server->pid, SIGTERM);

    int status = spawn_await(server->pid, OPERATION_MS);

    (void)kill(-group, SIGKILL);
    if (status == SPAWN_LATE)
        status = spawn_await(server->pid, OPERATION_MS);
    server->over = true;
    server->exit_status = status;
}
