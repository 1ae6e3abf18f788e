/* accounting.h - what a server costs beyond what wait4() and /proc tell: the second layer,
 * counters of the kernel, and the third, a cgroup of its own.
 *
 *     accounting_find(&accounting, &placement)   once: what we may use here; it says what not
 *     account_open(&accounting, churns, weighs, &account)    before a server starts
 *     process_start() with account_take_in            it begins before the server's first line
 *     account_look(&account, STAGE_READY) ...         at each stage of the run
 *     account_close(&account, &ending, readings)      when all its processes are gone
 *
 * Each layer that is not to be had is named, with its reason, in the readings of every run. */
#ifndef ECHOLAB_ACCOUNTING_H
#define ECHOLAB_ACCOUNTING_H

#include "cgroup.h"
#include "perf.h"
#include "placement.h"
#include "readings.h"

#include <stdbool.h>

struct ending;

/* What is permitted: the same for all runs, so that no two models are compared by different
 * means. */
struct accounting {
    struct cgroups cgroups;
    struct perf perf;
};

/* Where a run is. */
enum stage { STAGE_READY, STAGE_CONNECTED, STAGE_OPEN, STAGE_CLOSED, STAGE_OVER, STAGES };

/* What had been spent at one stage. */
struct tally {
    bool cpu_known, memory_known, counted[COUNTS];
    struct cgroup_cpu cpu;
    double now_kib, most_kib;
    double counts[COUNTS];
};

/* Of one server. */
struct account {
    struct accounting *accounting; /* NULL: it keeps none */
    bool churns;                   /* clients come and go */
    bool weighs;                   /* its memory is wanted */
    bool taken_in;
    struct cgroup cgroup;
    struct counters counters;
    struct tally tallies[STAGES];
};

void accounting_find(struct accounting *accounting, const struct placement *placement);

/* A sentence for each thing that is missing on this machine, and why; none for NULL. The caller
 * owns it. */
json_t *accounting_notes(const struct accounting *accounting);

/* `accounting` may be NULL: then nothing is looked at, and nothing added. `churns`: clients
 * come and go; `weighs`: memory is looked at, too. */
void account_open(struct accounting *accounting, bool churns, bool weighs,
                  struct account *account);

/* For struct launch, with the account as its context: the account begins with the process. */
void account_take_in(pid_t pid, void *context);

/* Stages may be left out, when a run fails; then what depends on them is lacking. */
void account_look(struct account *account, enum stage stage);

/* Adds everything to the readings, and removes the cgroup. Whoever opened it has to. */
void account_close(struct account *account, const struct ending *ending,
                   struct readings *readings);

#endif
