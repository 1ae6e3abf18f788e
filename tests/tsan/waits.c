/* waits.c - accept4() and recvmsg() for the servers under ThreadSanitizer.
 *
 * Its runtime keeps a signal until the program is in a call of which it knows that it waits, or
 * comes back from another. Of these two it does not know (gcc 12, LLVM 14): a signal that comes
 * just before them is kept for as long as they wait, and nobody learns that the server is to
 * stop. Of poll() it knows. The linker puts these in the place of the originals (--wrap).
 *
 * Where it keeps signals it makes at the first call that waits, and a signal that comes while
 * it does is lost: so that call is made before any signal can come. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>

int __real_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
ssize_t __real_recvmsg(int fd, struct msghdr *message, int flags);
int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *message, int flags);

__attribute__((constructor)) static void begin(void)
{
    (void)poll(NULL, 0, 0);
}

/* Returns -1 and errno, as the call would, if a signal came first. */
static int await(int fd, int flags)
{
    struct pollfd waiting = { .fd = fd, .events = POLLIN };

    if ((flags & MSG_DONTWAIT) || (fcntl(fd, F_GETFL) & O_NONBLOCK))
        return 0;
    return poll(&waiting, 1, -1) < 0 && errno == EINTR ? -1 : 0;
}

int __wrap_accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    return await(fd, 0) < 0 ? -1 : __real_accept4(fd, address, length, flags);
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *message, int flags)
{
    return await(fd, flags) < 0 ? -1 : __real_recvmsg(fd, message, flags);
}
