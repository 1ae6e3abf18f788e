/* pacer.h - when an event loop wakes for messages that are due, and whether it sleeps till
 * then.
 *
 * A sleeping thread wakes up late: by some microseconds, on a halted virtual CPU by 20 to 50;
 * and a sleep costs CPU time by itself, for two switches and a timer.
 *
 * precise:  the loop wakes for each message, and stays awake when one is due within 12 us.
 * balanced: the first message that is due waits 200 us for those after it, and all that are due
 *           by then go out together. So half of them are late by 100 us and half of what waking
 *           up takes. At 32,000 a second it takes 0.55 to 0.6 times the CPU time; what is left
 * is mostly send() itself. Below 10,000 a second nothing would be saved, and it is precise.
 *           The server meets bursts, too: its own CPU time a message falls, its queue grows.
 *
 * Either way a reply wakes the loop at once, latency counts from when a message was due, and
 * the lateness is recorded. */
#ifndef ECHOLAB_PACER_H
#define ECHOLAB_PACER_H

#include <stdbool.h>
#include <stdint.h>

enum pacing { PACING_PRECISE, PACING_BALANCED };

struct pacer {
    uint64_t spin_ns;     /* a wait that is not longer is awake */
    uint64_t patience_ns; /* how long a message that is due waits for the next ones */
};

/* Before the first wait, by the thread that is going to sleep: the kernel shall not add the
 * 50 us by which it rounds sleeps up. `rate` is the thread's own. */
struct pacer pacer_prepare(enum pacing pacing, double rate);

/* When to attend to the messages that are due, of which `due_ns` is the earliest. */
static inline uint64_t pacer_wake_ns(const struct pacer *pacer, uint64_t due_ns)
{
    return due_ns + pacer->patience_ns;
}

/* False if that moment is so near that waiting awake is cheaper. */
static inline bool pacer_sleeps(const struct pacer *pacer, uint64_t now_ns, uint64_t wake_ns)
{
    return wake_ns > now_ns + pacer->spin_ns;
}

/* "precise", "balanced"; and back: false when there is no such pacing. */
const char *pacing_name(enum pacing pacing);
bool pacing_from_name(const char *name, enum pacing *pacing);

#endif
