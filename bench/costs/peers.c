/* peers.c - what a message costs the load generators that everybody knows, and echo-load.
 *
 * Each of them talks to the server that it is made for: the client's CPU time counts, and
 * nobody else's. Their requests are not the same: wrk's is a GET that is answered with 64 bytes
 * of body, redis-benchmark's an ECHO of 64 bytes, sockperf's 64 bytes over TCP. */
#include "peers.h"

#include "contest.h"
#include "interrupt.h"
#include "peer_server.h"
#include "report.h"
#include "target.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

static const char body[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
static const char messages[] = "150000"; /* more than a second's work */
static const char few_messages[] = "50000";

/* "  123456 requests in 1.00s, ...": the number before the words. */
static bool read_before(const char *output, const char *words, double *number)
{
    const char *at = strstr(output, words);

    while (at && at > output && strchr("0123456789", at[-1]))
        at--;
    return at && sscanf(at, "%lf", number) == 1;
}

static bool read_wrk(const char *output, double figures[FIGURES])
{
    return !strstr(output, "Non-2xx") && !strstr(output, "Socket errors") &&
           read_before(output, " requests in ", &figures[FIGURE_MESSAGES]);
}

static bool read_redis_benchmark(const char *output, double figures[FIGURES])
{
    return read_before(output, " requests completed in ", &figures[FIGURE_MESSAGES]);
}

static bool read_sockperf(const char *output, double figures[FIGURES])
{
    const char *at = strstr(output, "ReceivedMessages=");

    return at && sscanf(at, "ReceivedMessages=%lf", &figures[FIGURE_MESSAGES]) == 1;
}

/* One process, so that none is left when we are killed; all it could write goes into its
 * folder.
 */
static bool configure_nginx(const struct peer_server *server)
{
    char path[PATH_MAX];
    FILE *file;

    snprintf(path, sizeof path, "%s/nginx.conf", server->folder);
    file = fopen(path, "we");
    if (!file)
        return false;
    fprintf(file,
            "daemon off;\nmaster_process off;\nerror_log /dev/null;\npid nginx.pid;\n"
            "events { worker_connections 256; }\n"
            "http {\n  access_log off;\n  keepalive_requests 1000000000;\n"
            "  client_body_temp_path body;\n  proxy_temp_path proxy;\n"
            "  fastcgi_temp_path fastcgi;\n  uwsgi_temp_path uwsgi;\n"
            "  scgi_temp_path scgi;\n  server {\n    listen 127.0.0.1:%u;\n"
            "    location / { return 200 \"%s\"; }\n  }\n}\n",
            server->port, body);
    return fclose(file) == 0;
}

static bool serve_nginx(struct words *words, const struct peer_server *server)
{
    words_add(words, "-e");
    words_add(words, "/dev/null");
    words_add(words, "-p");
    words_add(words, "%s", server->folder);
    words_add(words, "-c");
    words_add(words, "nginx.conf");
    return configure_nginx(server);
}

static bool serve_redis(struct words *words, const struct peer_server *server)
{
    words_add(words, "--port");
    words_add(words, "%u", server->port);
    words_add(words, "--bind");
    words_add(words, "127.0.0.1");
    words_add(words, "--dir");
    words_add(words, "%s", server->folder);
    words_add(words, "--save");
    words_add(words, "%s", "");
    words_add(words, "--appendonly");
    words_add(words, "no");
    return true;
}

static bool serve_sockperf(struct words *words, const struct peer_server *server)
{
    words_add(words, "server");
    words_add(words, "--tcp");
    words_add(words, "--ip=127.0.0.1");
    words_add(words, "--port=%u", server->port);
    return true;
}

static void load_wrk(struct words *words, uint16_t port)
{
    words_add(words, "-t1");
    words_add(words, "-c64");
    words_add(words, "-d2s");
    words_add(words, "http://127.0.0.1:%u/", port);
}

static void load_redis(struct words *words, uint16_t port)
{
    words_add(words, "-p");
    words_add(words, "%u", port);
    words_add(words, "-c");
    words_add(words, "64");
    words_add(words, "-P");
    words_add(words, "1");
    words_add(words, "-n");
    words_add(words, "%s", messages);
    words_add(words, "ECHO");
    words_add(words, "%s", body);
}

static void load_sockperf(struct words *words, uint16_t port)
{
    words_add(words, "ping-pong");
    words_add(words, "--tcp");
    words_add(words, "--ip=127.0.0.1");
    words_add(words, "--port=%u", port);
    words_add(words, "--msg-size=64");
    words_add(words, "--time=2");
}

enum who { PEER, OURS, MINIMAL };

struct peer {
    const char *client, *server; /* programs */
    const char *packages;        /* of Debian's */
    const char *connections;     /* that it makes, and so do the others */
    const char *messages;        /* of the others */
    bool (*serve)(struct words *words, const struct peer_server *server);
    void (*load)(struct words *words, uint16_t port);
    contest_reader *read;
};

static const struct peer peers[] = {
    { "wrk", "nginx", "wrk nginx-light", "64", messages, serve_nginx, load_wrk, read_wrk },
    { "redis-benchmark", "redis-server", "redis-tools redis-server", "64", messages,
      serve_redis, load_redis, read_redis_benchmark },
    { "sockperf", "sockperf", "sockperf", "1", few_messages, serve_sockperf, load_sockperf,
      read_sockperf },
};

/* All three in rounds: both servers are up, and the one that is not asked costs nothing. */
static bool hold(const struct lab *lab, const struct peer *peer, const char *const *theirs,
                 const struct target *target, unsigned rounds, struct contest *contest,
                 char reason[REASON_TEXT])
{
    char load[PATH_MAX];
    char minimal[PATH_MAX];

    const char *const ours[] = { lab_program(lab, "echo-load", load),
                                 "-c",
                                 peer->connections,
                                 "-n",
                                 peer->messages,
                                 "--json=-",
                                 target->candidate.address,
                                 NULL };
    const char *const least[] = { lab_program(lab, "minimal-client", minimal),
                                  "127.0.0.1",
                                  target->port,
                                  peer->connections,
                                  "64",
                                  peer->messages,
                                  NULL };
    const struct contestant contestants[] = { [PEER] = { theirs, peer->read },
                                              [OURS] = { ours, contest_read_load },
                                              [MINIMAL] = { least, contest_read_minimal } };

    return contest_hold(lab, contestants, 3, rounds, contest, reason);
}

static bool start_server(const struct lab *lab, const struct peer *peer,
                         struct peer_server *server, char reason[REASON_TEXT])
{
    struct words words = { 0 };
    char path[PATH_MAX];
    bool started = false;

    if (!peer_server_prepare(server, reason))
        return false;
    words_add(&words, "%s", peer_find(peer->server, path));
    if (peer->serve(&words, server))
        started = peer_server_start(lab, words.list, server, reason);
    else
        snprintf(reason, REASON_TEXT, "cannot write into %s", server->folder);
    words_release(&words);
    return started;
}

static bool hold_at_target(const struct lab *lab, const struct peer *peer,
                           const struct target *target, unsigned rounds,
                           struct contest *contest, char reason[REASON_TEXT])
{
    struct peer_server server;
    struct words theirs = { 0 };
    char path[PATH_MAX];
    bool held = start_server(lab, peer, &server, reason);

    if (held) {
        words_add(&theirs, "%s", peer_find(peer->client, path));
        peer->load(&theirs, server.port);
        held = hold(lab, peer, theirs.list, target, rounds, contest, reason);
        words_release(&theirs);
    }
    peer_server_stop(&server);
    return held;
}

static bool compare(const struct lab *lab, const struct peer *peer, unsigned rounds,
                    struct contest *contest, char reason[REASON_TEXT])
{
    struct target target;

    if (!target_start(lab, &target, reason))
        return false;

    const bool held = hold_at_target(lab, peer, &target, rounds, contest, reason);

    target_stop(&target);
    return held;
}

static bool tell(const char *subject, const char *yardstick, const struct contest *contest,
                 enum who one, enum who other, struct limit limit)
{
    const struct spread spread = contest_ratio(contest, one, other, FIGURE_CPU_US);

    report_begin("peers", "client_cpu_per_message", subject, yardstick);
    return report_end(&spread, limit);
}

static bool check(const struct lab *lab, const struct peer *peer, unsigned rounds)
{
    const struct limit none = { LIMIT_NONE, 0 };
    struct contest contest;
    char path[PATH_MAX];
    char reason[REASON_TEXT] = "";

    if (!peer_find(peer->client, path) || !peer_find(peer->server, path)) {
        snprintf(reason, sizeof reason, "%s: not installed (apt-get install %s)", peer->client,
                 peer->packages);
        report_omission("peers", reason);
        return true;
    }
    if (!compare(lab, peer, rounds, &contest, reason)) {
        report_begin("peers", "client_cpu_per_message", peer->client, "minimal-client");
        return report_lack(reason);
    }
    tell(peer->client, "minimal-client", &contest, PEER, MINIMAL, none);
    tell("echo-load", "minimal-client", &contest, OURS, MINIMAL, none);
    return tell("echo-load", peer->client, &contest, OURS, PEER,
                (struct limit){ LIMIT_AT_MOST, 1 });
}

bool peers_check(const struct lab *lab, unsigned rounds)
{
    bool kept = true;

    for (size_t i = 0; i < sizeof peers / sizeof *peers && !interrupt_asked(); i++)
        kept &= check(lab, &peers[i], rounds);
    return kept;
}
