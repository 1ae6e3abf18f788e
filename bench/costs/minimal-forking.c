/* minimal-forking.c - the least a process for every client can do. */
#include "minimal.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static char buffer[MINIMAL_BUFFER];

static void on_child_end(int signal)
{
    int reason = errno;

    (void)signal;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
    errno = reason;
}

int main(void)
{
    int listener = minimal_listen("minimal-forking", true);

    signal(SIGCHLD, on_child_end);
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        pid_t child = fd < 0 ? 0 : fork();

        if (fd < 0)
            continue;
        if (child < 0)
            err(1, "fork");
        if (child == 0) {
            close(listener);
            while (minimal_echo(fd, buffer))
                ;
            _exit(0);
        }
        close(fd);
    }
}
