/* listener.c - whose socket is it that listens at an address? */
#include "listener.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* More sockets than that do not listen at one address, SO_REUSEPORT or not. */
enum { MOST_INODES = 256 };

/* States as /proc/net shows them. */
enum { TCP_LISTENS = 0x0a, UDP_IS_BOUND = 0x07 };

struct inodes {
    bool known; /* the list could be read */
    size_t count;
    uint64_t list[MOST_INODES];
};

static void add(struct inodes *inodes, uint64_t inode)
{
    if (inodes->count < MOST_INODES)
        inodes->list[inodes->count++] = inode;
}

/* The lines of a file in /proc/net, each offered to `take`; what it returns is an inode or 0.
 */
static void read_sockets(const char *path, const struct endpoint *endpoint, unsigned state,
                         uint64_t (*take)(const char *, const struct endpoint *, unsigned),
                         struct inodes *inodes)
{
    FILE *file = fopen(path, "re");
    char *line = NULL;
    size_t room = 0;

    if (!file)
        return;
    inodes->known = true;
    while (getline(&line, &room, file) > 0) {
        uint64_t inode = take(line, endpoint, state);

        if (inode > 0)
            add(inodes, inode);
    }
    free(line);
    (void)fclose(file);
}

/* "0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 4711 ..." */
static uint64_t at_port(const char *line, const struct endpoint *endpoint, unsigned state)
{
    unsigned port = 0;
    unsigned seen = 0;
    uint64_t inode = 0;

    if (sscanf(line, " %*u: %*[0-9A-Fa-f]:%x %*[0-9A-Fa-f]:%*x %x %*s %*s %*s %*u %*u %" SCNu64,
               &port, &seen, &inode) != 3)
        return 0;
    return port == endpoint_port(endpoint) && seen == state ? inode : 0;
}

/* "0000000000000000: 00000002 00000000 00010000 0001 01 4711 /tmp/echo" */
static uint64_t at_path(const char *line, const struct endpoint *endpoint, unsigned state)
{
    uint64_t inode = 0;
    int path = 0;

    (void)state;
    if (sscanf(line, " %*x: %*x %*x %*x %*x %*x %" SCNu64 " %n", &inode, &path) != 1 ||
        path == 0)
        return 0;

    const char *wanted = endpoint->socket.path.sun_path;
    size_t length = strlen(wanted);

    return strncmp(line + path, wanted, length) == 0 && line[path + (int)length] == '\n' ? inode
                                                                                         : 0;
}

static void find_inodes(enum transport transport, const struct endpoint *endpoint,
                        struct inodes *inodes)
{
    switch (transport) {
    case TRANSPORT_TCP: /* A socket of IPv6 can serve IPv4 as well. */
        read_sockets("/proc/net/tcp", endpoint, TCP_LISTENS, at_port, inodes);
        read_sockets("/proc/net/tcp6", endpoint, TCP_LISTENS, at_port, inodes);
        break;
    case TRANSPORT_UDP:
        read_sockets("/proc/net/udp", endpoint, UDP_IS_BOUND, at_port, inodes);
        read_sockets("/proc/net/udp6", endpoint, UDP_IS_BOUND, at_port, inodes);
        break;
    case TRANSPORT_UNIX:
    case TRANSPORT_UNIXGRAM:
        read_sockets("/proc/net/unix", endpoint, 0, at_path, inodes);
        break;
    }
}

static bool is_one_of(const struct inodes *inodes, const char *link)
{
    uint64_t inode = 0;

    if (sscanf(link, "socket:[%" SCNu64 "]", &inode) != 1)
        return false;
    for (size_t i = 0; i < inodes->count; i++)
        if (inodes->list[i] == inode)
            return true;
    return false;
}

static enum owner look_into(pid_t pid, const struct inodes *inodes)
{
    char folder[32];
    bool found = false;

    snprintf(folder, sizeof folder, "/proc/%d/fd", pid);

    DIR *descriptors = opendir(folder);

    if (!descriptors)
        return OWNER_UNKNOWN;
    for (struct dirent *entry = readdir(descriptors); entry && !found;
         entry = readdir(descriptors)) {
        char link[64];
        ssize_t length = readlinkat(dirfd(descriptors), entry->d_name, link, sizeof link - 1);

        link[length > 0 ? length : 0] = '\0';
        found = is_one_of(inodes, link);
    }
    closedir(descriptors);
    return found ? OWNER_TREE : OWNER_OTHER;
}

enum owner listener_owner(enum transport transport, const struct endpoint *endpoint,
                          const struct tree *tree)
{
    struct inodes inodes = { 0 };
    enum owner owner = OWNER_OTHER;

    find_inodes(transport, endpoint, &inodes);
    if (!inodes.known)
        return OWNER_UNKNOWN;
    for (size_t i = 0; i < tree->count; i++) {
        enum owner one = look_into(tree->pids[i], &inodes);

        if (one == OWNER_TREE)
            return OWNER_TREE;
        if (one == OWNER_UNKNOWN)
            owner = OWNER_UNKNOWN;
    }
    return owner;
}
