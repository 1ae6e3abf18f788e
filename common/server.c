/* server.c - the frame around a model: everything of a server but the way it serves. */
#include "server.h"

#include "clock.h"
#include "log.h"
#include "quantity.h"
#include "stopping.h"
#include "trace.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DRAIN_TICK_MS = 5, HOUSEKEEPING_TICK_MS = 50 };

/* For what is open beside clients: epoll, libuv's own, the next connection while it is refused.
 */
enum { SPARE_FDS = 16 };

static void hang_up_on_the_idle(struct server *server)
{
    uint64_t limit_ns = server->options.idle_timeout_ns;

    if (limit_ns == 0 || server->model->blocking)
        return;

    uint64_t now_ns = clock_now_ns();

    if (now_ns < server->next_sweep_ns)
        return;
    server->next_sweep_ns = now_ns + limit_ns / 8;
    roster_kick(&server->roster, now_ns, limit_ns);
}

static void look_after_the_door(struct server *server)
{
    if (server->paused_until_ns > 0 && clock_now_ns() >= server->paused_until_ns)
        server->paused_until_ns = 0;
    farewell_tend(&server->farewells, false);
}

/* Stopping is half-closing: each conversation sees the end of its input, answers what it has,
 * and finishes by itself. What has not finished when the grace ends is cut off. */
static void drain(struct server *server)
{
    if (!server->draining) {
        server->draining = true;
        roster_shut(&server->roster, SHUT_RD);
    }

    bool aborting = stopping_stage() == STAGE_ABORTING;

    if (aborting && !server->aborted) {
        server->aborted = true;
        roster_shut(&server->roster, SHUT_RDWR);
    }
    atomic_fetch_add(&server->counters->aborted_on_exit,
                     farewell_tend(&server->farewells, aborting));
}

bool server_goes_on(struct server *server)
{
    if (stopping_stage() == STAGE_SERVING) {
        hang_up_on_the_idle(server);
        look_after_the_door(server);
        return true;
    }
    drain(server);
    return roster_count(&server->roster) > 0 || server->farewells.count > 0;
}

int server_patience_ms(const struct server *server)
{
    if (stopping_stage() != STAGE_SERVING)
        return DRAIN_TICK_MS;
    if (server->paused_until_ns > 0 || server->farewells.count > 0)
        return HOUSEKEEPING_TICK_MS;
    if (server->options.idle_timeout_ns > 0)
        return (int)(server->options.idle_timeout_ns / 8 / NS_PER_MS) + 1;
    return -1;
}

void server_failed_to_wait(const char *call)
{
    if (errno == EINTR)
        return;
    if (errno != ENOMEM && errno != EAGAIN)
        err(1, "%s", call);
    log_line("%s: %s; everybody waits", call, strerror(errno));
    poll(NULL, 0, HOUSEKEEPING_TICK_MS);
}

void server_wait_for_clients(struct server *server)
{
    while (server_goes_on(server))
        poll(NULL, 0, server_patience_ms(server));
    roster_wait_for_threads(&server->roster);
}

/* As many descriptors as the administrator allows: the default of 1024 is there for select().
 */
static void raise_limits(void)
{
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    /* A stack or a buffer touched at one byte should take 4 KiB, not 2 MiB. */
    prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
}

/* Says no at once to what could only fail later: more clients than there can be descriptors. */
static void check_limits(struct server *server)
{
    const struct model *model = server->model;
    struct rlimit files = { .rlim_cur = RLIM_INFINITY };
    int fd = server->listener.fd;

    getrlimit(RLIMIT_NOFILE, &files);

    uint64_t most = model->fd_limit > 0 && (rlim_t)model->fd_limit < files.rlim_cur
                        ? (uint64_t)model->fd_limit
                        : files.rlim_cur;
    bool asked = server->options.max_clients != model->max_clients;
    uint64_t needed =
        model->alone || !asked ? 0 : server->options.max_clients + (uint64_t)fd + SPARE_FDS;

    if ((uint64_t)fd < most && needed <= most)
        return;
    listener_close(&server->listener);
    if ((uint64_t)fd >= most)
        errx(1,
             "the listener is descriptor %d, and %s() holds none above %d: too many were "
             "inherited",
             fd, model->name, model->fd_limit - 1);
    errx(1,
         "%" PRIu64 " clients need %" PRIu64 " descriptors, %" PRIu64
         " more than there are; %s",
         server->options.max_clients, needed, needed - most,
         most < files.rlim_cur ? "select() cannot hold more than FD_SETSIZE: take another model"
                               : "raise the limit: ulimit -Hn, or LimitNOFILE in a unit");
}

/* Whoever starts us may have closed stdin, stdout or stderr. A socket would take its number,
 * and be sent what is said there. */
static void occupy_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            err(1, "cannot open /dev/null in the place of descriptor %d", fd);
}

static struct counters *prepare_counters(const char *path)
{
    struct counters *counters = counters_create();
    char quote[QUANTITY_QUOTE];

    if (!counters)
        err(1, "cannot share memory for the counters");
    if (path && !counters_can_write(path))
        err(1, "cannot write the counters to %s", quantity_quote(path, quote));
    return counters;
}

static void say_ready(const struct server *server)
{
    char where[ADDRESS_TEXT];

    address_format(server->options.address.transport, &server->listener.bound, where);
    printf("echolab %s pid %d listening on %s\n", server->model->name, getpid(), where);
    if (fflush(stdout) != 0)
        err(1, "cannot print the ready line");
}

static int leave(struct server *server)
{
    int status = stopping_was_forced() ? 1 : 0;
    char quote[QUANTITY_QUOTE];

    listener_close(&server->listener);
    if (server->options.counters &&
        !counters_write(server->counters, server->options.counters)) {
        warn("cannot write the counters to %s",
             quantity_quote(server->options.counters, quote));
        status = 1;
    }
    farewell_release(&server->farewells);
    pool_release(&server->pool);
    return status;
}

int server_main(int argc, char **argv, const struct model *model)
{
    static struct server server;

    occupy_standard_streams();
    server.model = model;
    options_parse(argc, argv, model->name, model->max_clients, &server.options);
    if (server.options.trace)
        trace_start();
    raise_limits();
    server.counters = prepare_counters(server.options.counters);
    server.datagrams = address_is_datagram(&server.options.address);
    listener_open(&server.listener, &server.options, model->blocking);
    check_limits(&server);
    farewell_begin(&server.farewells);
    pool_begin(&server.pool);
    roster_begin(&server.roster);
    stopping_watch(server.listener.fd, server.options.grace_ns);
    say_ready(&server);
    model->serve(&server);
    if (server.datagrams)
        datagram_answer_batch(&server); /* what had arrived before the stop */
    return leave(&server);
}
