/* measure.c - makes one run: starts a fresh server, loads it, looks at it, stops it. */
#include "measure.h"

#include "candidate.h"
#include "clock.h"
#include "generator.h"
#include "interrupt.h"
#include "knee.h"
#include "plan.h"
#include "surroundings.h"
#include "tree.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

enum {
    SPEAKS_WITHIN_MS = 30 * 1000, /* beyond the time it needs anyway */
    SETTLED_AFTER_MS = 10,        /* without any CPU time spent */
    WEIGHED_AFTER_MS = 50,        /* the same, before its memory is looked at */
    SETTLES_WITHIN_MS = 5 * 1000,
    LOOKS_EVERY_MS = 5
};

static const char from_clocks[] = "CPU clock of each live process";
static const char from_wait[] = "wait4, dead children included";
static const char from_rollup[] = "smaps_rollup, summed over the tree";
static const char gone[] = "the server's processes could not be read";

/* A run in the making. */
struct scene {
    const struct lab *lab;
    struct run *run;
    struct load load;
    int patience_ms;
    struct candidate candidate;
    struct generator generator;
    struct account account;
    struct tree tree; /* the server's, as it was when everybody was connected */
};

/* Ctrl-C reaches a program of ours as well while it starts: that is no failure of a server's.
 */
static void fail(struct run *run, const char *reason)
{
    run->outcome = interrupt_asked() ? OUTCOME_INTERRUPTED : OUTCOME_FAILED;
    snprintf(run->failure, sizeof run->failure, "%s", reason);
}

static void put_or_lack(struct readings *readings, const char *name, const char *unit,
                        const char *source, bool known, double value)
{
    if (known)
        readings_put(readings, name, unit, source, value);
    else
        readings_lack(readings, name, unit, source, gone);
}

static void weigh(struct scene *scene, const char *pss, const char *anonymous)
{
    struct readings *readings = &scene->run->readings;
    struct memory memory;
    bool known = tree_memory(&scene->tree, &memory);

    put_or_lack(readings, pss, "KiB", from_rollup, known, memory.pss_kib);
    put_or_lack(readings, anonymous, "KiB", from_rollup, known, memory.anonymous_kib);
}

static void look_when_ready(struct scene *scene)
{
    double spent_s = 0;
    bool known = tree_read(scene->candidate.process.pid, &scene->tree) &&
                 tree_cpu_s(&scene->tree, &spent_s);

    put_or_lack(&scene->run->readings, "server_cpu_ready_s", "s", from_clocks, known, spent_s);
    account_look(&scene->account, STAGE_READY);
    if (scene->run->scenario->weighs)
        weigh(scene, "pss_ready_kib", "anonymous_ready_kib");
}

/* The clients' ends are connected; the server may still be busy with accepting its own. */
static void settle(struct scene *scene, uint64_t quiet_ms)
{
    uint64_t now_ns = clock_now_ns();
    uint64_t deadline_ns = now_ns + SETTLES_WITHIN_MS * (uint64_t)NS_PER_MS;
    uint64_t quiet_since_ns = now_ns;
    double before_s = -1;

    while (now_ns < deadline_ns && now_ns < quiet_since_ns + quiet_ms * NS_PER_MS) {
        struct pollfd interrupt = { .fd = interrupt_fd(), .events = POLLIN };
        double spent_s = 0;

        if (!tree_read(scene->candidate.process.pid, &scene->tree))
            return;
        if (!tree_cpu_s(&scene->tree, &spent_s) || spent_s > before_s)
            quiet_since_ns = clock_now_ns();
        before_s = spent_s;
        if (poll(&interrupt, 1, LOOKS_EVERY_MS) > 0)
            return;
        now_ns = clock_now_ns();
    }
}

static void look_when_connected(struct scene *scene)
{
    struct readings *readings = &scene->run->readings;

    settle(scene, scene->run->scenario->weighs ? WEIGHED_AFTER_MS : SETTLED_AFTER_MS);

    account_look(&scene->account, STAGE_CONNECTED);

    bool known = tree_read(scene->candidate.process.pid, &scene->tree);

    put_or_lack(readings, "processes", "1", "/proc", known, (double)scene->tree.count);
    put_or_lack(readings, "threads", "1", "/proc", known, (double)scene->tree.threads);
    readings_put(readings, "connections_open", "1", "the scenario",
                 scene->load.connections + scene->load.idle);
    if (scene->run->scenario->weighs)
        weigh(scene, "pss_connected_kib", "anonymous_connected_kib");
}

/* Both ends of the measured window, as the runner came to see them. */
struct edge {
    bool known;
    double cpu_s;
    uint64_t now_ns;
};

struct window {
    struct edge open, closed;
};

