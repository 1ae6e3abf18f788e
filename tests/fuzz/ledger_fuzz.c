/* ledger_fuzz.c - the ledger of the servers that hyperfine has started. Whoever is named in it
 * is sent a signal, so that a damaged line must not name anybody else. */
#include "fuzz.h"

#include "job_server.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *ledger = size > 0 ? fmemopen((void *)data, size, "re") : NULL;
    struct ledger_line line;

    while (ledger && ledger_read(ledger, &line)) {
        claim(strlen(line.model) < sizeof line.model, "the model fits");
        claim(strlen(line.reason) < sizeof line.reason, "the reason fits");
        claim(line.pid == 0 || line.pid > 1, "process %d is no server", line.pid);
        claim(isfinite(line.cpu_ready_s) && line.cpu_ready_s >= 0, "%g s are a time",
              line.cpu_ready_s);
    }
    if (ledger)
        (void)fclose(ledger);
    return 0;
}
