/* surroundings.c - what else went on while something was measured. */
#include "surroundings.h"

#include "address.h"

struct surroundings surroundings_look(const struct placement *placement)
{
    return (struct surroundings){ .own_cpu_s = machine_own_cpu_s(),
                                  .moment = machine_moment(placement),
                                  .network = network_look(),
                                  .time_wait = machine_time_wait() };
}

/* 0: there is none. */
static unsigned tcp_port(const char *text)
{
    struct address address;

    if (!*text || address_parse(text, &address) || address.transport != TRANSPORT_TCP)
        return 0;
    return address.port;
}

double surroundings_put(const struct placement *placement, const struct surroundings *before,
                        const struct part *part, struct readings *readings)
{
    static const char from_sockstat[] = "/proc/net/sockstat";
    double own_s = machine_own_cpu_s() - before->own_cpu_s;
    double took_s =
        machine_put_foreign(placement, &before->moment, part->cpu_s + own_s, readings);

    if (before->time_wait >= 0)
        readings_put(readings, "time_wait_before", "1", from_sockstat,
                     (double)before->time_wait);
    else
        readings_lack(readings, "time_wait_before", "1", from_sockstat,
                      "the kernel does not tell");
    network_put(&before->network, tcp_port(part->address), part->connections, readings);
    readings_put(readings, "cpus", "1", "sched_setaffinity", placement->shared ? 1 : 2);
    return took_s;
}
