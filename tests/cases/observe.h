/* observe.h - what /proc says about a server, read from outside. */
#ifndef ECHOLAB_OBSERVE_H
#define ECHOLAB_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { OBSERVE_CHILDREN = 4096 };

struct census {
    unsigned descriptors; /* of the process itself */
    unsigned threads;     /* of the process itself */
    unsigned children;    /* living or dead, not yet waited for */
    unsigned zombies;     /* of those: dead */
};

/* All zero when the process is gone. */
struct census observe_census(pid_t pid);

/* Stores up to OBSERVE_CHILDREN children and returns how many there are. */
unsigned observe_children(pid_t pid, pid_t children[OBSERVE_CHILDREN]);

/* CPU time used so far by the process and its living children. */
uint64_t observe_cpu_ns(pid_t pid);

/* Time in which the first thread of each of them could have used a CPU and had none. */
uint64_t observe_wait_ns(pid_t pid);

/* The first thread of one of them has a CPU, or waits for one. Such a wait is in
 * observe_wait_ns() only when it is over. */
bool observe_wants_cpu(pid_t pid);

/* Memory which is the process's own and its children's: anonymous pages, a shared one counted
 * once. Pages of programs and libraries are left out: they are shared with whoever else runs
 * these now. */
uint64_t observe_memory_kib(pid_t pid);

/* Address space of the process alone. */
uint64_t observe_address_space_kib(pid_t pid);

/* All memory of the process itself that is in use (RSS), exact to the page. Where nothing is
 * shared that comes and goes, it is the steadier figure of the two. */
uint64_t observe_resident_kib(pid_t pid);

/* True if the program was built with a sanitizer, whose shadow takes terabytes of address
 * space: its memory says nothing about ours. */
bool observe_sanitizer(pid_t pid);

/* Stores up to `most` inode numbers of sockets the process has open; returns how many it
 * stored. */
unsigned observe_sockets(pid_t pid, uint64_t inodes[], unsigned most);

#endif
