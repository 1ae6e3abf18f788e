/* json.c - the result for programs: one JSON object. */
#include "json.h"

#include "doubts.h"
#include "replace.h"

#include <err.h>
#include <string.h>

/* JSON's integers are signed here; no count of ours comes near their end. */
static json_t *integer(uint64_t number)
{
    return json_integer((json_int_t)number);
}

/* A path may hold any bytes, and JSON holds UTF-8 only. */
static json_t *text(const char *bytes)
{
    char plain[RESULT_TEXT];
    json_t *string = json_string(bytes);

    if (string)
        return string;
    snprintf(plain, sizeof plain, "%s", bytes);
    for (char *byte = plain; *byte; byte++)
        if ((unsigned char)*byte >= 0x80)
            *byte = '?';
    return json_string(plain);
}

static json_t *percentile(const struct histogram *histogram, double percent)
{
    uint64_t value = 0;

    return histogram_percentile(histogram, percent, &value) ? integer(value) : json_null();
}

json_t *json_times(const struct histogram *histogram)
{
    const bool any = histogram->count > 0;
    json_t *object = json_object();

    json_object_set_new(object, "count", integer(histogram->count));
    json_object_set_new(object, "min", any ? integer(histogram->min) : json_null());
    json_object_set_new(object, "mean",
                        any ? json_real(histogram_mean(histogram)) : json_null());
    json_object_set_new(object, "p50", percentile(histogram, 50));
    json_object_set_new(object, "p75", percentile(histogram, 75));
    json_object_set_new(object, "p90", percentile(histogram, 90));
    json_object_set_new(object, "p99", percentile(histogram, 99));
    json_object_set_new(object, "p99_9", percentile(histogram, 99.9));
    json_object_set_new(object, "p99_99", percentile(histogram, 99.99));
    json_object_set_new(object, "max", any ? integer(histogram->max) : json_null());
    json_object_set_new(object, "overflow", integer(histogram->overflow));
    return object;
}

static void add_load(json_t *object, const struct result *result)
{
    const struct options *options = result->options;
    static const char *const transports[] = { "tcp", "udp", "unix", "unixgram" };

    json_object_set_new(object, "schema", json_string("echolab-load-1"));
    json_object_set_new(object, "address", text(result->address));
    json_object_set_new(object, "transport",
                        json_string(transports[options->address.transport]));
    json_object_set_new(object, "service", json_string(options_service(options)));
    json_object_set_new(object, "task",
                        options->task.text ? text(options->task.text) : json_null());
    json_object_set_new(object, "connections", integer(options->connections));
    json_object_set_new(object, "threads", integer(options->threads));
    json_object_set_new(object, "idle", integer(options->idle));
    json_object_set_new(object, "size_min", integer(options->size_min));
    json_object_set_new(object, "size_max", integer(options->size_max));
    json_object_set_new(object, "pipeline", integer(options->pipeline));
    json_object_set_new(object, "churn", integer(options->churn));
    json_object_set_new(object, "think_ns", integer(options->think_ns));
    json_object_set_new(object, "rate",
                        options->rate > 0 ? json_real(options->rate) : json_null());
    json_object_set_new(object, "arrivals",
                        options->rate > 0 ? json_string(arrivals_name(options->arrivals))
                                          : json_null());
    json_object_set_new(object, "pacing",
                        options->rate > 0 ? json_string(pacing_name(options->pacing))
                                          : json_null());
    json_object_set_new(object, "seed", integer(options->seed));
}

static json_t *rate(uint64_t count, double window_s)
{
    return window_s > 0 ? json_real((double)count / window_s) : json_null();
}

/* Null where there is none: no message is due in a closed loop. */
static void add_open_loop(json_t *object, const struct result *result)
{
    const bool open_loop = result->open_loop;

    json_object_set_new(object, "due", open_loop ? integer(result->due) : json_null());
    json_object_set_new(object, "delayed", open_loop ? integer(result->delayed) : json_null());
    json_object_set_new(object, "unsent", open_loop ? integer(result->unsent) : json_null());
    json_object_set_new(object, "answered",
                        open_loop ? integer(result->answered) : json_null());
    json_object_set_new(object, "offered_per_s",
                        open_loop && result->window_s > 0 ? json_real(result->offered_per_s)
                                                          : json_null());
    json_object_set_new(object, "uncorrected_ns",
                        open_loop ? json_times(result->uncorrected) : json_null());
    json_object_set_new(object, "lateness_ns",
                        open_loop ? json_times(result->lateness) : json_null());
}

static json_t *reasons(const struct doubts *doubts)
{
    json_t *list = json_array();

    for (unsigned i = 0; i < doubts->count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "name", doubts->list[i].name,
                                              "text", doubts->list[i].text));
    return list;
}

static void add_verdict(json_t *object, const struct result *result)
{
    const struct doubts doubts = doubts_about(result);

    json_object_set_new(object, "verdict", json_string(doubts.count > 0 ? "SUSPECT" : "VALID"));
    json_object_set_new(object, "reasons", reasons(&doubts));
}

