/* tree.h - a live process with all its descendants: their CPU clocks and their memory.
 *
 *     struct tree tree = { 0 };
 *     if (tree_read(pid, &tree) && tree_cpu_s(&tree, &before)) ...
 *     tree_release(&tree);
 *
 * Needs no privilege. What has died is not in here: wait4() knows that (process.h). */
#ifndef ECHOLAB_TREE_H
#define ECHOLAB_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct tree {
    size_t count; /* processes; pids[0] is the root */
    size_t threads;
    size_t room;
    pid_t *pids;
};

/* Proportional set size: a page that n processes share counts 1/n in each. */
struct memory {
    double pss_kib;       /* all of it */
    double anonymous_kib; /* heaps, stacks and shared anonymous memory: no files */
};

/* Lists the tree as it is now; may be used again on the same struct. False if the root is gone
 * or the kernel does not tell children (CONFIG_PROC_CHILDREN). */
bool tree_read(pid_t root, struct tree *tree);

void tree_release(struct tree *tree);

/* True if both are the same processes. */
bool tree_same(const struct tree *tree, const struct tree *other);

/* What the processes have spent so far, each by its own nanosecond clock. False if one is gone.
 */
bool tree_cpu_s(const struct tree *tree, double *cpu_s);

/* False if one is gone or smaps_rollup is not there. */
bool tree_memory(const struct tree *tree, struct memory *memory);

#endif
