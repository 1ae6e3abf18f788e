/* round_trip.c - what a byte there and back costs between two processes that do nothing else.
 */
#include "round_trip.h"

#include "clock.h"
#include "statistics.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TIMED = 10000, WARM_UP = 500, WITHIN_MS = 300 };

/* What each side reads from and writes to. */
struct road_ends {
    int here_in, here_out, there_in, there_out;
};

static bool open_pipes(struct road_ends *ends)
{
    int there[2];
    int back[2];

    if (pipe2(there, O_CLOEXEC) < 0)
        return false;
    if (pipe2(back, O_CLOEXEC) < 0) {
        close(there[0]);
        close(there[1]);
        return false;
    }
    *ends = (struct road_ends){ back[0], there[1], there[0], back[1] };
    return true;
}

static bool open_socketpair(struct road_ends *ends)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return false;
    *ends = (struct road_ends){ pair[0], pair[0], pair[1], pair[1] };
    return true;
}

static bool connect_both(int listener, int client, int *served)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
    } name = { .v4 = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) } };
    socklen_t length = sizeof name.v4;
    int on = 1;

    if (listener < 0 || client < 0 || bind(listener, &name.any, length) < 0 ||
        listen(listener, 1) < 0 || getsockname(listener, &name.any, &length) < 0 ||
        connect(client, &name.any, length) < 0)
        return false;
    *served = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    return *served >= 0 && setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
           setsockopt(*served, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0;
}

static bool open_tcp(struct road_ends *ends)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int served = -1;
    bool connected = connect_both(listener, client, &served);

    if (listener >= 0)
        close(listener);
    *ends = (struct road_ends){ client, client, served, served };
    if (!connected && client >= 0)
        close(client);
    if (!connected && served >= 0)
        close(served);
    return connected;
}

static void close_ends(int in, int out)
{
    close(in);
    if (out != in)
        close(out);
}

static bool pass_on(int in, int out)
{
    char byte = 0;

    return read(in, &byte, 1) == 1 && write(out, &byte, 1) == 1;
}

/* The other process: it answers until nobody asks any more. */
static _Noreturn void answer(const struct road_ends *ends, int cpu, pid_t parent)
{
    close_ends(ends->here_in, ends->here_out);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent || !placement_pin(cpu))
        _exit(1);
    while (pass_on(ends->there_in, ends->there_out))
        ;
    _exit(0);
}

/* Returns how many have been timed, in microseconds. */
static size_t ask(const struct road_ends *ends, double *us)
{
    uint64_t end_ns = clock_now_ns() + WITHIN_MS * (uint64_t)NS_PER_MS;
    size_t count = 0;

    for (size_t i = 0; i < WARM_UP + TIMED; i++) {
        uint64_t sent_ns = clock_now_ns();

        if (write(ends->here_out, "", 1) != 1)
            break;

        char byte;
        ssize_t heard = read(ends->here_in, &byte, 1);
        uint64_t heard_ns = clock_now_ns();

        if (heard != 1 || heard_ns > end_ns)
            break;
        if (i >= WARM_UP)
            us[count++] = (double)(heard_ns - sent_ns) / NS_PER_US;
    }
    return count;
}

static void time_over(const struct road_ends *ends, int cpu, struct round_trip *trip)
{
    double *us = calloc(TIMED, sizeof *us);
    pid_t parent = getpid();
    pid_t child = us ? fork() : -1;

    if (child == 0)
        answer(ends, cpu, parent);
    close_ends(ends->there_in, ends->there_out);
    if (child > 0)
        trip->count = ask(ends, us);
    close_ends(ends->here_in, ends->here_out);
    if (child > 0)
        waitpid(child, NULL, 0);
    if (trip->count > 0) {
        statistics_sort(us, trip->count);
        trip->median_us = statistics_quantile(us, trip->count, 0.5);
        trip->p99_us = statistics_quantile(us, trip->count, 0.99);
    }
    free(us);
}

size_t round_trips(const struct placement *placement, struct round_trip trips[MOST_ROUND_TRIPS])
{
    static const struct {
        const char *over;
        bool (*open)(struct road_ends *ends);
    } roads[] = { { "pipe", open_pipes },
                  { "socketpair", open_socketpair },
                  { "tcp", open_tcp } };
    size_t count = 0;

    placement_pin(placement->generator_cpu);
    for (size_t i = 0; i < sizeof roads / sizeof *roads; i++)
        for (int one_cpu = 1; one_cpu >= (placement->shared ? 1 : 0); one_cpu--) {
            struct round_trip *trip = &trips[count++];
            struct road_ends ends;

            *trip = (struct round_trip){ .over = roads[i].over, .one_cpu = one_cpu };
            if (roads[i].open(&ends))
                time_over(&ends, one_cpu ? placement->generator_cpu : placement->server_cpu,
                          trip);
        }
    return count;
}

json_t *round_trips_json(const struct round_trip *trips, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        const struct round_trip *trip = &trips[i];
        bool known = trip->count > 0;
        json_t *one = json_object();

        json_object_set_new(one, "over", json_string(trip->over));
        json_object_set_new(one, "cpus", json_integer(trip->one_cpu ? 1 : 2));
        json_object_set_new(one, "count", json_integer((json_int_t)trip->count));
        json_object_set_new(one, "median_us", known ? json_real(trip->median_us) : json_null());
        json_object_set_new(one, "p99_us", known ? json_real(trip->p99_us) : json_null());
        json_array_append_new(list, one);
    }
    return list;
}