static void add_window(json_t *object, const struct result *result)
{
    const bool failed = result->failure[0] != '\0';

    json_object_set_new(object, "interrupted", json_boolean(result->interrupted));
    json_object_set_new(object, "failure", failed ? text(result->failure) : json_null());
    json_object_set_new(object, "partial", json_boolean(result_is_partial(result)));
    json_object_set_new(object, "exit_status", integer((uint64_t)result->exit_status));
    json_object_set_new(object, "window_s", json_real(result->window_s));
    json_object_set_new(object, "requests", integer(result->requests));
    json_object_set_new(object, "bytes", integer(result->bytes));
    json_object_set_new(object, "requests_per_s", rate(result->requests, result->window_s));
    json_object_set_new(object, "connections_opened", integer(result->connections_opened));
    json_object_set_new(object, "connections_per_s",
                        rate(result->connections_opened, result->window_s));
    add_open_loop(object, result);
    json_object_set_new(object, "latency_ns", json_times(result->latency));
    json_object_set_new(object, "connect_ns", json_times(result->connect));
    json_object_set_new(object, "first_byte_ns", json_times(result->first_byte));
}

/* Empty where messages are no tasks. */
static json_t *classes(const struct result *result)
{
    const struct task_plan *plan = &result->options->task;
    json_t *list = json_array();

    for (unsigned i = 0; result->classes[0] && i < task_classes(plan); i++) {
        json_t *object = json_object();

        json_object_set_new(object, "name", json_string(task_class_name(plan, i)));
        json_object_set_new(object, "latency_ns", json_times(result->classes[i]));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *totals(const struct totals *total)
{
    json_t *object = json_object();

    json_object_set_new(object, "requests", integer(total->requests));
    json_object_set_new(object, "bytes_sent", integer(total->bytes_sent));
    json_object_set_new(object, "bytes_received", integer(total->bytes_received));
    json_object_set_new(object, "datagrams_sent", integer(total->datagrams_sent));
    json_object_set_new(object, "datagrams_received", integer(total->datagrams_received));
    json_object_set_new(object, "connections", integer(total->connections));
    return object;
}

/* Shares of nothing are null. */
static json_t *shares(const struct fairness *fairness)
{
    const bool any = fairness->jain > 0;
    json_t *object = json_object();

    json_object_set_new(object, "jain", any ? json_real(fairness->jain) : json_null());
    json_object_set_new(object, "min_share",
                        any ? json_real(fairness->min_share) : json_null());
    json_object_set_new(object, "median_share",
                        any ? json_real(fairness->median_share) : json_null());
    json_object_set_new(object, "max_share",
                        any ? json_real(fairness->max_share) : json_null());
    json_object_set_new(object, "starved", integer(fairness->starved));
    return object;
}

static json_t *errors(const struct faults *faults)
{
    json_t *object = json_object();

    json_object_set_new(object, "connect", integer(faults->connect));
    json_object_set_new(object, "wrong", integer(faults->wrong));
    json_object_set_new(object, "missing", integer(faults->missing));
    json_object_set_new(object, "extra", integer(faults->extra));
    json_object_set_new(object, "lost", integer(faults->lost));
    json_object_set_new(object, "late", integer(faults->late));
    json_object_set_new(object, "duplicate", integer(faults->duplicate));
    json_object_set_new(object, "reordered", integer(faults->reordered));
    json_object_set_new(object, "corrupt", integer(faults->corrupt));
    json_object_set_new(object, "reset", integer(faults->reset));
    json_object_set_new(object, "timeout", integer(faults->timeout));
    json_object_set_new(object, "total", integer(faults_total(faults)));
    return object;
}

static json_t *stalled(const struct result *result)
{
    json_t *object = json_object();

    for (int kind = 0; kind < STALL_KINDS; kind++)
        json_object_set_new(object, stall_name((enum stall_kind)kind),
                            integer(result->options->stall.clients[kind]));
    json_object_set_new(object, "connections", integer(result->stalled.connections));
    json_object_set_new(object, "ended_by_server", integer(result->stalled.ended_by_server));
    json_object_set_new(object, "bytes_sent", integer(result->stalled.bytes_sent));
    return object;
}

static json_t *generator(const struct generator *used)
{
    json_t *object = json_object();

    json_object_set_new(object, "cpu_s", json_real(used->cpu_s));
    json_object_set_new(object, "cpu_share", json_real(used->cpu_share));
    json_object_set_new(object, "starved_share",
                        used->waited_known ? json_real(used->starved_share) : json_null());
    json_object_set_new(object, "voluntary_switches", integer(used->voluntary_switches));
    json_object_set_new(object, "involuntary_switches", integer(used->involuntary_switches));
    json_object_set_new(object, "dropped", integer(used->dropped));
    return object;
}

static json_t *whole(const struct result *result)
{
    json_t *object = json_object();

    add_load(object, result);
    add_window(object, result);
    json_object_set_new(object, "classes", classes(result));
    json_object_set_new(object, "total", totals(&result->total));
    json_object_set_new(object, "fairness", shares(&result->fairness));
    json_object_set_new(object, "errors", errors(&result->faults));
    json_object_set_new(object, "stall", stalled(result));
    json_object_set_new(object, "generator", generator(&result->generator));
    add_verdict(object, result);
    return object;
}

static bool dump(FILE *file, const void *object)
{
    return json_dumpf(object, file, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) == 0 &&
           fputc('\n', file) != EOF && fflush(file) == 0;
}

bool json_put(const json_t *object, const char *path)
{
    const bool to_stdout = strcmp(path, "-") == 0;
    const bool good = to_stdout ? dump(stdout, object) : replace_file(path, dump, object);

    if (!good)
        warn("cannot write the result to %s", to_stdout ? "stdout" : path);
    return good;
}

bool json_write(const struct result *result, const char *path)
{
    json_t *object = whole(result);
    const bool good = json_put(object, path);

    json_decref(object);
    return good;
}
