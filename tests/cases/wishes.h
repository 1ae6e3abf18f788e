/* wishes.h - the command line of echo-conformance. */
#ifndef ECHOLAB_WISHES_H
#define ECHOLAB_WISHES_H

#include "catalogue.h"
#include "subject.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wishes {
    struct subject subjects[MOST_SUBJECTS]; /* those to be held against the cases */
    size_t subject_count;
    bool *chosen; /* by the cases' place in the catalogue */
    unsigned transports;
    uint64_t seed;
    bool full, brief, strict, shared_network;
    bool list, verbose, table;
    const char *set;          /* "all" or "gate" */
    const char *json, *junit; /* files, "-" for stdout; NULL: none */
};

/* Reads it all; wrong use ends the program with status 2. */
void wishes_read(struct wishes *wishes, int argc, char **argv);

void wishes_release(struct wishes *wishes);

#endif
