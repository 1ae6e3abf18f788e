/* scenario.c - the questions that echo-bench asks, each described by data. */
#include "scenario.h"

#include "figures.h"

#include <string.h>

enum { KIB = 1024, MIB = 1024 * 1024 };

static const struct scenario table[] = {
    {
        .name = "rate",
        .question = "what does a request cost, at the same load?",
        .situation = "Steady load",
        .axis = "offered load, % of what the weakest concurrent model can do",
        .where = "at %s of what the weakest model can do",
        .headline = "70 %",
        .axis_kind = AXIS_LINEAR,
        .note = "64 clients, messages due at random (Poisson), whatever comes back. Latency\n"
                "counts from when a message was due; uncorrected, from when it was sent.",
        .depth = QUICK,
        .load = { .connections = 64 },
        .spectrum = true,
        .mains = 2,
        .points = { { "10 %", 10, DEFAULT, { .rate_share = 10 } },
                    { "30 %", 30, QUICK, { .rate_share = 30 } },
                    { "50 %", 50, DEFAULT, { .rate_share = 50 } },
                    { "70 %", 70, QUICK, { .rate_share = 70 } },
                    { "90 %", 90, DEFAULT, { .rate_share = 90 } } },
        .figures = { &cpu_per_request, &latency_p99, &system_calls_per_request,
                     &switches_per_request },
        .more = { &latency_p50, &latency_p99_9, &latency_p99_uncorrected, &cpu_user_per_request,
                  &cpu_system_per_request, &faults_per_request, &requests_per_s },
    },
    {
        .name = "ping",
        .question = "how much, flat out?",
        .situation = "Everybody at once, flat out",
        .axis = "connections",
        .where = "with %s connections",
        .headline = "64",
        .note = "CPU and switches are the server's, with all its threads and children.",
        .depth = QUICK,
        .mains = 2,
        .points = { { "1", 1, QUICK, { .connections = 1 } },
                    { "16", 16, DEFAULT, { .connections = 16 } },
                    { "64", 64, QUICK, { .connections = 64 } },
                    { "256", 256, DEFAULT, { .connections = 256 } },
                    { "1,000", 1000, FULL, { .connections = 1000 } },
                    { "5,000", 5000, FULL, { .connections = 5000 } } },
        .figures = { &requests_per_s, &cpu_per_request, &latency_p50, &latency_p99,
                     &switches_per_request },
        .more = { &cpu_user_per_request, &cpu_system_per_request, &system_calls_per_request,
                  &faults_per_request },
    },
    {
        .name = "idle",
        .question = "what do sleeping clients cost those who work?",
        .situation = "Many sleeping clients",
        .axis = "idle connections beside 16 active ones",
        .where = "beside %s idle connections",
        .headline = "1,000",
        .depth = QUICK,
        .load = { .connections = 16 },
        .grows = true,
        .mains = 1,
        .points = { { "0", 0, QUICK, { 0 } },
                    { "100", 100, FULL, { .idle = 100 } },
                    { "1,000", 1000, QUICK, { .idle = 1000 } },
                    { "3,000", 3000, DEFAULT, { .idle = 3000 } },
                    { "10,000", 10000, DEFAULT, { .idle = 10000 } } },
        .figures = { &cpu_per_request, &requests_per_s },
        .more = { &system_calls_per_request, &cpu_user_per_request, &cpu_system_per_request,
                  &latency_p50 },
    },
    {
        .name = "churn",
        .question = "what does a new client cost?",
        .situation = "Clients that come and go",
        .axis = "requests per connection",
        .where = "at %s request(s) a connection",
        .headline = "1",
        .axis_kind = AXIS_CATEGORY,
        .note =
            "8 clients, each of which hangs up, by a reset, and comes again. CPU: of the\n"
            "server's whole life but its start, divided by all connections; above iterative:\n"
            "block by block. The last point is the experiment of Stevens, Fenner and Rudoff,\n"
            "UNIX Network Programming, chapter 30: 5 clients, 2,500 connections in all, 4,000\n"
            "bytes each.",
        .depth = QUICK,
        .load = { .connections = 8 },
        .mains = 2,
        .points = { { "1", 1, QUICK, { .churn = 1 } },
                    { "10", 10, DEFAULT, { .churn = 10 } },
                    { "100", 100, FULL, { .churn = 100 } },
                    { "1,000", 1000, FULL, { .churn = 1000 } },
                    { "1 (UNP 30)",
                      1,
                      DEFAULT,
                      { .connections = 5, .churn = 1, .size = 4000, .requests = 2500 } } },
        .figures = { &cpu_per_connection, &cpu_above_iterative, &connections_per_s },
        .more = { &system_calls_per_connection, &faults_per_connection },
    },
    {
        .name = "stall",
        .question = "who suffers from a few bad clients?",
        .situation = "A few bad clients",
        .axis = "bad clients",
        .where = "beside %s",
        .headline = "1 reader",
        .axis_kind = AXIS_CATEGORY,
        .note =
            "4 good clients send 5,000 messages a second in all; beside them clients that\n"
            "never read, write a byte a second, are mute, or reset. The iterative server gets\n"
            "one good client. Starved: good clients without any answer.",
        .depth = QUICK,
        .load = { .connections = 4, .rate = 5000 },
        .one_alone = true,
        .from_first = true,
        .mains = 1,
        .points = { { "none", 0, QUICK, { 0 } },
                    { "1 reader", 1, QUICK, { .stall = "1:reader" } },
                    { "8 reader", 2, DEFAULT, { .stall = "8:reader" } },
                    { "64 reader", 3, FULL, { .stall = "64:reader" } },
                    { "1 writer", 4, DEFAULT, { .stall = "1:writer" } },
                    { "8 writer", 5, FULL, { .stall = "8:writer" } },
                    { "64 writer", 6, FULL, { .stall = "64:writer" } },
                    { "1 mute", 7, DEFAULT, { .stall = "1:mute" } },
                    { "8 mute", 8, FULL, { .stall = "8:mute" } },
                    { "64 mute", 9, FULL, { .stall = "64:mute" } },
                    { "1 reset", 10, DEFAULT, { .stall = "1:reset" } },
                    { "8 reset", 11, FULL, { .stall = "8:reset" } },
                    { "64 reset", 12, FULL, { .stall = "64:reset" } } },
        .figures = { &latency_p99, &starved },
        .more = { &latency_p50, &cpu_per_request },
    },
    {
        .name = "fair",
        .question = "does everybody get a turn?",
        .situation = "Everybody a turn",
        .axis = "connections",
        .where = "with %s connections",
        .headline = "1,000",
        .note =
            "Jain's index: 1 where all get the same, 1/n where one gets everything. A share\n"
            "is a client's part of the mean. First answer: from a client's first message.",
        .depth = DEFAULT,
        .mains = 1,
        .points = { { "16", 16, FULL, { .connections = 16 } },
                    { "64", 64, DEFAULT, { .connections = 64 } },
                    { "256", 256, FULL, { .connections = 256 } },
                    { "1,000", 1000, DEFAULT, { .connections = 1000 } },
                    { "5,000", 5000, FULL, { .connections = 5000 } } },
        .figures = { &jain, &min_share, &max_share, &first_byte_max, &starved },
        .more = { &first_byte_p50 },
    },
    {
        .name = "bulk",
        .question = "how many bytes?",
        .situation = "Many bytes",
        .axis = "bytes of a message",
        .where = "with messages of %s",
        .headline = "64 KiB",
        .note = "8 clients, flat out. Bytes count once, on their way there.",
        .depth = DEFAULT,
        .load = { .connections = 8 },
        .mains = 2,
        .points = { { "64", 64, DEFAULT, { .size = 64 } },
                    { "1 KiB", KIB, FULL, { .size = KIB } },
                    { "4 KiB", 4 * KIB, DEFAULT, { .size = 4 * KIB } },
                    { "16 KiB", 16 * KIB, FULL, { .size = 16 * KIB } },
                    { "64 KiB", 64 * KIB, DEFAULT, { .size = 64 * KIB } },
                    { "256 KiB", 256 * KIB, FULL, { .size = 256 * KIB } },
                    { "1 MiB", MIB, DEFAULT, { .size = MIB } } },
        .figures = { &megabytes_per_s, &cpu_s_per_gigabyte, &system_calls_per_request },
        .more = { &cpu_per_request, &switches_per_request, &latency_p99 },
    },
    {
        .name = "task",
        .question = "what if a request works, or blocks?",
        .situation = "Requests that work or block",
        .axis = "work that a message asks for",
        .where = "when messages ask for '%s'",
        .headline = "block 1 ms, 1 in 10",
        .axis_kind = AXIS_CATEGORY,
        .note =
            "64 clients send 4,000 messages a second in all. Spin: the server computes;\n"
            "block: it waits, as for a disk. 1 in 10: the others ask for 1 us, and the p99 of\n"
            "the short is theirs.",
        .depth = DEFAULT,
        .load = { .connections = 64, .rate = 4000 },
        .window_ms = 600,
        .mains = 2,
        .points = { { "spin 1 us", 0, FULL, { .task = "spin:1us" } },
                    { "spin 100 us", 1, FULL, { .task = "spin:100us" } },
                    { "spin exp 100 us", 2, FULL, { .task = "spin:exp:100us" } },
                    { "spin 1 ms, 1 in 10",
                      3,
                      DEFAULT,
                      { .task = "spin:bimodal:1us,1ms,0.1" } },
                    { "block 100 us", 4, FULL, { .task = "block:100us" } },
                    { "block 1 ms, 1 in 10",
                      5,
                      DEFAULT,
                      { .task = "block:bimodal:1us,1ms,0.1" } },
                    { "block 1 ms", 6, DEFAULT, { .task = "block:1ms", .rate = 2000 } } },
        .figures = { &latency_p99_short, &latency_p99, &answered_share, &cpu_per_request },
        .more = { &latency_p50, &switches_per_request },
    },
    {
        .name = "memory",
        .question = "what does a client weigh?",
        .situation = "What a client weighs",
        .axis = "idle connections",
        .where = "with %s idle connections",
        .headline = "1,000",
        .note =
            "What the server grew by, from ready to all connected and at rest. PSS: its\n"
            "processes' pages; with the kernel's: what its cgroup was charged, sockets too.",
        .depth = DEFAULT,
        .load = { .connections = 1 },
        .weighs = true,
        .window_ms = 50,
        .mains = 2,
        .points = { { "1,000", 1000, QUICK, { .idle = 1000 } },
                    { "5,000", 5000, FULL, { .idle = 5000 } } },
        .figures = { &memory_per_connection, &kernel_memory_per_connection, &processes,
                     &threads },
    },
    {
        .name = "knee",
        .question = "how much under a promise?",
        .situation = "A promise on latency",
        .axis = "connections",
        .where = "with %s connections",
        .headline = "64",
        .note = "The highest rate at which 99 % of the answers come within the promise (1 ms\n"
                "unless --promise says otherwise), found by a search in each run.",
        .depth = DEFAULT,
        .searches = true,
        .mains = 1,
        .points = { { "64", 64, DEFAULT, { .connections = 64 } } },
        .figures = { &knee_per_s },
    },
    {
        .name = "udp",
        .question = "and without connections?",
        .situation = "Datagrams",
        .axis = "datagrams offered a second",
        .where = "at %s datagrams a second",
        .headline = "20,000",
        .note = "8 clients. Lost: of what was sent, not answered within a second, wherever it "
                "went.",
        .depth = DEFAULT,
        .load = { .connections = 8, .datagrams = true },
        .loses = true,
        .mains = 2,
        .points = { { "1,000", 1000, FULL, { .rate = 1000 } },
                    { "5,000", 5000, DEFAULT, { .rate = 5000 } },
                    { "20,000", 20000, DEFAULT, { .rate = 20000 } },
                    { "50,000", 50000, FULL, { .rate = 50000 } } },
        .figures = { &lost_share, &latency_p99, &cpu_per_request },
        .more = { &latency_p50, &system_calls_per_request, &switches_per_request },
    },
};

