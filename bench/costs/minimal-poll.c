/* minimal-poll.c - the least a poll loop can do. */
#include "minimal.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 20000 };

int main(void)
{
    static char buffer[MINIMAL_BUFFER];
    static struct pollfd entries[MOST];
    nfds_t count = 1;

    entries[0] =
        (struct pollfd){ .fd = minimal_listen("minimal-poll", false), .events = POLLIN };
    for (;;) {
        poll(entries, count, -1);
        for (nfds_t i = count; i-- > 1;)
            if (entries[i].revents && !minimal_echo(entries[i].fd, buffer)) {
                close(entries[i].fd);
                entries[i] = entries[--count];
            }
        if (entries[0].revents && count < MOST) {
            int fd = accept4(entries[0].fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

            if (fd >= 0)
                entries[count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
        }
    }
}
