/* minimal-iterative.c - the least a server can do: one client after another. */
#include "minimal.h"

#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    static char buffer[MINIMAL_BUFFER];
    int listener = minimal_listen("minimal-iterative", true);

    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

        while (minimal_echo(fd, buffer))
            ;
        close(fd);
    }
}
