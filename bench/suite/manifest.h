/* manifest.h - run.json: what was asked, where, with what, and what was left out. */
#ifndef ECHOLAB_MANIFEST_H
#define ECHOLAB_MANIFEST_H

#include "capacity.h"
#include "choice.h"
#include "gate.h"
#include "lab.h"

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

struct manifest {
    const struct lab *lab;
    const struct choice *choice;
    int argc;
    char **argv;
    const struct gates *gates;
    const char *hyperfine; /* its version; "" if it is not there */
    struct capacity capacity;
    const char *job_skipped; /* why there is no job, though it was chosen; "" if there is one */
    struct timespec started, ended;
    json_t *resumed; /* when it went on after a stop, each time; NULL: never */
    bool complete;   /* the end was reached, interrupted or not; false in the file of a crashed
                        run */
    bool interrupted;
};

/* What a reader wants to know of the machine, in few words. The caller owns it. */
json_t *manifest_machine(const struct manifest *manifest);

/* The caller owns it. Its schema is in the man page. */
json_t *manifest_json(const struct manifest *manifest);

#endif
