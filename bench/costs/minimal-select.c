/* minimal-select.c - the least a select loop can do. */
#include "minimal.h"

#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

static char buffer[MINIMAL_BUFFER];
static fd_set all;

static int add(int fd, int highest)
{
    if (fd >= FD_SETSIZE) {
        close(fd);
        return highest;
    }
    if (fd >= 0)
        FD_SET(fd, &all);
    return fd > highest ? fd : highest;
}

int main(void)
{
    int listener = minimal_listen("minimal-select", false);
    int highest = listener;

    FD_SET(listener, &all);
    for (;;) {
        fd_set ready = all;

        select(highest + 1, &ready, NULL, NULL, NULL);
        for (int fd = 0; fd <= highest; fd++)
            if (fd != listener && FD_ISSET(fd, &ready) && !minimal_echo(fd, buffer)) {
                FD_CLR(fd, &all);
                close(fd);
            }
        if (FD_ISSET(listener, &ready))
            highest = add(accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), highest);
    }
}
