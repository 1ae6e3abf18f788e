/* job.h - the fixed piece of work, timed by hyperfine.
 *
 * hyperfine starts each model's server before its runs and stops it afterwards, by two commands
 * of echo-bench that are not for people (job_server.h), and times echo-load doing the job. The
 * same job serves all models, iterative too: a connection is replaced after so many messages,
 * so whoever waits in the backlog has its turn. One address serves all: we hold its port from
 * first to last, unless a server takes part that is not ours and may not bear that.
 *
 * hyperfine's times are wall times, and its CPU times are the client's. The servers are orphans
 * which the kernel gives to us, so wait4() tells what they spent: start and stop included,
 * divided by the number of jobs. */
#ifndef ECHOLAB_JOB_H
#define ECHOLAB_JOB_H

#include "choice.h"
#include "lab.h"
#include "progress.h"
#include "run.h"
#include "store.h"

/* The version that `hyperfine --version` tells; "" if it is not in PATH. */
void job_find_hyperfine(char *version, size_t room);

/* Does the job with every chosen model and adds a run for each time measured. False, with a
 * reason, if hyperfine itself cannot do it; then there are no runs. */
bool job_run(const struct lab *lab, const struct choice *choice, const struct store *store,
             struct runs *runs, char reason[REASON_TEXT]);

#endif
