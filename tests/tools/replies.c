/* replies.c - replies that are still to be made: a heap. */
#include "replies.h"

#include <err.h>
#include <stdbool.h>
#include <stddef.h>

enum { PENDING = 65536 };

static struct reply pending[PENDING]; /* none is due before the one at (i - 1) / 2 */
static size_t pending_count;

static bool before(const struct reply *a, const struct reply *b)
{
    return a->due_ns != b->due_ns ? a->due_ns < b->due_ns : a->number < b->number;
}

void replies_add(const struct reply *reply)
{
    size_t place = pending_count++;

    if (place == PENDING)
        errx(1, "more than %d replies under way", PENDING);
    for (; place > 0 && before(reply, &pending[(place - 1) / 2]); place = (place - 1) / 2)
        pending[place] = pending[(place - 1) / 2];
    pending[place] = *reply;
}

struct reply replies_take(void)
{
    const struct reply first = pending[0], last = pending[--pending_count];
    size_t place = 0, child;

    while ((child = 2 * place + 1) < pending_count) {
        if (child + 1 < pending_count && before(&pending[child + 1], &pending[child]))
            child++;
        if (!before(&pending[child], &last))
            break;
        pending[place] = pending[child];
        place = child;
    }
    pending[place] = last;
    return first;
}

uint64_t replies_next_ns(void)
{
    return pending_count > 0 ? pending[0].due_ns : UINT64_MAX;
}
