/* farewell.c - sockets that are done with, but whose peer has not yet taken everything. */
#include "farewell.h"

#include "clock.h"
#include "stopping.h"

#include <err.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TICK_MS = 50 };

static const uint64_t patience_ns = 2ULL * NS_PER_S;

/* Throws waiting input away, one piece a look: whoever floods us takes no time from those who
 * are served. Returns false when the peer has finished or is gone. */
static bool discard_input(int fd)
{
    char waste[16384];
    ssize_t count = recv(fd, waste, sizeof waste, MSG_DONTWAIT);

    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

static void remove_at(struct farewells *farewells, size_t i)
{
    close(farewells->list[i].fd);
    if (farewells->list[i].refused)
        farewells->refused--;
    farewells->count--;
    memmove(&farewells->list[i], &farewells->list[i + 1],
            (farewells->count - i) * sizeof *farewells->list);
}

static void add(struct farewells *farewells, struct farewell farewell)
{
    if (farewells->count == farewells->room) {
        size_t room = farewells->room ? 2 * farewells->room : 16;
        struct farewell *list = realloc(farewells->list, room * sizeof *list);

        if (!list) {
            close(farewell.fd);
            return;
        }
        farewells->list = list;
        farewells->room = room;
    }
    farewells->list[farewells->count++] = farewell;
    farewells->refused += farewell.refused;
}

void farewell_begin(struct farewells *farewells)
{
    farewells->list = calloc(FAREWELL_REFUSED_MOST, sizeof *farewells->list);
    if (!farewells->list)
        err(1, "cannot make a list of farewells");
    farewells->room = FAREWELL_REFUSED_MOST;
}

static void close_oldest_refused(struct farewells *farewells)
{
    for (size_t i = 0; i < farewells->count; i++)
        if (farewells->list[i].refused) {
            remove_at(farewells, i);
            return;
        }
}

void farewell_see_off(struct farewells *farewells, int fd)
{
    if (shutdown(fd, SHUT_WR) < 0 || !discard_input(fd)) {
        close(fd);
        return;
    }
    if (farewells->refused == FAREWELL_REFUSED_MOST)
        close_oldest_refused(farewells);
    add(farewells, (struct farewell){ fd, true, clock_now_ns() + patience_ns });
}

void farewell_see_off_here(int fd)
{
    uint64_t deadline_ns = clock_now_ns() + patience_ns;
    struct pollfd peer = { .fd = fd, .events = POLLIN };

    shutdown(fd, SHUT_WR);
    while (stopping_stage() == STAGE_SERVING && discard_input(fd) &&
           clock_now_ns() < deadline_ns)
        poll(&peer, 1, TICK_MS);
}

void farewell_say_busy(int fd)
{
    static const char text[] = "ERR busy\n";

    /* Whoever cannot hear it will see that he is hung up on. */
    (void)!send(fd, text, sizeof text - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void farewell_linger(struct farewells *farewells, int fd)
{
    add(farewells, (struct farewell){ fd, false, UINT64_MAX });
}

size_t farewell_tend(struct farewells *farewells, bool abort)
{
    uint64_t now_ns = farewells->count > 0 ? clock_now_ns() : 0;
    size_t cut_off = 0;

    for (size_t i = farewells->count; i-- > 0;) {
        const struct farewell *farewell = &farewells->list[i];
        bool over =
            farewell->refused ? !discard_input(farewell->fd) : !farewell_is_owed(farewell->fd);

        if (abort && !over && !farewell->refused)
            cut_off++;
        if (over || abort || now_ns > farewell->deadline_ns)
            remove_at(farewells, i);
    }
    return cut_off;
}

void farewell_release(struct farewells *farewells)
{
    while (farewells->count > 0)
        remove_at(farewells, farewells->count - 1);
    free(farewells->list);
    farewells->list = NULL;
    farewells->room = 0;
}

bool farewell_is_owed(int fd)
{
    struct tcp_info info = { 0 };
    socklen_t length = sizeof info;
    int owed = 0;

    /* A UNIX socket's bytes are with the peer already. A reset connection owes nothing, but
     * would keep saying that it does. */
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) < 0 ||
        info.tcpi_state == TCP_CLOSE)
        return false;
    return ioctl(fd, SIOCOUTQ, &owed) == 0 && owed > 0;
}
