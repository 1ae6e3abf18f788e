/* network.c - a network of one's own: loopback and nothing else, no root needed. */
#include "network.h"

#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static bool write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool written = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

    if (fd >= 0)
        close(fd);
    return written;
}

/* An ordinary user becomes root of a user namespace, which may own a network. */
static bool become_root_of_own_users(uid_t user, gid_t group)
{
    char users[64];
    char groups[64];

    (void)snprintf(users, sizeof users, "0 %u 1", user);
    (void)snprintf(groups, sizeof groups, "0 %u 1", group);
    return write_text("/proc/self/setgroups", "deny") &&
           write_text("/proc/self/uid_map", users) && write_text("/proc/self/gid_map", groups);
}

static bool raise_loopback(void)
{
    struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool up = fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0;

    if (fd >= 0)
        close(fd);
    return up;
}

bool network_enter_own(void)
{
    uid_t user = geteuid();
    gid_t group = getegid();

    if (unshare(CLONE_NEWNET) == 0)
        return raise_loopback();
    return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 &&
           become_root_of_own_users(user, group) && raise_loopback();
}

bool network_has_ipv6(void)
{
    const struct sockaddr_in6 name = { .sin6_family = AF_INET6,
                                       .sin6_addr = IN6ADDR_LOOPBACK_INIT };
    union {
        const struct sockaddr_in6 *six;
        const struct sockaddr *any;
    } address = { .six = &name };
    int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bool usable = fd >= 0 && bind(fd, address.any, sizeof name) == 0;

    if (fd >= 0)
        close(fd);
    return usable;
}
