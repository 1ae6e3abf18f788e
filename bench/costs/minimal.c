/* minimal.c - what the minimal servers share: a listener and the ready line. */
#include "minimal.h"

#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void on_stop(int signal)
{
    (void)signal;
    _exit(0);
}

static void prepare_process(void)
{
    struct rlimit files;

    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, on_stop);
    prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

int minimal_listen(const char *model, bool blocking)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    int yes = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | (blocking ? 0 : SOCK_NONBLOCK), 0);

    prepare_process();
    if (fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) < 0 ||
        bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        listen(fd, SOMAXCONN) < 0 || getsockname(fd, (struct sockaddr *)&address, &length) < 0)
        err(1, "cannot listen");
    printf("echolab %s pid %d listening on tcp://127.0.0.1:%d\n", model, getpid(),
           ntohs(address.sin_port));
    fflush(stdout);
    return fd;
}

bool minimal_echo(int fd, char buffer[MINIMAL_BUFFER])
{
    ssize_t count = recv(fd, buffer, MINIMAL_BUFFER, 0);

    return count > 0 && send(fd, buffer, (size_t)count, 0) == count;
}
