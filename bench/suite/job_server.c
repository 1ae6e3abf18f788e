/* job_server.c - how hyperfine starts and stops a server. */
#include "job_server.h"

#include "candidate.h"
#include "tree.h"

#include <err.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { LEAVES_WITHIN_MS = 7 * 1000 };

static int write_line(const char *path, const struct ledger_line *line)
{
    FILE *ledger = fopen(path, "ae");

    if (!ledger ||
        fprintf(ledger, "%s %d %.9f %s\n", line->model, line->pid, line->cpu_ready_s,
                *line->reason ? line->reason : "ready") < 0 ||
        fclose(ledger) == EOF)
        err(1, "cannot write %s", path);
    return 0;
}

/* Ours, or one of those that are told of in threes: name, command, folder. */
static const struct model *find_model(const char *name, char **told, struct model *foreign)
{
    for (char **one = told; *one; one += 3)
        if (strcmp(one[0], name) == 0) {
            *foreign = (struct model){ .name = one[0],
                                       .foreign = true,
                                       .command = one[1],
                                       .folder = *one[2] ? one[2] : NULL };
            return foreign;
        }
    return model_named(name);
}

int job_server_start(int argc, char **argv)
{
    if (argc < 6 || argc % 3 != 0)
        errx(2, "start-server: MODEL LEDGER ADDRESS CPU SCRATCH are needed");

    struct lab lab;
    struct candidate candidate;
    struct model foreign;
    struct candidate_order order = { .model = find_model(argv[1], argv + 6, &foreign),
                                     .address = argv[3],
                                     .detached = true };
    struct ledger_line line = { 0 };

    if (!order.model)
        errx(2, "start-server: there is no model '%s'", argv[1]);
    lab_find(&lab);
    lab.placement = (struct placement){ .server_cpu = (int)strtol(argv[4], NULL, 10) };
    snprintf(lab.scratch, sizeof lab.scratch, "%s", argv[5]);
    snprintf(line.model, sizeof line.model, "%s", argv[1]);
    if (candidate_start(&lab, &order, &candidate, line.reason)) {
        struct tree tree = { 0 };

        line.pid = candidate.process.pid;
        if (!tree_read(line.pid, &tree) || !tree_cpu_s(&tree, &line.cpu_ready_s))
            line.cpu_ready_s = 0;
        tree_release(&tree);
    }
    return write_line(argv[2], &line);
}

int job_server_stop(int argc, char **argv)
{
    if (argc != 2)
        errx(2, "stop-server: LEDGER is needed");

    FILE *ledger = fopen(argv[1], "re");
    struct ledger_line line = { 0 };
    struct process process;

    if (!ledger)
        err(1, "cannot read %s", argv[1]);
    while (ledger_read(ledger, &line))
        ;
    (void)fclose(ledger);
    if (line.pid == 0 || !process_adopt(line.pid, &process))
        return 0;
    /* To all of its group: a shell may stand before the server. */
    kill(-line.pid, SIGTERM);
    if (!process_ends_within(&process, LEAVES_WITHIN_MS))
        process_signal(&process, SIGKILL);
    process_ends_within(&process, -1);
    /* What it has left behind would keep the port from the next one. */
    kill(-line.pid, SIGKILL);
    return 0;
}

/* Whoever is named here is sent SIGKILL with its whole group: a damaged number must not stand
 * for everybody (1), for a group, or for another process than it says. */
static pid_t read_pid(const char *text)
{
    const long number = text ? strtol(text, NULL, 10) : 0;

    return number > 1 && number <= INT_MAX ? (pid_t)number : 0;
}

/* Seconds that make no sense are none. */
static double read_seconds(const char *text)
{
    const double seconds = text ? strtod(text, NULL) : 0;

    return isfinite(seconds) && seconds > 0 ? seconds : 0;
}

bool ledger_read(FILE *ledger, struct ledger_line *line)
{
    char text[sizeof *line + 64];
    char *rest = text;

    if (!fgets(text, sizeof text, ledger))
        return false;
    text[strcspn(text, "\n")] = '\0';
    *line = (struct ledger_line){ 0 };

    const char *model = strsep(&rest, " ");
    const char *pid = strsep(&rest, " ");
    const char *cpu = strsep(&rest, " ");

    snprintf(line->model, sizeof line->model, "%s", model);
    line->pid = read_pid(pid);
    line->cpu_ready_s = read_seconds(cpu);
    snprintf(line->reason, sizeof line->reason, "%s", rest ? rest : "");
    return true;
}
