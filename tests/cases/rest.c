/* rest.c - whether a server with nothing to do does nothing. */
#include "rest.h"

#include "check.h"
#include "clock.h"
#include "patience.h"
#include "server_process.h"

enum { BREATH_MS = 20, LOOK_US = 1000, SANITIZER_WORK = 5, RESTLESS = 80 };

/* Of the time that has passed, in percent. */
struct effort {
    uint64_t used;   /* with a CPU */
    uint64_t wanted; /* with one, or in vain */
};

/* What children have used is gone with them. */
static uint64_t growth(uint64_t before, uint64_t after)
{
    return after > before ? after - before : 0;
}

/* A wait for a CPU is counted when it is over. Whoever spins never sleeps, so that of him it is
 * all the time there is. */
static bool falls_asleep(const struct server *server, uint64_t deadline)
{
    while (observe_wants_cpu(server->pid)) {
        if (remaining_ms(deadline) == 0)
            return false;
        pause_us(LOOK_US);
    }
    return true;
}

/* In a window of so long, or longer if it ends inside a wait. */
static struct effort effort_during(const struct server *server, uint64_t ms, uint64_t deadline)
{
    uint64_t start_ns = clock_now_ns();
    uint64_t cpu_ns = observe_cpu_ns(server->pid);
    uint64_t wait_ns = observe_wait_ns(server->pid);

    pause_us(ms * 1000);

    bool asleep = falls_asleep(server, deadline);

    cpu_ns = growth(cpu_ns, observe_cpu_ns(server->pid));
    wait_ns = growth(wait_ns, observe_wait_ns(server->pid));

    uint64_t passed_ns = clock_now_ns() - start_ns;

    return (struct effort){
        .used = 100 * cpu_ns / passed_ns,
        .wanted = asleep ? 100 * (cpu_ns + wait_ns) / passed_ns : 100,
    };
}

/* On a busy machine, who spins has no CPU to spin on; but it always wants one. Who only looks
 * up now and then waits for one each time, so a good part of the time proves nothing. And who
 * spins does so in every window. */
void expect_rest(const struct server *server, uint64_t ms, uint64_t percent)
{
    uint64_t deadline = deadline_after_ms(OPERATION_MS);

    if (observe_sanitizer(server->pid))
        percent *= SANITIZER_WORK;
    while (effort_during(server, BREATH_MS, deadline).used > percent &&
           remaining_ms(deadline) > 0)
        continue;

    struct effort effort;

    do
        effort = effort_during(server, ms, deadline);
    while ((effort.used > percent || effort.wanted > RESTLESS) && remaining_ms(deadline) > 0);
    check_between("percent of a CPU used while there is nothing to do", 0, percent,
                  effort.used);
    check_between("percent of the time in which it wanted a CPU", 0, RESTLESS, effort.wanted);
}
