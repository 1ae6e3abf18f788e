/* faults.c - a library to be put before a program (LD_PRELOAD) in which calls fail or do less.
 *
 * What it does is what a kernel may do at any time: a signal interrupts, a socket takes or
 * gives fewer bytes than it could, nothing is ready after all, there is no memory. No byte is
 * lost or changed, so that whoever handles all that must not show any difference. faults.h says
 * how it is told. */
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FEW = 16 };

static struct faults none;
static struct faults *faults = &none;

/* `known`, or else the function of that name which ours has taken the place of. */
__attribute__((returns_nonnull)) static void *look_up(void *known, const char *name)
{
    void *function = known ? known : dlsym(RTLD_NEXT, name);

    if (!function)
        abort();
    return function;
}

/* The real function behind the one that is being defined, found at its first call: a
 * constructor would come too late for those before it. ISO C has no conversion from an object's
 * address to a function's; POSIX has this one. */
#define REAL(result, name, ...)         \
    static result (*real)(__VA_ARGS__); \
    *(void **)&real = look_up(*(void **)&real, name)

static void pause_us(uint64_t us)
{
    struct timespec pause = { .tv_sec = (time_t)(us / 1000000),
                              .tv_nsec = (long)(us % 1000000 * 1000) };

    if (us > 0)
        nanosleep(&pause, NULL);
}

/* Has a value in a thread whose end is delayed: last of all the function below is called. */
static pthread_key_t ending;

static void end_slowly(void *value)
{
    (void)value;
    pause_us(atomic_load(&faults->ending_us));
    atomic_fetch_add(&faults->ended, 1);
}

static void delay_the_end_of_this_thread(void)
{
    if (atomic_load(&faults->ending_us) == 0 || pthread_getspecific(ending))
        return;
    if (pthread_setspecific(ending, faults) == 0)
        atomic_fetch_add(&faults->delayed, 1);
}

__attribute__((constructor)) static void begin(void)
{
    static void *(*real_mmap)(void *, size_t, int, int, int, off_t);
    const char *path = getenv("ECHOLAB_FAULTS");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

    *(void **)&real_mmap = look_up(NULL, "mmap");
    if (fd < 0 || pthread_key_create(&ending, end_slowly) != 0)
        return;

    void *memory = real_mmap(NULL, sizeof *faults, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

    close(fd);
    if (memory != MAP_FAILED)
        faults = memory;
}

/* Numbers that depend on the seed and on how many were thrown before, in whatever process or
 * thread: splitmix64, https://prng.di.unimi.it/splitmix64.c. */
static uint64_t throw_dice(void)
{
    uint64_t z = faults->seed + (atomic_fetch_add(&faults->drawn, 1) + 1) * 0x9e3779b97f4a7c15;

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static bool is_time_for_a_fault(void)
{
    uint64_t one_in = atomic_load(&faults->one_in);

    if (one_in == 0 || throw_dice() % one_in > 0)
        return false;
    atomic_fetch_add(&faults->failed, 1);
    return true;
}

static bool is_socket(int fd)
{
    struct stat status;
    int reason = errno;
    bool socket = fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode);

    errno = reason;
    return socket;
}

/* A blocking socket says EAGAIN only when its time is over. */
static int reason_for(int fd, int flags)
{
    bool may_block = !(flags & MSG_DONTWAIT) && !(fcntl(fd, F_GETFL) & O_NONBLOCK);

    return may_block || throw_dice() % 2 == 0 ? EINTR : EAGAIN;
}

/* True, with errno set, if the call on this socket is to fail. */
static bool fails(int fd, int flags)
{
    if (!is_socket(fd) || !is_time_for_a_fault())
        return false;
    errno = reason_for(fd, flags);
    return true;
}

static bool is_stream(int fd)
{
    int type = 0;
    socklen_t length = sizeof type;

    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM;
}

/* How many of so many bytes are to be moved: at least one, and often only a few. */
static size_t shorten(int fd, size_t count)
{
    if (count < 2 || atomic_load(&faults->shorten) == 0 || !is_stream(fd))
        return count;

    uint64_t dice = throw_dice();
    size_t most = dice % 4 == 0 && count > FEW ? FEW : count;
    size_t less = 1 + (size_t)(dice / 4 % most);

    if (less < count)
        atomic_fetch_add(&faults->shortened, 1);
    return less;
}

/* From here on: functions that take the place of others, and of their parameters the names. */
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)