static void look_at_edge(struct scene *scene, enum stage stage, struct edge *edge)
{
    edge->known = tree_cpu_s(&scene->tree, &edge->cpu_s);
    edge->now_ns = clock_now_ns();
    account_look(&scene->account, stage);
}

/* A process that was born within the window brings along CPU time from before it, and one that
 * died has taken its own away: then there is no figure for the window. */
static void look_at_window(struct scene *scene, const struct window *window)
{
    struct readings *readings = &scene->run->readings;
    struct tree now = { 0 };
    bool known = window->open.known && window->closed.known;
    bool same = tree_read(scene->candidate.process.pid, &now) && tree_same(&scene->tree, &now);

    if (known && same)
        readings_put(readings, "server_cpu_window_s", "s", from_clocks,
                     window->closed.cpu_s - window->open.cpu_s);
    else
        readings_lack(readings, "server_cpu_window_s", "s", from_clocks,
                      known ? "processes came and went within the window" : gone);
    readings_put(readings, "window_seen_s", "s", "the runner's clock",
                 (double)(window->closed.now_ns - window->open.now_ns) / NS_PER_S);
    tree_release(&now);
}

/* What other news than the one waited for mean to the run. */
static bool give_up(struct scene *scene, enum news news, const char *awaited)
{
    char reason[REASON_TEXT];

    switch (news) {
    case NEWS_INTERRUPT:
        scene->run->outcome = OUTCOME_INTERRUPTED;
        break;
    case NEWS_SERVER_LEFT:
        fail(scene->run, ""); /* How it ended is known when it is reaped. */
        break;
    case NEWS_LATE:
        snprintf(reason, sizeof reason, "echo-load was not %s within %d s", awaited,
                 scene->patience_ms / 1000);
        fail(scene->run, reason);
        break;
    case NEWS_WORD:
    case NEWS_END:
        snprintf(reason, sizeof reason, "echo-load ended before it was %s", awaited);
        fail(scene->run, reason);
        break;
    }
    return false;
}

/* What may befall a datagram without anybody's fault: a model with many threads overtakes
 * itself.
 */
static double losses_of(const struct readings *readings)
{
    return readings_value(readings, "lost", 0) + readings_value(readings, "late", 0) +
           readings_value(readings, "reordered", 0);
}

/* The end of echo-load comes with a result even where it failed, and that says why. */
static bool take_result(struct scene *scene)
{
    struct run *run = scene->run;
    char reason[REASON_TEXT];

    run->load = generator_result(&scene->generator, reason);
    if (!run->load) {
        fail(run, reason);
        return false;
    }

    const char *failure = json_string_value(json_object_get(run->load, "failure"));

    readings_take_load(&run->readings, run->load);
    readings_put(&run->readings, "errors_tolerated", "1", "the scenario",
                 run->scenario->loses ? losses_of(&run->readings) : 0);
    readings_put(&run->readings, "generator_exit_status", "1", "wait4",
                 (double)scene->generator.ending.status);
    if (!failure || readings_value(&run->readings, "errors_tolerated", 0) >=
                        readings_value(&run->readings, "errors", 1))
        return true;
    snprintf(reason, sizeof reason, "echo-load: %s", failure);
    fail(run, reason);
    return false;
}

static bool await(struct scene *scene, const char *word)
{
    struct generator *generator = &scene->generator;
    enum news news = generator_await(generator, &scene->candidate, word, scene->patience_ms);

    if (news == NEWS_WORD)
        return true;
    if (news != NEWS_END)
        return give_up(scene, news, word);
    generator_await_end(generator, &scene->candidate, scene->patience_ms);
    if (take_result(scene))
        give_up(scene, news, word);
    return false;
}

/* From the first connection to echo-load's end. False if the run is not to be used. */
static bool conduct(struct scene *scene)
{
    struct window window = { 0 };

    if (!await(scene, "connected"))
        return false;
    look_when_connected(scene);
    generator_go_on(&scene->generator);

    if (!await(scene, "open"))
        return false;
    look_at_edge(scene, STAGE_OPEN, &window.open);

    if (!await(scene, "closed"))
        return false;
    look_at_edge(scene, STAGE_CLOSED, &window.closed);
    look_at_window(scene, &window);
    generator_go_on(&scene->generator);

    enum news news =
        generator_await_end(&scene->generator, &scene->candidate, scene->patience_ms);

    return news == NEWS_END ? take_result(scene) : give_up(scene, news, "done");
}

static void look_back(struct scene *scene, const struct ending *ending)
{
    struct readings *readings = &scene->run->readings;

    readings_put(readings, "server_cpu_life_s", "s", from_wait, ending->cpu_s);
    readings_put(readings, "switches", "1", from_wait,
                 ending->voluntary_switches + ending->involuntary_switches);
    readings_put(readings, "switches_voluntary", "1", from_wait, ending->voluntary_switches);
    readings_put(readings, "page_faults", "1", from_wait, ending->page_faults);
    if (scene->load.churn > 0)
        readings_put(readings, "connections_churned", "1", "echo-load",
                     readings_value(readings, "connections_in_all", 0));
}

