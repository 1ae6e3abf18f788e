/* network.c - what the kernel's network did meanwhile, and what it has left to give. */
#include "network.h"

#include "machine.h"

#include <stdlib.h>
#include <string.h>

enum { LINE = 8192, MOST_PEERS = 64, PEER = 40, TIME_WAIT = 6, FEW = 1000 };

static const char from_netstat[] = "/proc/net/netstat";
static const char from_tcp[] = "/proc/net/tcp and the port range";

/* Looks for a name in one line, and for its number at the same place in the other. */
static bool find(const char *names, const char *numbers, const char *name, double *number)
{
    char copy[LINE];
    char other[LINE];
    char *rest = copy;
    char *rest_of_numbers = other;

    snprintf(copy, sizeof copy, "%s", names);
    snprintf(other, sizeof other, "%s", numbers);
    for (;;) {
        const char *word = strsep(&rest, " \n");
        const char *value = strsep(&rest_of_numbers, " \n");

        if (!word || !value || !*value)
            return false;
        if (strcmp(word, name) == 0) {
            *number = strtod(value, NULL);
            return true;
        }
    }
}

void network_read(FILE *netstat, struct network *network)
{
    char names[LINE];
    char numbers[LINE];

    *network = (struct network){ 0 };
    while (fgets(names, sizeof names, netstat) && fgets(numbers, sizeof numbers, netstat))
        if (strncmp(names, "TcpExt:", 7) == 0)
            network->known = find(names, numbers, "ListenOverflows", &network->overflows) &&
                             find(names, numbers, "ListenDrops", &network->drops);
}

struct network network_look(void)
{
    struct network network = { 0 };
    FILE *file = fopen("/proc/net/netstat", "re");

    if (file) {
        network_read(file, &network);
        (void)fclose(file);
    }
    return network;
}

/* How many each other address has; beyond so many of them, each has few. */
struct peers {
    size_t count;
    char addresses[MOST_PEERS][PEER];
    double waiting[MOST_PEERS];
};

static double count_peer(struct peers *peers, const char *address)
{
    size_t i = 0;

    while (i < peers->count && strcmp(peers->addresses[i], address) != 0)
        i++;
    if (i == MOST_PEERS)
        return 0;
    if (i == peers->count) {
        snprintf(peers->addresses[i], PEER, "%s", address);
        peers->count++;
    }
    return ++peers->waiting[i];
}

/* "  12: 0100007F:1B5F 0100007F:C0A2 06 ...": either end may be the one that waits. */
void network_count_waiting(FILE *connections, unsigned port, double *most)
{
    struct peers peers = { 0 };
    char line[512];

    while (fgets(line, sizeof line, connections)) {
        char local[PEER];
        char remote[PEER];
        unsigned local_port, remote_port, state;

        if (sscanf(line, " %*d: %39[0-9A-F]:%x %39[0-9A-F]:%x %x", local, &local_port, remote,
                   &remote_port, &state) != 5 ||
            state != TIME_WAIT || (local_port != port && remote_port != port))
            continue;

        double waiting = count_peer(&peers, local_port == port ? remote : local);

        if (waiting > *most)
            *most = waiting;
    }
}

/* Looking through the table takes long when it is long, so only where there may be many. */
static double count_waiting(unsigned port)
{
    static const char *const tables[] = { "/proc/net/tcp", "/proc/net/tcp6" };
    double most = 0;

    if (machine_time_wait() < FEW)
        return 0;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        FILE *file = fopen(tables[i], "re");

        if (!file)
            continue;
        network_count_waiting(file, port, &most);
        (void)fclose(file);
    }
    return most;
}

static double port_range(void)
{
    char line[64];
    char *rest;

    if (!machine_line("/proc/sys/net/ipv4/ip_local_port_range", line, sizeof line))
        return 0;

    long first = strtol(line, &rest, 10);
    long last = strtol(rest, NULL, 10);

    return last >= first ? (double)(last - first + 1) : 0;
}

static void put_moved(const char *name, bool known, double moved, struct readings *readings)
{
    if (known)
        readings_put(readings, name, "1", from_netstat, moved);
    else
        readings_lack(readings, name, "1", from_netstat, "the kernel does not tell");
}

void network_put(const struct network *before, unsigned port, double connections,
                 struct readings *readings)
{
    struct network after = network_look();
    bool known = before->known && after.known;
    double range = port_range();

    put_moved("listen_overflows", known, after.overflows - before->overflows, readings);
    put_moved("listen_drops", known, after.drops - before->drops, readings);
    if (port == 0)
        readings_lack(readings, "ports_used_share", "1", from_tcp, "there are no ports");
    else if (range > 0)
        readings_put(readings, "ports_used_share", "1", from_tcp,
                     (count_waiting(port) + connections) / range);
    else
        readings_lack(readings, "ports_used_share", "1", from_tcp, "the range is not told");
}
