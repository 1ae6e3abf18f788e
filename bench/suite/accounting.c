/* accounting.c - what a server costs beyond what wait4() and /proc tell. */
#include "accounting.h"

#include "process.h"

#include <string.h>

static const char not_seen[] = "the run did not get that far";
static const char not_taken_in[] = "the server could not be moved into its cgroup";
static const char from_both[] = "cgroup against wait4";

/* The least CPU time in which the clock's ticks, 1 to 10 ms apart, say something. */
static const double enough_ticks_s = 0.05;

/* As the readings are called: in the window, and for the clients in all. */
static const struct {
    const char *noun, *unit, *window, *served;
    double factor;
} counted[COUNTS] = {
    [COUNT_SYSCALLS] = { "system calls", "1", "syscalls_window", "syscalls_served", 1 },
    [COUNT_SWITCHES] = { "context switches", "1", "switches_window", "switches_served", 1 },
    [COUNT_FAULTS] = { "page faults", "1", "faults_window", "faults_served", 1 },
    [COUNT_FORKS] = { "forks", "1", "forks_window", "forks_served", 1 },
    [COUNT_CLOCK] = { "task clock", "s", "task_clock_window_s", "task_clock_served_s", 1e-9 },
};

/* Counters can only be opened for a cgroup that is there. */
static void find_perf(struct accounting *accounting, const struct placement *placement)
{
    struct cgroup trial;
    bool made = cgroup_make(&accounting->cgroups, &trial);

    perf_probe(&accounting->perf, made ? trial.folders[HIERARCHY_UNIFIED] : -1,
               placement->server_cpu);
    cgroup_remove(&trial);
}

void accounting_find(struct accounting *accounting, const struct placement *placement)
{
    cgroups_find(&accounting->cgroups);
    find_perf(accounting, placement);
}

static void add_note(json_t *notes, const char *what, const char *why)
{
    if (*why)
        json_array_append_new(notes, json_sprintf("%s: %s.", what, why));
}

/* What is missing for the same reason is named together. */
static void add_count_notes(const struct perf *perf, json_t *notes)
{
    for (enum count first = 0; first < COUNTS; first++) {
        char what[REASON_TEXT] = "";

        for (enum count count = 0; count < COUNTS; count++) {
            if (strcmp(perf->missing[count], perf->missing[first]) != 0)
                continue;
            if (count < first)
                break;
            snprintf(what + strlen(what), sizeof what - strlen(what), "%s%s",
                     count == first ? "No counts of " : ", ", counted[count].noun);
        }
        if (*what)
            add_note(notes, what, perf->missing[first]);
    }
}

json_t *accounting_notes(const struct accounting *accounting)
{
    json_t *notes = json_array();

    if (!accounting)
        return notes;
    add_count_notes(&accounting->perf, notes);
    add_note(notes, "No CPU time from a cgroup, so that of a thread's end is missing",
             accounting->cgroups.no_cpu);
    add_note(notes, "No memory of the kernel's side", accounting->cgroups.no_memory);
    return notes;
}

void account_open(struct accounting *accounting, bool churns, bool weighs,
                  struct account *account)
{
    *account = (struct account){ .accounting = accounting, .churns = churns, .weighs = weighs };
    for (enum count count = 0; count < COUNTS; count++)
        account->counters.fds[count] = -1;
    if (accounting)
        cgroup_make(&accounting->cgroups, &account->cgroup);
}

/* Inherited counters would change what new threads and processes cost. */
static bool counts_here(const struct account *account)
{
    return account->accounting->perf.by_group || !account->churns;
}

void account_take_in(pid_t pid, void *context)
{
    struct account *account = context;

    if (!account->accounting)
        return;
    account->taken_in = cgroup_take_in(&account->cgroup, pid);
    if (counts_here(account))
        perf_open(&account->accounting->perf, account->cgroup.folders[HIERARCHY_UNIFIED], pid,
                  &account->counters);
}

void account_look(struct account *account, enum stage stage)
{
    struct tally *tally = &account->tallies[stage];
    if (!account->accounting)
        return;
    for (enum count count = 0; count < COUNTS; count++)
        tally->counted[count] = perf_read(&account->counters, count, &tally->counts[count]);
    tally->cpu_known = account->taken_in && cgroup_cpu(&account->cgroup, &tally->cpu);
    if (account->weighs)
        tally->memory_known =
            account->taken_in &&
            cgroup_memory(&account->cgroup, &tally->now_kib, &tally->most_kib);
}

static void put_counts(const struct account *account, const char *name, enum count count,
                       enum stage from, enum stage to, struct readings *readings)
{
    const struct perf *perf = &account->accounting->perf;
    const struct tally *first = &account->tallies[from];
    const struct tally *last = &account->tallies[to];
    const char *unit = counted[count].unit;
    const char *source = perf_source(perf);

    if (*perf->missing[count])
        readings_never(readings, name, unit, source, perf->missing[count]);
    else if (!counts_here(account))
        readings_never(readings, name, unit, source,
                       "inherited counters would double what a new thread costs");
    else if (first->counted[count] && last->counted[count])
        readings_put(readings, name, unit, source,
                     (last->counts[count] - first->counts[count]) * counted[count].factor);
    else
        readings_lack(readings, name, unit, source, not_seen);
}