/* A search loads the server many times, and its result stands for the run. */
static bool search(struct scene *scene, const struct conditions *conditions)
{
    static const char source[] = "search by echo-load";
    struct run *run = scene->run;
    struct knee knee;
    char reason[REASON_TEXT];
    bool found = knee_search(scene->lab, &scene->candidate, &scene->load, conditions, run->seed,
                             &knee, reason);

    scene->generator.ending.cpu_s = knee.generator_cpu_s;
    run->load = knee.load;
    if (!found) {
        fail(run, reason);
        return false;
    }
    if (run->load)
        readings_take_load(&run->readings, run->load);
    if (knee.kept_per_s > 0)
        readings_put(&run->readings, "knee_per_s", "1/s", source, knee.kept_per_s);
    else
        readings_lack(&run->readings, "knee_per_s", "1/s", source,
                      "the promise was kept at no rate that was tried");
    if (knee.broken_per_s > 0)
        readings_put(&run->readings, "knee_broken_per_s", "1/s", source, knee.broken_per_s);
    else
        readings_lack(&run->readings, "knee_broken_per_s", "1/s", source,
                      "the promise was broken at no rate that was tried: the knee is higher");
    readings_put(&run->readings, "knee_tries", "1", source, knee.tries);
    return true;
}

static bool load_server(struct scene *scene, const struct conditions *conditions)
{
    struct generator_order order = { .load = scene->load,
                                     .warm_up_ms = conditions->warm_up_ms,
                                     .window_ms = conditions->window_ms,
                                     .hlog = conditions->hlog,
                                     .seed = scene->run->seed,
                                     .address = scene->candidate.address };
    char reason[REASON_TEXT];

    if (scene->run->scenario->searches)
        return search(scene, conditions);
    look_when_ready(scene);
    if (scene->run->point->load.rate_share > 0 && scene->load.rate <= 0) {
        fail(scene->run, "no model could be measured whose rate this would be a share of");
        return false;
    }
    if (!generator_start(scene->lab, &order, &scene->generator, reason)) {
        fail(scene->run, reason);
        return false;
    }
    return conduct(scene);
}

/* Stops both, and says of the run what only their ends can tell. */
static void finish(struct scene *scene, const struct surroundings *before)
{
    struct run *run = scene->run;
    struct ending ending;
    struct part part = { .connections = scene->load.connections + scene->load.idle,
                         .address = scene->candidate.address };

    generator_release(&scene->generator);
    if (!candidate_stop(&scene->candidate, &ending, run->leave) && !*run->failure &&
        run->outcome == OUTCOME_FAILED)
        snprintf(run->failure, sizeof run->failure, "the server %.300s", run->leave);
    look_back(scene, &ending);
    account_look(&scene->account, STAGE_OVER);
    account_close(&scene->account, &ending, &run->readings);
    part.cpu_s = ending.cpu_s + scene->generator.ending.cpu_s;
    run->took_s = surroundings_put(&scene->lab->placement, before, &part, &run->readings);
    readings_derive(&run->readings);
    run->verdict = verdict_of(run);
    tree_release(&scene->tree);
}

static struct load load_of(const struct run *run, const struct conditions *conditions)
{
    struct load load = plan_load(run->model, run->scenario, run->point);

    if (load.rate_share > 0)
        load.rate = conditions->capacity_per_s * load.rate_share / 100;
    return load;
}

void measure(const struct lab *lab, const struct conditions *conditions, struct run *run)
{
    struct scene scene = {
        .lab = lab,
        .run = run,
        .load = load_of(run, conditions),
        .patience_ms = SPEAKS_WITHIN_MS + (int)(conditions->warm_up_ms + conditions->window_ms),
    };
    char address[ADDRESS_TEXT];
    struct candidate_order order = {
        .model = run->model,
        .address = road_address(conditions->road, scene.load.datagrams, address),
        .tasks = scene.load.task != NULL,
        .account = &scene.account,
    };
    struct surroundings before = surroundings_look(&lab->placement);

    run->rate = scene.load.rate;
    clock_gettime(CLOCK_REALTIME, &run->started);
    account_open(lab->accounting, scene.load.churn > 0 || scene.load.datagrams,
                 run->scenario->weighs, &scene.account);
    if (!candidate_start(lab, &order, &scene.candidate, run->leave)) {
        fail(run, run->leave);
        account_close(&scene.account, &(struct ending){ 0 }, &run->readings);
        return;
    }
    load_server(&scene, conditions);
    finish(&scene, &before);
}
