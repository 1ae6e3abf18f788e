/* peer_server.c - a server that is not ours, for a client that is not ours. */
#include "peer_server.h"

#include <arpa/inet.h>
#include <ftw.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READY_WITHIN_MS = 5000, LOOKS_EVERY_MS = 10, LEAVES_WITHIN_MS = 5000 };

char *peer_find(const char *name, char path[PATH_MAX])
{
    const char *known = getenv("PATH");
    char folders[4 * PATH_MAX];
    char *rest = folders;

    snprintf(folders, sizeof folders, "/usr/sbin:%s", known ? known : "/usr/bin");
    while (rest) {
        const char *folder = strsep(&rest, ":");

        snprintf(path, PATH_MAX, "%.2000s/%s", folder, name);
        if (access(path, X_OK) == 0)
            return path;
    }
    return NULL;
}

static struct sockaddr_in at_port(uint16_t port)
{
    return (struct sockaddr_in){ .sin_family = AF_INET,
                                 .sin_port = htons(port),
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

/* 0 if there is none to be had. */
static uint16_t free_port(void)
{
    struct sockaddr_in address = at_port(0);
    socklen_t length = sizeof address;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool found = fd >= 0 && bind(fd, (struct sockaddr *)&address, length) == 0 &&
                       getsockname(fd, (struct sockaddr *)&address, &length) == 0;

    if (fd >= 0)
        close(fd);
    return found ? ntohs(address.sin_port) : 0;
}

static bool answers(uint16_t port)
{
    const struct sockaddr_in address = at_port(port);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool good =
        fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;

    if (fd >= 0)
        close(fd);
    return good;
}

/* None of them says when it is ready: ask until it answers. */
static bool becomes_ready(const struct process *process, uint16_t port)
{
    for (int ms = 0; ms < READY_WITHIN_MS; ms += LOOKS_EVERY_MS) {
        if (answers(port))
            return true;
        if (process_ends_within(process, LOOKS_EVERY_MS))
            return false;
    }
    return false;
}

bool peer_server_prepare(struct peer_server *server, char reason[REASON_TEXT])
{
    *server = (struct peer_server){ .process.watch = -1, .port = free_port() };
    snprintf(server->folder, sizeof server->folder, "/tmp/echo-costs.XXXXXX");
    if (server->port > 0 && mkdtemp(server->folder))
        return true;
    snprintf(reason, REASON_TEXT, "there is no free port, or no room in /tmp");
    *server->folder = '\0';
    return false;
}

bool peer_server_start(const struct lab *lab, const char *const *arguments,
                       struct peer_server *server, char reason[REASON_TEXT])
{
    const struct launch launch = { .arguments = arguments,
                                   .cpu = lab->placement.server_cpu,
                                   .output = -1,
                                   .errors = -1,
                                   .lent = -1 };
    const int error = process_start(&launch, &server->process);

    if (error == 0 && becomes_ready(&server->process, server->port))
        return true;
    snprintf(reason, REASON_TEXT, "%.200s did not become ready", arguments[0]);
    return false;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void peer_server_stop(struct peer_server *server)
{
    if (server->process.watch >= 0) {
        process_signal(&server->process, SIGTERM);
        process_ends_within(&server->process, LEAVES_WITHIN_MS);
        process_kill(&server->process);
    }
    if (*server->folder)
        nftw(server->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
