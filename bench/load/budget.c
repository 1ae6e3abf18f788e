/* budget.c - whether the machine has what a run asks for. */
#include "budget.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* A thread has an epoll, two timers and a wake-up call; the conductor has signals and news;
 * there are files of a line a second, and the result is written at the end. */
enum { DESCRIPTORS_A_THREAD = 4, DESCRIPTORS_BESIDE = 6 };

static char sentence[512];

/* Descriptors that are open already: inherited ones as well. */
static uint64_t count_open(void)
{
    DIR *directory = opendir("/proc/self/fd");
    uint64_t entries = 0;

    if (!directory)
        return 3;
    while (readdir(directory))
        entries++;
    closedir(directory);
    return entries - 3; /* ".", ".." and the directory itself */
}

static const char *check_descriptors(const struct options *options, uint64_t connections)
{
    const uint64_t needed = connections + options->threads * (uint64_t)DESCRIPTORS_A_THREAD +
                            DESCRIPTORS_BESIDE + count_open();
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return NULL;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit); /* if it fails, the limit below is the one there is */
    getrlimit(RLIMIT_NOFILE, &limit);
    if (needed <= limit.rlim_cur)
        return NULL;
    snprintf(sentence, sizeof sentence,
             "%ju connections need %ju descriptors, and the limit is %ju, %ju too few; "
             "raise it with 'ulimit -n %ju' as root, or LimitNOFILE=%ju in a systemd unit",
             (uintmax_t)connections, (uintmax_t)needed, (uintmax_t)limit.rlim_cur,
             (uintmax_t)(needed - limit.rlim_cur), (uintmax_t)needed, (uintmax_t)needed);
    return sentence;
}

/* How many local ports connections to one address can have; UINT64_MAX if it cannot be told. */
static uint64_t count_ports(void)
{
    FILE *file = fopen("/proc/sys/net/ipv4/ip_local_port_range", "re");
    char line[64] = "";
    char *end = line;

    if (!file)
        return UINT64_MAX;
    if (!fgets(line, sizeof line, file))
        line[0] = '\0';
    (void)fclose(file);

    const long first = strtol(line, &end, 10);
    const long last = strtol(end, NULL, 10);

    return first > 0 && last >= first ? (uint64_t)(last - first) + 1 : UINT64_MAX;
}

static const char *check_ports(const struct options *options, uint64_t connections)
{
    const uint64_t range = count_ports();
    const uint64_t sources = options->sources.count > 0 ? options->sources.count : 1;
    const uint64_t ports = range > UINT64_MAX / sources ? UINT64_MAX : range * sources;

    if (connections <= ports)
        return NULL;
    snprintf(sentence, sizeof sentence,
             "%ju connections to one address need as many local ports, and %ju source %s %ju, "
             "%ju too few; spread them over %ju with --sources, such as "
             "--sources=127.0.0.1-127.0.0.%ju on one machine",
             (uintmax_t)connections, (uintmax_t)sources,
             sources == 1 ? "address has" : "addresses have", (uintmax_t)ports,
             (uintmax_t)(connections - ports), (uintmax_t)(connections / range + 1),
             (uintmax_t)(connections / range + 1));
    return sentence;
}

const char *budget_check(const struct options *options)
{
    const uint64_t connections =
        (uint64_t)options->connections + options->idle + stall_clients(&options->stall);
    const char *reason = check_descriptors(options, connections);

    if (!reason && (options->address.transport == TRANSPORT_TCP ||
                    options->address.transport == TRANSPORT_UDP))
        reason = check_ports(options, connections);
    return reason;
}
