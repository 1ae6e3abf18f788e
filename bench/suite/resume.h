/* resume.h - a run that was interrupted, or has crashed, goes on where it stopped.
 *
 *     resume_open(&resume, folder);              what was asked, and what is done
 *     choice_parse(resume.argc, resume.argv, &choice);   resume_restore(&resume, &choice);
 *     resume_check_machine(&resume, environment);
 *     resume_take(&resume, &choice, &plan, &runs)
 *
 * The same command line and seed give the same plan, of which the runs that are done are left
 * out. Results of two machines, two builds or two plans are never mixed: whatever does not fit
 * ends the program with exit 1 and a sentence, and the folder is as it was. */
#ifndef ECHOLAB_RESUME_H
#define ECHOLAB_RESUME_H

#include "choice.h"
#include "plan.h"
#include "run.h"

#include <jansson.h>
#include <limits.h>

struct resume {
    const char *folder;
    json_t *manifest; /* run.json as it was left */
    json_t *lines;    /* of runs.ndjson; the runs taken from them borrow their texts */
    long *offsets;    /* where each line begins */
    long good_bytes;  /* of runs.ndjson: what follows is not taken over */
    bool damaged;     /* a crash has cut the last line, which is dropped */
    bool job_done;
    int argc; /* the command line of the run */
    char **argv;
};

void resume_open(struct resume *resume, const char *folder);

/* What the command line does not tell: the seed that was drawn, and where the results are. */
void resume_restore(const struct resume *resume, struct choice *choice);

/* `now` is environment_json(). */
void resume_check_machine(const struct resume *resume, const json_t *now);

/* The same unless every server that is not ours is started by the command that it was. */
void resume_check_servers(const struct resume *resume, const struct roster *roster);

/* Adds the runs that are done. Returns how many runs were made twice for a disturbance. */
size_t resume_take(struct resume *resume, const struct choice *choice, const struct plan *plan,
                   struct runs *runs);

/* When it went on, each time, and now; the caller owns it. */
json_t *resume_times(const struct resume *resume, struct timespec now);

/* After the runs taken from it are released. */
void resume_release(struct resume *resume);

#endif
