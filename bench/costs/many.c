/* many.c - what 18,000 connections cost echo-load: the time to make them, and its memory. */
#include "many.h"

#include "clock.h"
#include "generator.h"
#include "pairs.h"
#include "report.h"
#include "target.h"
#include "tree.h"

#include <stdio.h>

enum {
    CONNECTIONS = 18000,
    WITHIN_MS = 60 * 1000 /* for each of connecting and talking, and for the end */
};

/* What one run shows. */
struct sight {
    double connect_s; /* from the start of the program to the last connection */
    double pss_kib;   /* with all connections made, and nothing under way */
    double unanswered;
    double errors;
};

static bool explain(char reason[REASON_TEXT], const char *what)
{
    snprintf(reason, REASON_TEXT, "%s", what);
    return false;
}

static bool read_result(const struct generator *generator, unsigned messages,
                        struct sight *sight, char reason[REASON_TEXT])
{
    json_t *result = generator_result(generator, reason);
    double answered;
    bool good;

    if (!result)
        return false;
    good = json_unpack(result, "{s{sF} s{sF}}", "total", "requests", &answered, "errors",
                       "total", &sight->errors) == 0;
    sight->unanswered = messages - answered;
    json_decref(result);
    return good || explain(reason, "echo-load's result has no totals");
}

/* Everybody is connected, and nobody has spoken yet. */
static bool look_at_connected(const struct generator *generator, uint64_t begun_ns,
                              struct sight *sight)
{
    struct tree tree = { 0 };
    struct memory memory;

    sight->connect_s = (double)(clock_now_ns() - begun_ns) / NS_PER_S;

    const bool known = tree_read(generator->process.pid, &tree) && tree_memory(&tree, &memory);

    if (known)
        sight->pss_kib = memory.pss_kib;
    tree_release(&tree);
    return known;
}

/* From its start to its end, whose result tells whether everybody was answered; or, if it ends
 * early, why. */
static bool follow(struct generator *generator, const struct candidate *candidate,
                   unsigned messages, struct sight *sight, char reason[REASON_TEXT])
{
    static const char *const moments[] = { "connected", "open", "closed" };
    const uint64_t begun_ns = clock_now_ns();
    enum news news = NEWS_WORD;

    for (int i = 0; i < 3 && news == NEWS_WORD; i++) {
        news = generator_await(generator, candidate, moments[i], WITHIN_MS);
        if (news == NEWS_WORD && i == 0 && !look_at_connected(generator, begun_ns, sight))
            return explain(reason, "the memory of echo-load could not be read");
        if (news == NEWS_WORD && i != 1)
            generator_go_on(generator);
    }
    if (news == NEWS_WORD)
        news = generator_await_end(generator, candidate, WITHIN_MS);
    else if (news == NEWS_END)
        process_reap(&generator->process, &generator->ending);
    if (news != NEWS_END)
        return explain(reason, "echo-load did not come to its end");
    return read_result(generator, messages, sight, reason);
}

static bool look(const struct lab *lab, const struct target *target, int connections,
                 struct sight *sight, char reason[REASON_TEXT])
{
    struct generator generator;
    const unsigned messages = 2 * (unsigned)connections;
    const struct generator_order order = {
        .load = { .connections = connections, .size = 64, .requests = (int)messages },
        .sources = "127.0.0.2-127.0.0.3",
        .seed = 1,
        .address = target->candidate.address,
    };

    if (!generator_start(lab, &order, &generator, reason))
        return false;

    const bool good = follow(&generator, &target->candidate, messages, sight, reason);

    generator_release(&generator);
    return good;
}

struct series {
    unsigned count;
    double per_s[MOST_PAIRS];
    double kib[MOST_PAIRS]; /* of a connection beyond the first */
    double unanswered, errors;
};

static bool look_again(const struct lab *lab, const struct target *target,
                       struct series *series, char reason[REASON_TEXT])
{
    struct sight one;
    struct sight many;

    if (!look(lab, target, 1, &one, reason) || !look(lab, target, CONNECTIONS, &many, reason))
        return false;
    series->per_s[series->count] = CONNECTIONS / many.connect_s;
    series->kib[series->count] = (many.pss_kib - one.pss_kib) / (CONNECTIONS - 1);
    series->unanswered += many.unanswered;
    series->errors += many.errors;
    series->count++;
    return true;
}

static bool tell(const char *figure, double *values, size_t count, struct limit limit)
{
    const struct spread spread = statistics_describe(values, count);

    report_begin("many", figure, "echo-load", NULL);
    return report_end(&spread, limit);
}

static bool tell_all(struct series *series)
{
    const struct limit none_at_all = { LIMIT_AT_MOST, 0 };
    bool kept = true;

    kept &= tell("connections_per_s", series->per_s, series->count,
                 (struct limit){ LIMIT_AT_LEAST, 20000 });
    kept &= tell("pss_kib_per_connection", series->kib, series->count,
                 (struct limit){ LIMIT_AT_MOST, 1 });
    kept &= tell("unanswered", &series->unanswered, 1, none_at_all);
    kept &= tell("errors", &series->errors, 1, none_at_all);
    return kept;
}

bool many_check(const struct lab *lab, unsigned times)
{
    struct series series = { 0 };
    struct target target;
    char reason[REASON_TEXT] = "";
    bool good = target_start(lab, &target, reason);

    if (good) {
        for (unsigned i = 0; i < times && good; i++)
            good = look_again(lab, &target, &series, reason);
        target_stop(&target);
    }
    if (good)
        return tell_all(&series);
    report_begin("many", "all", "echo-load", NULL);
    return report_lack(reason);
}
