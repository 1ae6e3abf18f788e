/* poll_all.c - poll(), whatever has become of the limit of descriptors. */
#include "poll_all.h"

#include <errno.h>
#include <sys/resource.h>

enum { NAP_MS = 10 };

/* Looks at all pieces and waits for none. */
static int look_at_pieces(struct pollfd *entries, size_t count, size_t most)
{
    int ready = 0;

    for (size_t first = 0; first < count; first += most) {
        size_t size = count - first < most ? count - first : most;
        int found = poll(entries + first, size, 0);

        if (found < 0)
            return found;
        ready += found;
    }
    return ready;
}

int poll_all(struct pollfd *entries, size_t count, int patience_ms)
{
    struct rlimit files;
    int ready = poll(entries, count, patience_ms);

    if (ready >= 0 || errno != EINVAL)
        return ready;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur == 0 ||
        files.rlim_cur >= count) {
        errno = EINVAL;
        return -1;
    }
    ready = look_at_pieces(entries, count, files.rlim_cur);
    if (ready == 0)
        poll(NULL, 0, patience_ms >= 0 && patience_ms < NAP_MS ? patience_ms : NAP_MS);
    return ready;
}
