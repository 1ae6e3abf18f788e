/* counters.c - what a server has done, counted over all its processes and threads. */
#include "counters.h"

#include "replace.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>

struct field {
    const char *name;
    size_t offset;
};

static const struct field fields[] = {
    { "accepted", offsetof(struct counters, accepted) },
    { "refused", offsetof(struct counters, refused) },
    { "closed", offsetof(struct counters, closed) },
    { "failed", offsetof(struct counters, failed) },
    { "idle_kicked", offsetof(struct counters, idle_kicked) },
    { "aborted_on_exit", offsetof(struct counters, aborted_on_exit) },
    { "bytes_in", offsetof(struct counters, bytes_in) },
    { "bytes_out", offsetof(struct counters, bytes_out) },
    { "datagrams_in", offsetof(struct counters, datagrams_in) },
    { "datagrams_out", offsetof(struct counters, datagrams_out) },
    { "datagrams_dropped", offsetof(struct counters, datagrams_dropped) },
};

enum { FIELDS = sizeof fields / sizeof *fields };

struct counters *counters_create(void)
{
    void *memory = mmap(NULL, sizeof(struct counters), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    return memory == MAP_FAILED ? NULL : memory;
}

static bool print_fields(FILE *file, const void *subject)
{
    const struct counters *counters = subject;
    bool written = true;

    for (size_t i = 0; i < FIELDS; i++) {
        const _Atomic uint64_t *field =
            (const _Atomic uint64_t *)(const void *)((const char *)counters + fields[i].offset);

        written &= fprintf(file, "%s\"%s\": %" PRIu64, i == 0 ? "{" : ", ", fields[i].name,
                           atomic_load(field)) > 0;
    }
    return fputs("}\n", file) >= 0 && written;
}

bool counters_write(const struct counters *counters, const char *path)
{
    return replace_file(path, print_fields, counters);
}

bool counters_can_write(const char *path)
{
    return replace_possible(path);
}