/* Puts a reading of the cgroup's CPU time, or says why there is none. */
static void put_cpu(const struct account *account, const char *name, const char *unit,
                    bool known, const char *otherwise, double value, struct readings *readings)
{
    const struct cgroups *cgroups = &account->accounting->cgroups;
    const char *source = cgroups_cpu_source(cgroups);

    if (*cgroups->no_cpu)
        readings_never(readings, name, unit, source, cgroups->no_cpu);
    else if (!account->taken_in)
        readings_lack(readings, name, unit, source, not_taken_in);
    else if (known)
        readings_put(readings, name, unit, source, value);
    else
        readings_lack(readings, name, unit, source, otherwise);
}

static void put_user_share(const struct account *account, const char *name, enum stage from,
                           enum stage to, struct readings *readings)
{
    const struct tally *first = &account->tallies[from];
    const struct tally *last = &account->tallies[to];
    bool seen = first->cpu_known && last->cpu_known;
    double user_s = last->cpu.user_s - first->cpu.user_s;
    double both_s = user_s + last->cpu.system_s - first->cpu.system_s;

    put_cpu(account, name, "1", seen && both_s >= enough_ticks_s,
            seen ? "too little CPU time for the kernel's clock ticks to part it" : not_seen,
            user_s / both_s, readings);
}

static void put_memory(const struct account *account, const char *name, bool known,
                       double value_kib, struct readings *readings)
{
    const struct cgroups *cgroups = &account->accounting->cgroups;
    const char *source = cgroups_memory_source(cgroups);

    if (*cgroups->no_memory)
        readings_never(readings, name, "KiB", source, cgroups->no_memory);
    else if (known)
        readings_put(readings, name, "KiB", source, value_kib);
    else
        readings_lack(readings, name, "KiB", source,
                      account->taken_in ? not_seen : not_taken_in);
}

/* Which layer is nearer to the truth where they differ: the cgroup knows all of it. */
static void compare_layers(const struct account *account, const struct ending *ending,
                           struct readings *readings)
{
    static const char name[] = "accounting_difference";
    const struct cgroups *cgroups = &account->accounting->cgroups;
    const struct tally *over = &account->tallies[STAGE_OVER];

    if (*cgroups->no_cpu)
        readings_never(readings, name, "1", from_both, cgroups->no_cpu);
    else if (over->cpu_known && over->cpu.total_s > 0)
        readings_put(readings, name, "1", from_both,
                     (over->cpu.total_s - ending->cpu_s) / over->cpu.total_s);
    else
        readings_lack(readings, name, "1", from_both,
                      account->taken_in ? not_seen : not_taken_in);
}

static void put_wait_share(const struct account *account, const struct ending *ending,
                           struct readings *readings)
{
    static const char name[] = "user_share_life";
    static const char source[] = "wait4, parted by the kernel's clock ticks, start included";

    if (account->churns)
        readings_lack(readings, name, "1", source,
                      "wait4 takes whoever lives shorter than a clock tick for user time");
    else if (ending->cpu_s < enough_ticks_s * readings_value(readings, "processes", 1))
        readings_lack(readings, name, "1", source,
                      "too little CPU time for the kernel's clock ticks to part it");
    else
        readings_put(readings, name, "1", source, ending->user_s / ending->cpu_s);
}

static void put_all(const struct account *account, const struct ending *ending,
                    struct readings *readings)
{
    const struct tally *ready = &account->tallies[STAGE_READY];
    const struct tally *connected = &account->tallies[STAGE_CONNECTED];
    const struct tally *open = &account->tallies[STAGE_OPEN];
    const struct tally *closed = &account->tallies[STAGE_CLOSED];
    const struct tally *over = &account->tallies[STAGE_OVER];

    for (enum count count = 0; count < COUNTS; count++) {
        put_counts(account, counted[count].window, count, STAGE_OPEN, STAGE_CLOSED, readings);
        put_counts(account, counted[count].served, count, STAGE_READY, STAGE_OVER, readings);
    }
    put_cpu(account, "cgroup_cpu_ready_s", "s", ready->cpu_known, not_seen, ready->cpu.total_s,
            readings);
    put_cpu(account, "cgroup_cpu_life_s", "s", over->cpu_known, not_seen, over->cpu.total_s,
            readings);
    /* Whoever is born and dies within the window is in it, too. */
    if (account->churns)
        put_cpu(account, "cgroup_cpu_window_s", "s", open->cpu_known && closed->cpu_known,
                not_seen, closed->cpu.total_s - open->cpu.total_s, readings);
    put_user_share(account, "cgroup_user_share_window", STAGE_OPEN, STAGE_CLOSED, readings);
    put_user_share(account, "cgroup_user_share_served", STAGE_READY, STAGE_OVER, readings);
    compare_layers(account, ending, readings);
    put_wait_share(account, ending, readings);
    if (!account->weighs)
        return;
    put_memory(account, "cgroup_ready_kib", ready->memory_known, ready->now_kib, readings);
    put_memory(account, "cgroup_connected_kib", connected->memory_known, connected->now_kib,
               readings);
    put_memory(account, "cgroup_peak_kib", over->memory_known, over->most_kib, readings);
}

void account_close(struct account *account, const struct ending *ending,
                   struct readings *readings)
{
    if (!account->accounting)
        return;
    put_all(account, ending, readings);
    perf_close(&account->counters);
    cgroup_remove(&account->cgroup);
}
