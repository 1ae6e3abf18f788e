/* sends.c - when messages were due and when they were sent. */
#include "sends.h"

#include "replace.h"
#include "worker.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct send_list {
    uint64_t opened_ns;
    struct worker *const *workers;
    unsigned count;
};

bool sends_create(struct sends *sends, size_t room)
{
    *sends = (struct sends){ .room = room };
    if (room > 0)
        sends->times = calloc(room, sizeof *sends->times);
    return room == 0 || sends->times;
}

void sends_destroy(struct sends *sends)
{
    free(sends->times);
}

static bool write_list(FILE *file, const void *subject)
{
    const struct send_list *list = subject;

    fputs("due_ns,sent_ns\n", file);
    for (unsigned i = 0; i < list->count; i++) {
        const struct sends *sends = &list->workers[i]->sends;

        for (size_t k = 0; k < sends->count; k++)
            fprintf(file, "%" PRIu64 ",%" PRIu64 "\n", sends->times[k].due_ns - list->opened_ns,
                    sends->times[k].sent_ns - list->opened_ns);
    }
    return ferror(file) == 0 && fflush(file) == 0;
}

bool sends_write(const char *path, uint64_t opened_ns, struct worker *const *workers,
                 unsigned count)
{
    const struct send_list list = { opened_ns, workers, count };
    const bool written = replace_file(path, write_list, &list);

    if (!written)
        warn("cannot write the times of sending to %s", path);
    return written;
}
