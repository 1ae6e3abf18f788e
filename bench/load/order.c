/* order.c - whether all options together make an order that can be carried out. */
#include "order.h"

#include "clock.h"
#include "parcel.h"
#include "quantity.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* How many datagrams a connection may have under way in an open loop, where they shall not wait
 * for one that is lost. */
enum { OPEN_LOOP_DATAGRAMS = 256 };

static _Thread_local char sentence[512];

__attribute__((format(printf, 1, 2))) static const char *refuse(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return sentence;
}

/* A datagram has to hold what it is known by, and be one that every server takes. */
static const char *check_datagrams(const struct options *options)
{
    if (!address_is_datagram(&options->address))
        return NULL;
    if (options->size_min < PARCEL_HEADER)
        return refuse(
            "--size: a datagram of %u bytes cannot be told from others; use at least %d",
            options->size_min, PARCEL_HEADER);
    if (options->size_max > PARCEL_LONGEST)
        return refuse("--size: %u bytes are more than a datagram carries; use at most %d",
                      options->size_max, PARCEL_LONGEST);
    return NULL;
}

static const char *check_tasks_and_bad_clients(const struct options *options)
{
    const bool tasks = options->service == SERVICE_TASK;
    const bool bad_clients = stall_clients(&options->stall) > 0;
    char quote[QUANTITY_QUOTE];

    if (address_is_datagram(&options->address) && (tasks || bad_clients))
        return refuse("%s needs a stream, and %s is for datagrams",
                      tasks ? "--service=task" : "--stall",
                      quantity_quote(options->where, quote));
    if (options->task.text && !tasks)
        return refuse("--task=%s goes with --service=task", options->task.text);
    if (tasks && (options->size_min < TASK_HEADER_SIZE || options->size_max > TASK_SIZE_MAX))
        return refuse("--size: a task has from %d bytes, its header, to 64KiB",
                      TASK_HEADER_SIZE);
    return NULL;
}

static const char *check_length(const struct options *options)
{
    if (options->duration_ns > 0 && options->requests > 0)
        return "--duration and --requests exclude each other";
    if (options->requests > 0 && options->warmup_ns != UINT64_MAX)
        return "--warmup goes with --duration; with --requests every message counts";
    if (options->connections == 0 && options->requests > 0)
        return "--requests needs connections that send";
    return NULL;
}

static const char *check_rate(const struct options *options)
{
    if (options->rate > 0 && options->think_ns > 0)
        return "--think is of a closed loop; with --rate the rate says when";
    if (options->rate > 0 && options->connections == 0)
        return "--rate needs connections that send";
    if (options->rate == 0 && options->sends)
        return "--sends needs --rate: in a closed loop no message is due";
    return NULL;
}

static const char *check_connections(const struct options *options)
{
    const uint32_t spread = options->connections ? options->connections : options->idle;
    char quote[QUANTITY_QUOTE];

    if (spread == 0)
        return "--connections=0 leaves nothing to do without --idle";
    if (options->sources.count > 0 && options->address.transport > TRANSPORT_UDP)
        return refuse("--sources needs a tcp:// or udp:// address, which %s is not",
                      quantity_quote(options->where, quote));
    if (options->threads > spread)
        return refuse("--threads: there are more threads (%u) than connections (%u)",
                      options->threads, spread);
    return NULL;
}

static bool is_same_file(const char *one, const char *other)
{
    return one && other && strcmp(one, other) == 0 && strcmp(one, "/dev/null") != 0;
}

static const char *check_files(const struct options *options)
{
    const char *const paths[] = { options->json, options->hlog, options->hgrm, options->csv,
                                  options->sends };
    const size_t count = sizeof paths / sizeof paths[0];
    char quote[QUANTITY_QUOTE];

    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++) {
            if (is_same_file(paths[i], paths[k]))
                return refuse("two files are to be written to %s",
                              quantity_quote(paths[i], quote));
            if (paths[k] && (strcmp(paths[k], "-") == 0 || *paths[k] == '\0'))
                return refuse("'%s' is no name of a file; only --json can go to stdout, by -",
                              paths[k]);
        }
    return NULL;
}

static void fill_in(struct options *options)
{
    const bool datagrams = address_is_datagram(&options->address);

    if (options->pipeline == 0)
        options->pipeline = datagrams && options->rate > 0 ? OPEN_LOOP_DATAGRAMS : 1;
    if (options->timeout_ns == 0)
        options->timeout_ns = (datagrams ? UINT64_C(1) : UINT64_C(10)) * NS_PER_S;
    if (options->duration_ns == 0 && options->requests == 0)
        options->duration_ns = UINT64_C(10) * NS_PER_S;
    if (options->warmup_ns == UINT64_MAX)
        options->warmup_ns = options->requests > 0 ? 0 : NS_PER_S;
}

const char *order_complete(struct options *options)
{
    static const char *(*const checks[])(const struct options *) = {
        check_datagrams, check_tasks_and_bad_clients,
        check_length,    check_connections,
        check_rate,      check_files,
    };
    const char *reason = address_parse(options->where, &options->address);

    for (size_t i = 0; !reason && i < sizeof checks / sizeof checks[0]; i++)
        reason = checks[i](options);
    if (!reason)
        fill_in(options);
    return reason;
}
