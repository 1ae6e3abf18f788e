/* socat.c - socat as a server under test: socat itself, and our ready line once it listens.
 *
 * It accepts, forks, and copies with a block of 64 KiB, the buffer size of our models. socat
 * does not say when it is ready, so that a process of our own tries until it is answered. */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static struct sockaddr_in free_port(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        getsockname(fd, (struct sockaddr *)&address, &length) < 0)
        err(1, "cannot find a free port");
    close(fd);
    return address;
}

static void announce(pid_t socat, const struct sockaddr_in *address)
{
    for (;;) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);

        if (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0)
            break;
        close(fd);
        nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL);
        if (getppid() != socat)
            _exit(1); /* it did not start, and has said why */
    }
    printf("echolab socat pid %d listening on tcp://127.0.0.1:%d\n", socat,
           ntohs(address->sin_port));
    fflush(stdout);
    _exit(0);
}

int main(void)
{
    struct sockaddr_in address = free_port();
    char door[96];
    pid_t self = getpid();

    snprintf(door, sizeof door,
             "TCP-LISTEN:%d,bind=127.0.0.1,reuseaddr,nodelay,backlog=4096,fork",
             ntohs(address.sin_port));
    if (fork() == 0)
        announce(self, &address);
    execlp("socat", "socat", "-b65536", door, "PIPE", (char *)NULL);
    err(1, "socat (a package of Debian's)");
}
