/* ledger.c - the server's counters against what its clients have counted. */
#include "ledger.h"

#include "check.h"
#include "peer.h"
#include "server_process.h"
#include "trial.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* From the certain to the possible. */
struct bounds {
    uint64_t min, max;
};

struct ledger {
    struct bounds accepted, failed;
    uint64_t refused, kicked, aborted;
    struct bounds bytes_in, bytes_out;
    uint64_t datagrams_in;
    struct bounds datagrams_out, datagrams_dropped;
};

static void add(struct bounds *bounds, uint64_t certain, uint64_t possible)
{
    bounds->min += certain;
    bounds->max += possible;
}

static void add_datagrams(struct ledger *ledger, const struct peer *peer)
{
    unsigned silent = peer->datagrams_sent - peer->datagrams_answered;

    ledger->datagrams_in += peer->datagrams_sent;
    add(&ledger->datagrams_out, peer->datagrams_answered,
        peer->datagrams_answered + peer->datagrams_lost);
    add(&ledger->datagrams_dropped, silent - peer->datagrams_lost, silent);
}

static void add_stream(struct ledger *ledger, const struct peer *peer)
{
    enum ending ending = peer->ending;

    if (ending == REFUSED || ending == SHED) {
        ledger->refused += ending == REFUSED;
        return;
    }

    /* Who was silent by not reading has said more than the server has heard. */
    bool certain = ending == LEFT || (ending == KICKED && peer->received == peer->sent);

    add(&ledger->accepted, ending != ABANDONED, 1);
    add(&ledger->failed, ending == CAST_OUT || ending == UNCOUNTED,
        ending == CAST_OUT || ending == UNCOUNTED || ending == ABANDONED);
    ledger->kicked += ending == KICKED;
    ledger->aborted += ending == ABORTED;
    uint64_t counted = ending == UNCOUNTED ? 0 : peer->received;

    add(&ledger->bytes_in, certain ? peer->sent : counted, peer->sent);
    add(&ledger->bytes_out, counted, certain ? peer->received : peer->sent);
}

static struct ledger sum_up(const struct server *server)
{
    struct ledger ledger = { 0 };

    for (const struct peer *peer = server->first; peer; peer = peer->next) {
        if (server->trial->transport & DATAGRAMS)
            add_datagrams(&ledger, peer);
        else
            add_stream(&ledger, peer);
    }
    return ledger;
}

static void read_counters(const struct server *server, char text[SERVER_TEXT])
{
    FILE *file = fopen(server->counters, "re");

    check(file, "expected the counters in %s, saw: %s", server->counters, strerror(errno));

    size_t count = fread(text, 1, SERVER_TEXT - 1, file);

    text[count] = '\0';
    (void)fclose(file);
    check(count > 2 && text[0] == '{' && text[count - 2] == '}',
          "expected one JSON object, saw '%s'", text);
}

static uint64_t counter(const char *text, const char *name)
{
    char key[64];

    (void)snprintf(key, sizeof key, "\"%s\":", name);

    const char *found = strstr(text, key);

    check(found, "expected a counter %s, saw '%s'", name, text);
    return strtoull(found + strlen(key), NULL, 10);
}

static void compare(const char *text, const char *name, struct bounds bounds)
{
    char what[64];

    (void)snprintf(what, sizeof what, "the server's counter %s", name);
    check_between(what, bounds.min, bounds.max, counter(text, name));
}

static void compare_exactly(const char *text, const char *name, uint64_t expected)
{
    compare(text, name, (struct bounds){ expected, expected });
}

void ledger_compare(const struct server *server)
{
    struct ledger ledger = sum_up(server);
    char text[SERVER_TEXT];

    read_counters(server, text);
    compare(text, "accepted", ledger.accepted);
    compare_exactly(text, "closed", counter(text, "accepted"));
    compare(text, "failed", ledger.failed);
    compare_exactly(text, "refused", ledger.refused);
    compare_exactly(text, "idle_kicked", ledger.kicked);
    compare_exactly(text, "aborted_on_exit", ledger.aborted);
    compare(text, "bytes_in", ledger.bytes_in);
    compare(text, "bytes_out", ledger.bytes_out);
    compare_exactly(text, "datagrams_in", ledger.datagrams_in);
    compare(text, "datagrams_out", ledger.datagrams_out);
    compare(text, "datagrams_dropped", ledger.datagrams_dropped);
    compare_exactly(text, "datagrams_in",
                    counter(text, "datagrams_out") + counter(text, "datagrams_dropped"));
}
