/* tool.c - other people's programs in the service of a case: strace, nft, ss. */
#include "tool.h"

#include "check.h"
#include "patience.h"
#include "trial.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS = 32, TOOL_MS = 5000 };

static const char *const folders[] = { "/usr/bin", "/usr/sbin", "/bin", "/sbin" };

/* Stores where the program is; skips the case when it is nowhere. */
static void find(const char *name, char path[SERVER_TEXT])
{
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        (void)snprintf(path, SERVER_TEXT, "%s/%s", folders[i], name);
        if (access(path, X_OK) == 0)
            return;
    }
    skip("%s is not installed; bench/packages names what the tests need", name);
}

static struct process start(const char *command)
{
    char text[SERVER_TEXT];
    char path[SERVER_TEXT];
    char *words[WORDS] = { path };
    char *rest = NULL;
    size_t count = 1;

    (void)snprintf(text, sizeof text, "%s", command);
    find(strtok_r(text, " ", &rest), path);
    for (char *word; count < WORDS - 1 && (word = strtok_r(NULL, " ", &rest));)
        words[count++] = word;
    return spawn(words, &(struct setting){ 0 });
}

static void read_complaints(const struct process *process, char text[SERVER_TEXT])
{
    ssize_t count = pread(process->complaints, text, SERVER_TEXT - 1, 0);

    text[count > 0 ? count : 0] = '\0';
}

static void forget(const struct process *process)
{
    close(process->output);
    close(process->complaints);
}

void use_tool(const char *command, char output[SERVER_TEXT])
{
    struct process process = start(command);
    char complaints[SERVER_TEXT];

    (void)spawn_read(process.output, '\0', TOOL_MS, output);

    int status = spawn_await(process.pid, TOOL_MS);

    read_complaints(&process, complaints);
    forget(&process);
    if (status != 0)
        skip("'%s' ended with status %d: %s", command, status, complaints);
}

void lose_packets(const struct trial *trial, unsigned percent)
{
    char command[SERVER_TEXT];
    char output[SERVER_TEXT];

    if (!trial->private_network)
        skip("packets can be lost only on a network of one's own");
    use_tool("nft add table inet loss", output);
    use_tool("nft add chain inet loss in { type filter hook input priority 0 ; }", output);
    (void)snprintf(command, sizeof command,
                   "nft add rule inet loss in numgen random mod 100 <= %u drop", percent - 1);
    use_tool(command, output);
}

void find_packets(void)
{
    char output[SERVER_TEXT];

    use_tool("nft delete table inet loss", output);
}

/* The calls which are to be traced are those in which faults are injected. */
struct process inject(const struct server *server, const char *faults)
{
    char command[SERVER_TEXT];
    char complaints[SERVER_TEXT] = "";
    uint64_t deadline = deadline_after_ms(TOOL_MS);
    int calls = (int)strcspn(faults, ":");

    (void)snprintf(command, sizeof command, "strace -f -p %d -e trace=%.*s -e inject=%s",
                   server->pid, calls, faults, faults);

    struct process injector = start(command);

    while (!strstr(complaints, "attached")) {
        check(remaining_ms(deadline) > 0, "expected strace to attach, saw '%s'", complaints);
        if (waitpid(injector.pid, NULL, WNOHANG) == injector.pid)
            skip("strace cannot do its work here: %s", complaints);
        pause_us(1000);
        read_complaints(&injector, complaints);
    }
    return injector;
}

/* Of how many calls strace has told that it put a fault into them. The file is opened once
 * more: strace goes on writing where this descriptor is. */
size_t count_injections(struct process injector)
{
    char path[64], line[SERVER_TEXT];
    size_t count = 0;

    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", injector.complaints);

    FILE *trace = fopen(path, "re");

    check(trace, "expected to read what strace has written, saw: %s", strerror(errno));
    while (fgets(line, sizeof line, trace))
        count += strstr(line, "(INJECTED)") != NULL;
    (void)fclose(trace);
    return count;
}

void end_injection(const struct server *server, struct process injector)
{
    const uint64_t deadline = deadline_after_ms(TOOL_MS);

    while (count_injections(injector) == 0) {
        check(remaining_ms(deadline) > 0, "expected a call that fails by strace, saw none");
        pause_us(1000);
    }
    check(kill(injector.pid, SIGTERM) == 0, "expected strace to be there, saw: %s",
          strerror(errno));
    (void)spawn_await(injector.pid, TOOL_MS);
    forget(&injector);
    /* strace keeps the signal that it has just stopped the server for: it may have been the one
     * that tells of a child's end, and means nothing to who has none. */
    (void)kill(server->pid, SIGCHLD);
}