static const struct scenario job = {
    .name = "job",
    .question = "how long for a fixed piece of work?",
    .situation = "A fixed piece of work",
    .axis = "messages of 10,000 clients, 8 at a time, 100 each",
    .where = "for %s messages",
    .headline = "1,000,000",
    .note = "Wall time and the client's CPU are hyperfine's; the server's CPU is our own\n"
            "accounting of the same jobs. hyperfine does all jobs of a model before those of\n"
            "the next, so what the machine does meanwhile is not the same for all.",
    .depth = QUICK,
    .load = { .connections = 8, .churn = 100, .pipeline = 10, .requests = 1000000 },
    .mains = 1,
    .points = { { "1,000,000", 1000000, QUICK, { 0 } } },
    .figures = { &wall_time, &client_cpu, &server_cpu },
};

_Static_assert(sizeof table / sizeof *table <= MOST_SCENARIOS, "raise MOST_SCENARIOS");

size_t scenario_count(void)
{
    return sizeof table / sizeof *table;
}

const struct scenario *scenario_at(size_t index)
{
    return &table[index];
}

const struct scenario *scenario_named(const char *name)
{
    for (size_t i = 0; i < scenario_count(); i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

const struct scenario *scenario_job(void)
{
    return &job;
}

const struct point *scenario_point(const struct scenario *scenario, const char *label)
{
    for (const struct point *point = scenario->points; point->label; point++)
        if (strcmp(point->label, label) == 0)
            return point;
    return NULL;
}

void scenario_figures(const struct scenario *scenario,
                      const struct figure *figures[ALL_FIGURES + 1])
{
    size_t count = 0;

    for (size_t i = 0; scenario->figures[i]; i++)
        figures[count++] = scenario->figures[i];
    for (size_t i = 0; scenario->more[i]; i++)
        figures[count++] = scenario->more[i];
    figures[count] = NULL;
}

static int either(int here, int otherwise)
{
    return here != 0 ? here : otherwise;
}

struct load scenario_load(const struct scenario *scenario, const struct point *point)
{
    const struct load *all = &scenario->load;
    const struct load *here = &point->load;

    return (struct load){
        .connections = either(here->connections, all->connections),
        .idle = either(here->idle, all->idle),
        .churn = either(here->churn, all->churn),
        .pipeline = either(here->pipeline, all->pipeline),
        .size = either(either(here->size, all->size), 64),
        .requests = either(here->requests, all->requests),
        .rate = here->rate > 0 ? here->rate : all->rate,
        .rate_share = either(here->rate_share, all->rate_share),
        .stall = here->stall ? here->stall : all->stall,
        .task = here->task ? here->task : all->task,
        .datagrams = here->datagrams || all->datagrams,
    };
}
