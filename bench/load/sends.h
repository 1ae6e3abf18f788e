/* sends.h - when messages were due and when they were sent: --sends, for whoever wants to check
 * the arrivals. */
#ifndef ECHOLAB_SENDS_H
#define ECHOLAB_SENDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct worker;

enum { SENDS_MOST = 1000000 }; /* kept in a run; the first ones */

struct send_time {
    uint64_t due_ns;
    uint64_t sent_ns;
};

struct sends {
    size_t count, room; /* room is 0 when nobody asks */
    struct send_time *times;
};

/* Room for so many; false if there is no memory. */
bool sends_create(struct sends *sends, size_t room);
void sends_destroy(struct sends *sends);

static inline void sends_add(struct sends *sends, uint64_t due_ns, uint64_t sent_ns)
{
    if (sends->count < sends->room)
        sends->times[sends->count++] = (struct send_time){ due_ns, sent_ns };
}

/* Writes those of all workers as CSV, worker by worker: a header, then due_ns,sent_ns since
 * `opened_ns`. False, after a line on stderr, if that fails. */
bool sends_write(const char *path, uint64_t opened_ns, struct worker *const *workers,
                 unsigned count);

#endif
