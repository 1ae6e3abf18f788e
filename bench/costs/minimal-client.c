/* minimal-client.c - the yardstick: the least a client can do, which checks and times nothing.
 *
 *     minimal-client HOST PORT CONNECTIONS SIZE MESSAGES
 *
 * It keeps one message of SIZE bytes under way on each of CONNECTIONS connections until
 * MESSAGES have come back: level-triggered epoll, 64 events a wait, one recv() and one send() a
 * message. What echo-load costs more than this is the price of checking every byte and timing
 * every reply. It prints "messages N cpu_s X" (CPU time since the connections were made). */
#include "minimal_client.h"

#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static char message[MINIMAL_LARGEST];
static size_t missing[MINIMAL_MOST]; /* by descriptor: bytes still to come back */

static void say(int fd, size_t size)
{
    missing[fd] = size;
    if (send(fd, message, size, MSG_NOSIGNAL) != (ssize_t)size)
        err(1, "send");
}

/* True if the whole message has come back. */
static bool hear(int fd)
{
    static char buffer[MINIMAL_LARGEST];
    const ssize_t count = recv(fd, buffer, sizeof buffer, 0);

    if (count <= 0)
        err(1, "recv");
    missing[fd] -= (size_t)count;
    return missing[fd] == 0;
}

/* Every message that comes back is followed by the next one. */
static size_t load(int epoll, size_t begun, size_t messages, size_t size)
{
    struct epoll_event events[MINIMAL_EVENTS];
    size_t answered = 0;

    while (answered < messages) {
        const int count = epoll_wait(epoll, events, MINIMAL_EVENTS, -1);

        for (int i = 0; i < count; i++) {
            if (!hear(events[i].data.fd))
                continue;
            answered++;
            if (begun < messages) {
                say(events[i].data.fd, size);
                begun++;
            }
        }
    }
    return answered;
}

int main(int argc, char **argv)
{
    const int epoll = epoll_create1(0);
    static int fds[MINIMAL_MOST];

    if (argc != 6)
        errx(2, "usage: minimal-client HOST PORT CONNECTIONS SIZE MESSAGES");

    const size_t size = minimal_number(argv[4], MINIMAL_LARGEST);
    const size_t messages = minimal_number(argv[5], SIZE_MAX);
    const size_t connections =
        minimal_number(argv[3], messages < MINIMAL_MOST ? messages : MINIMAL_MOST);

    minimal_connect(argv[1], argv[2], connections, epoll, fds);

    const double before_s = minimal_cpu_s();

    for (size_t i = 0; i < connections; i++)
        say(fds[i], size);

    const size_t answered = load(epoll, connections, messages, size);

    printf("messages %zu cpu_s %.6f\n", answered, minimal_cpu_s() - before_s);
    return 0;
}
