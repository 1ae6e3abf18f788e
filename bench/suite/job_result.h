/* job_result.h - what the job came to: hyperfine's times and the servers' own ends, as runs. */
#ifndef ECHOLAB_JOB_RESULT_H
#define ECHOLAB_JOB_RESULT_H

#include "choice.h"
#include "machine.h"
#include "run.h"

struct job_traces {
    const char *export; /* hyperfine's JSON */
    const char *ledger; /* which servers were started: job_server.h */
    struct timespec started;
    const struct placement *placement;
    struct moment before; /* when the job began, and what we had spent by then, */
    double own_before_s;
    double hyperfine_cpu_s; /* and what hyperfine and the clients have spent since */
};

/* After hyperfine: reaps every server that it started, stopping those which still run, and adds
 * for each chosen model a run for each time that was measured, or one that says why there is
 * none. With `runs` NULL it only cleans up. */
void job_result_add(const struct job_traces *traces, const struct choice *choice,
                    struct runs *runs);

#endif
