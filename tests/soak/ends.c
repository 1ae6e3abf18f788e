/* ends.c - how a server's life ends. */
#include "ends.h"

#include "verbs.h"

#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <sys/stat.h>

enum { GRACE_MS = 5000 };

void ends_leave(struct server *server)
{
    struct stat status;

    stop_server(server, GRACE_MS + OPERATION_MS);
    if (server->trial->transport & STREAMS)
        expect_refused_connection(server);
    if (server->trial->transport & LOCAL)
        check(lstat(server_path(server), &status) < 0 && errno == ENOENT,
              "expected the socket file to be gone, saw %s", server_path(server));
}

static uint64_t counter(const json_t *counters, const char *name)
{
    const json_t *value = json_object_get(counters, name);

    check(json_is_integer(value), "expected the server's counter %s", name);
    return (uint64_t)json_integer_value(value);
}

static void compare(const json_t *counters, const char *name, uint64_t min, uint64_t max)
{
    check_between(name, min, max, counter(counters, name));
}

static void compare_datagrams(const json_t *counters, const struct tally *tally)
{
    compare(counters, "datagrams_in", tally->datagrams_sent, tally->datagrams_sent);
    compare(counters, "datagrams_out", tally->datagrams_received, tally->datagrams_received);
    compare(counters, "datagrams_dropped", 0, 0);
}

/* Nobody outside knows how much of what a bad client has sent was read before it left. */
static void compare_streams(const json_t *counters, enum mood mood, const struct tally *tally)
{
    const uint64_t met = tally->connections + tally->strangers;
    const uint64_t away = tally->missing + tally->failed + tally->turned_away;
    const uint64_t in = counter(counters, "bytes_in");

    compare(counters, "closed", counter(counters, "accepted"), counter(counters, "accepted"));
    compare(counters, "accepted", mood == CALM ? met : met - (away < met ? away : met),
            mood == CALM ? met : met + tally->failed);
    compare(counters, "refused", 0, 0);
    compare(counters, "bytes_in", tally->received, tally->sent + tally->sent_by_strangers);
    compare(counters, "bytes_out", tally->received, in);
}

/* A server that has no descriptor left sheds those who come if it is libuv's, an iterative one
 * hangs up on the silent, and whoever is cut off has missed something. Nobody else may. */
static void compare_failures(const struct server *server, const json_t *counters,
                             enum mood mood, const struct tally *tally)
{
    const uint64_t kicked = counter(counters, "idle_kicked");

    check_equal("wrong bytes that came back", 0, (int64_t)tally->wrong);
    if (mood == CUT)
        return;
    check_equal("bytes and connections that failed those who stay", 0,
                (int64_t)tally->missed_by_stayers);
    if (mood == ROUGH && trial_is_of(server->trial, "U"))
        return;
    check_between("connections and datagrams that failed", 0, kicked, tally->failed);
    check_between("bytes that did not come", 0, kicked > 0 ? UINT64_MAX : 0, tally->missing);
}

void ends_compare(const struct server *server, enum mood mood, const struct tally *tally)
{
    json_error_t error;
    json_t *counters = json_load_file(server->counters, 0, &error);

    check(counters, "expected the server's counters, saw: %s", error.text);
    if (server->trial->transport & DATAGRAMS)
        compare_datagrams(counters, tally);
    else
        compare_streams(counters, mood, tally);
    compare_failures(server, counters, mood, tally);
    json_decref(counters);
}
