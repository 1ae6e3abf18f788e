/* scenario.c - the questions that echo-bench asks, each described by data. */
#include "scenario.h"

#include <string.h>

static const struct figure requests_per_s = {
    .name = "requests_per_s",
    .title = "requests/s",
    .unit = "1/s",
    .reading = "requests_per_s",
    .concern = CONCERN_RATE,
};

static const struct figure latency_p50 = {
    .name = "latency_p50_us",
    .title = "p50 us",
    .unit = "us",
    .reading = "latency_p50_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

static const struct figure latency_p99 = {
    .name = "latency_p99_us",
    .title = "p99 us",
    .unit = "us",
    .reading = "latency_p99_us",
    .digits = 1,
    .concern = CONCERN_RATE,
};

static const struct figure cpu_per_request = {
    .name = "cpu_us_per_request",
    .title = "CPU us/request",
    .unit = "us",
    .reading = "cpu_us_per_request",
    .digits = 2,
    .concern = CONCERN_COST,
};

static const struct figure switches_per_request = {
    .name = "switches_per_request",
    .title = "switches/request",
    .unit = "1",
    .reading = "switches_per_request",
    .digits = 3,
    .concern = CONCERN_COST,
};

static const struct figure connections_per_s = {
    .name = "connections_per_s",
    .title = "connections/s",
    .unit = "1/s",
    .reading = "connections_per_s",
    .concern = CONCERN_RATE,
};

static const struct figure cpu_per_connection = {
    .name = "cpu_us_per_connection",
    .title = "CPU us/connection",
    .unit = "us",
    .reading = "cpu_us_per_connection",
    .digits = 1,
    .concern = CONCERN_COST,
};

static const struct figure cpu_above_iterative = {
    .name = "cpu_us_per_connection_above_iterative",
    .title = "above iterative",
    .unit = "us",
    .reading = "cpu_us_per_connection",
    .above = "iterative",
    .digits = 1,
    .concern = CONCERN_COST,
};

static const struct figure memory_per_connection = {
    .name = "pss_kib_per_connection",
    .title = "PSS KiB/connection",
    .unit = "KiB",
    .reading = "pss_kib_per_connection",
    .digits = 2,
    .concern = CONCERN_MEMORY,
};

static const struct figure processes = {
    .name = "processes",
    .title = "processes",
    .unit = "1",
    .reading = "processes",
    .concern = CONCERN_MEMORY,
};

static const struct figure threads = {
    .name = "threads",
    .title = "threads",
    .unit = "1",
    .reading = "threads",
    .concern = CONCERN_MEMORY,
};

static const struct figure wall_time = {
    .name = "wall_s",
    .title = "wall s",
    .unit = "s",
    .reading = "wall_s",
    .digits = 3,
    .concern = CONCERN_RATE,
};

static const struct figure client_cpu = {
    .name = "client_cpu_s",
    .title = "client CPU s",
    .unit = "s",
    .reading = "client_cpu_s",
    .digits = 3,
    .concern = CONCERN_COST,
    .pooled = true,
};

static const struct figure server_cpu = {
    .name = "server_cpu_s",
    .title = "server CPU s",
    .unit = "s",
    .reading = "server_cpu_s",
    .digits = 3,
    .concern = CONCERN_COST,
    .pooled = true,
    .apart = true,
};

static const struct scenario table[] = {
    {
        .name = "ping",
        .question = "how much, flat out?",
        .axis = "connections",
        .note = "CPU and switches are the server's, with all its threads and children.",
        .load = { .connections = ON_AXIS },
        .points = { { 1, QUICK }, { 16, DEFAULT }, { 64, QUICK }, { 1000, FULL } },
        .figures = { &requests_per_s, &latency_p50, &latency_p99, &cpu_per_request,
                     &switches_per_request },
    },
    {
        .name = "churn",
        .question = "what does a new client cost?",
        .axis = "requests per connection",
        .note =
            "8 clients, each of which hangs up and comes again. CPU: of the server's whole "
            "life\n"
            "but its start, divided by all connections; above iterative: block by block.\n"
            "What a thread spends on its way out the kernel charges to nobody: threaded is\n"
            "some 3 us too cheap here (measured with a cgroup).",
        .load = { .connections = 8, .churn = ON_AXIS },
        .points = { { 1, QUICK }, { 10, DEFAULT }, { 100, FULL } },
        .figures = { &connections_per_s, &cpu_per_connection, &cpu_above_iterative },
    },
    {
        .name = "idle",
        .question = "what do sleeping clients cost those who work?",
        .axis = "idle connections beside 16 active ones",
        .load = { .connections = 16, .idle = ON_AXIS },
        .points = { { 0, QUICK }, { 100, DEFAULT }, { 1000, QUICK }, { 5000, FULL } },
        .figures = { &cpu_per_request, &requests_per_s },
    },
    {
        .name = "memory",
        .question = "what does a client weigh?",
        .axis = "idle connections",
        .note =
            "What the server's processes grew by, from ready to all connected and at rest;\n"
            "the kernel's side is not in it.",
        .load = { .connections = 1, .idle = ON_AXIS },
        .weighs = true,
        .window_ms = 50,
        .points = { { 1000, QUICK }, { 2000, DEFAULT }, { 5000, FULL } },
        .figures = { &memory_per_connection, &processes, &threads },
    },
};

static const struct scenario job = {
    .name = "job",
    .question = "how long for a fixed piece of work?",
    .axis = "messages of 10,000 clients, 8 at a time, 100 each",
    .note = "Wall time and the client's CPU are hyperfine's; the server's CPU is our own\n"
            "accounting of the same jobs.",
    .load = { .connections = 8, .churn = 100, .pipeline = 10 },
    .points = { { 1000000, QUICK } },
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

static int at(int amount, int point)
{
    return amount == ON_AXIS ? point : amount;
}

struct load scenario_load(const struct scenario *scenario, int point)
{
    const struct load *load = &scenario->load;

    return (struct load){
        .connections = at(load->connections, point),
        .idle = at(load->idle, point),
        .churn = at(load->churn, point),
        .pipeline = at(load->pipeline, point),
        .size = load->size == 0 ? 64 : at(load->size, point),
    };
}
