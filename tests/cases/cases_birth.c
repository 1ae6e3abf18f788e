/* cases_birth.c - section E: a server that is stopped before anybody could know it. */
#include "cases.h"
#include "clock.h"
#include "spawn.h"
#include "verbs.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { RACES = 2000, RACES_QUICK = 20, LATEST_US = 4000 };

/* Before it is itself a signal kills it, as any program; once it has said that it is ready it
 * leaves in good order; and in no case does it leave its file behind. */
static void stop_at_birth(struct trial *trial, uint64_t after_us)
{
    char program[SERVER_TEXT];
    char address[SERVER_TEXT];
    char line[SERVER_TEXT];
    char *arguments[] = { program, address, NULL };

    (void)snprintf(program, sizeof program, "%s", trial->program);
    server_default_address(trial, address);

    struct process process = spawn(arguments, &(struct setting){ 0 });

    pause_us(after_us);
    (void)kill(process.pid, SIGTERM);

    int status = spawn_await(process.pid, OPERATION_MS);
    bool ready = spawn_read(process.output, '\n', 0, line) > 0;

    check(status == 0 || (status == -SIGTERM && !ready),
          "expected a server that is stopped %llu us after its start to leave, saw status %d "
          "after '%s'",
          (unsigned long long)after_us, status, line);
    if (trial->transport & LOCAL)
        check(access(strchr(address, ':') + 1, F_OK) < 0,
              "expected no socket file after the end, saw %s", address);
    close(process.output);
    close(process.complaints);
}

void case_e17(struct trial *trial)
{
    const unsigned races = trial->full ? RACES : RACES_QUICK;

    for (unsigned i = 0; i < races; i++)
        stop_at_birth(trial, dice_between(&trial->dice, 0, LATEST_US));
}