ssize_t recv(int fd, void *bytes, size_t count, int flags)
{
    REAL(ssize_t, "recv", int, void *, size_t, int);

    atomic_fetch_add(&faults->receptions, 1);
    delay_the_end_of_this_thread();
    return fails(fd, flags) ? -1 : real(fd, bytes, shorten(fd, count), flags);
}

ssize_t send(int fd, const void *bytes, size_t count, int flags)
{
    REAL(ssize_t, "send", int, const void *, size_t, int);

    return fails(fd, flags) ? -1 : real(fd, bytes, shorten(fd, count), flags);
}

ssize_t read(int fd, void *bytes, size_t count)
{
    REAL(ssize_t, "read", int, void *, size_t);

    return fails(fd, 0) ? -1 : real(fd, bytes, shorten(fd, count));
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    REAL(ssize_t, "write", int, const void *, size_t);

    return fails(fd, 0) ? -1 : real(fd, bytes, shorten(fd, count));
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    REAL(ssize_t, "recvmsg", int, struct msghdr *, int);

    return fails(fd, flags) ? -1 : real(fd, message, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    REAL(ssize_t, "sendmsg", int, const struct msghdr *, int);

    return fails(fd, flags) ? -1 : real(fd, message, flags);
}

int accept4(int fd, __SOCKADDR_ARG name, socklen_t *length, int flags)
{
    REAL(int, "accept4", int, __SOCKADDR_ARG, socklen_t *, int);

    return fails(fd, 0) ? -1 : real(fd, name, length, flags);
}

int listen(int fd, int backlog)
{
    REAL(int, "listen", int, int);

    pause_us(atomic_load(&faults->listen_us));
    return real(fd, backlog);
}

static bool is_interrupted(void)
{
    if (!is_time_for_a_fault())
        return false;
    errno = EINTR;
    return true;
}

int poll(struct pollfd *entries, nfds_t count, int timeout_ms)
{
    REAL(int, "poll", struct pollfd *, nfds_t, int);

    return is_interrupted() ? -1 : real(entries, count, timeout_ms);
}

int select(int count, fd_set *readers, fd_set *writers, fd_set *others, struct timeval *timeout)
{
    REAL(int, "select", int, fd_set *, fd_set *, fd_set *, struct timeval *);

    return is_interrupted() ? -1 : real(count, readers, writers, others, timeout);
}

int epoll_wait(int epoll, struct epoll_event *events, int room, int timeout_ms)
{
    REAL(int, "epoll_wait", int, struct epoll_event *, int, int);

    return is_interrupted() ? -1 : real(epoll, events, room, timeout_ms);
}

int epoll_pwait(int epoll, struct epoll_event *events, int room, int timeout_ms,
                const sigset_t *signals)
{
    REAL(int, "epoll_pwait", int, struct epoll_event *, int, int, const sigset_t *);

    return is_interrupted() ? -1 : real(epoll, events, room, timeout_ms, signals);
}

/* Counts an allocation; true, with errno set, if it is to fail. */
static bool is_refused(void)
{
    uint64_t number = atomic_fetch_add(&faults->allocations, 1) + 1;
    uint64_t first = atomic_load(&faults->refuse);
    uint64_t end = atomic_load(&faults->refuse_until);

    if (first == 0 || number < first || (number > first && number >= end))
        return false;
    atomic_fetch_add(&faults->refused, 1);
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    REAL(void *, "malloc", size_t);

    return is_refused() ? NULL : real(size);
}

void *calloc(size_t count, size_t size)
{
    REAL(void *, "calloc", size_t, size_t);

    return is_refused() ? NULL : real(count, size);
}

void *realloc(void *old, size_t size)
{
    REAL(void *, "realloc", void *, size_t);

    return is_refused() ? NULL : real(old, size);
}

void *mmap(void *wish, size_t size, int protection, int flags, int fd, off_t offset)
{
    REAL(void *, "mmap", void *, size_t, int, int, int, off_t);

    return is_refused() ? MAP_FAILED : real(wish, size, protection, flags, fd, offset);
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)
