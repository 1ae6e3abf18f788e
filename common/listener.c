/* listener.c - the socket at which a server waits: made, named, bound, and taken away again. */
#include "listener.h"

#include "folder_lock.h"
#include "stopping.h"
#include "trace.h"

#include <err.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static _Noreturn void give_up(const struct options *options, int reason)
{
    char host[ADDRESS_TEXT] = "";
    const char *advice = "";

    if (options->address.count > 0)
        address_format(options->address.transport, &options->address.endpoints[0], host);
    if (reason == EADDRINUSE)
        advice = "; another server has this address: stop it, or choose another (port 0: a "
                 "free one)";
    else if (reason == EACCES && options->address.port > 0 && options->address.port < 1024)
        advice = "; ports below 1024 need root or CAP_NET_BIND_SERVICE: choose 1024 or above";
    else if (reason == EADDRNOTAVAIL)
        advice = "; no interface of this machine has this address";
    errno = reason;
    err(1, "cannot listen on %s%s", *host ? host : options->where, advice);
}

static void set(const struct options *options, int fd, int level, int name, int value)
{
    if (setsockopt(fd, level, name, &value, sizeof value) < 0)
        give_up(options, errno);
}

static void configure(const struct options *options, int fd, int family)
{
    enum transport transport = options->address.transport;

    if (family == AF_INET6)
        set(options, fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    if (transport == TRANSPORT_TCP) {
        set(options, fd, SOL_SOCKET, SO_REUSEADDR, 1);
        set(options, fd, IPPROTO_TCP, TCP_NODELAY, 1);
    }
    /* Bound to every address, a server has to answer from the one that the client wrote to. */
    if (transport == TRANSPORT_UDP && family == AF_INET)
        set(options, fd, IPPROTO_IP, IP_PKTINFO, 1);
    if (transport == TRANSPORT_UDP && family == AF_INET6)
        set(options, fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    if (options->send_buffer > 0)
        set(options, fd, SOL_SOCKET, SO_SNDBUF, options->send_buffer);
    if (options->receive_buffer > 0)
        set(options, fd, SOL_SOCKET, SO_RCVBUF, options->receive_buffer);
}

/* The file's mode is right before the file is there: the process is still alone, so that nobody
 * else is bothered by its umask. */
static int bind_with_mode(int fd, const struct endpoint *endpoint, mode_t mode)
{
    mode_t before = umask(~mode & 0777);
    int outcome = bind(fd, &endpoint->socket.any, endpoint->length);

    umask(before);
    return outcome;
}

/* True if the path is a socket at which nobody listens any more. */
static bool is_left_over(const struct endpoint *endpoint, int type)
{
    struct stat status;
    char text[ADDRESS_TEXT];

    endpoint_format(endpoint, text);
    if (lstat(endpoint->socket.path.sun_path, &status) < 0)
        return false;
    if (!S_ISSOCK(status.st_mode))
        errx(1, "cannot listen on %s: a file which is not a socket is there, and stays", text);

    int probe = socket(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    if (probe < 0)
        err(1, "cannot ask who listens on %s", text);

    bool dead =
        connect(probe, &endpoint->socket.any, endpoint->length) < 0 && errno == ECONNREFUSED;

    close(probe);
    return dead;
}

/* Global because exit() passes nothing on: a program that gives up after all takes its file
 * with it. */
static struct listener *listening;

static void close_at_exit(void)
{
    if (listening)
        listener_close(listening);
}

static void bind_path(const struct options *options, struct listener *listener, int type)
{
    const struct endpoint *endpoint = &options->address.endpoints[0];
    const char *path = endpoint->socket.path.sun_path;
    struct stat status;

    if (!folder_lock(path))
        errx(1, "cannot listen on %s: another server is being started in its folder",
             options->where);
    stopping_hold();
    if (bind_with_mode(listener->fd, endpoint, options->socket_mode) < 0) {
        if (errno != EADDRINUSE || !is_left_over(endpoint, type))
            give_up(options, errno);
        if (unlink(path) < 0 ||
            bind_with_mode(listener->fd, endpoint, options->socket_mode) < 0)
            give_up(options, errno);
    }
    if (lstat(path, &status) < 0)
        give_up(options, errno);
    listener->device = status.st_dev;
    listener->inode = status.st_ino;
    listening = listener;
    if (atexit(close_at_exit) != 0)
        give_up(options, ENOMEM);
}

static void bind_somewhere(const struct options *options, struct listener *listener, int type)
{
    const struct endpoint *endpoint = &options->address.endpoints[0];

    if (endpoint->socket.any.sa_family == AF_UNIX)
        bind_path(options, listener, type);
    else if (bind(listener->fd, &endpoint->socket.any, endpoint->length) < 0)
        give_up(options, errno);
}

static void warn_about_exposure(const struct options *options)
{
    const struct endpoint *endpoint = &options->address.endpoints[0];
    char text[ADDRESS_TEXT];

    if (!endpoint_is_loopback(endpoint))
        warnx("%s can be reached from other machines; it has no access control",
              address_format(options->address.transport, endpoint, text));
}

static void warn_about_backlog(const struct options *options)
{
    char text[32] = "";
    char *end;
    FILE *file = fopen("/proc/sys/net/core/somaxconn", "re");

    if (!file)
        return;

    bool read = fgets(text, sizeof text, file) != NULL;
    long most = strtol(text, &end, 10);

    fclose(file);
    if (read && end != text && options->backlog > most && options->backlog != SOMAXCONN)
        warnx("the kernel cuts a backlog of %d to %ld (net.core.somaxconn)", options->backlog,
              most);
}

void listener_open(struct listener *listener, struct options *options, bool blocking)
{
    const char *reason = address_resolve(&options->address);

    if (reason)
        errx(1, "%s", reason);

    int type = address_socket_type(options->address.transport);
    int family = options->address.endpoints[0].socket.any.sa_family;

    *listener = (struct listener){ .bound.length = sizeof listener->bound.socket };
    listener->fd = socket(family, type | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);
    if (listener->fd < 0)
        give_up(options, errno);
    if (trace_on)
        trace_event("socket", "fd %d is made: the welcoming socket", listener->fd);
    configure(options, listener->fd, family);
    bind_somewhere(options, listener, type);
    if (getsockname(listener->fd, &listener->bound.socket.any, &listener->bound.length) < 0)
        give_up(options, errno);
    if (trace_on)
        trace_event("bind", "fd %d has a name", listener->fd);
    if (type == SOCK_STREAM) {
        warn_about_backlog(options);
        if (listen(listener->fd, options->backlog) < 0)
            give_up(options, errno);
        if (trace_on)
            trace_event("listen", "fd %d: up to %d may wait for accept", listener->fd,
                        options->backlog);
    }
    folder_unlock();
    warn_about_exposure(options);
}

void listener_close(struct listener *listener)
{
    struct stat status;
    const char *path = listener->bound.socket.path.sun_path;

    listening = NULL;
    /* The file goes first: without its socket it would look dead, and its number be free. Who
     * is kept from the lock leaves it to the next server, which takes it over. */
    if (listener->inode != 0 && folder_lock(path) && lstat(path, &status) == 0 &&
        status.st_dev == listener->device && status.st_ino == listener->inode)
        unlink(path);
    close(listener->fd);
    folder_unlock();
}
