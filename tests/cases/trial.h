/* trial.h - one case tried on one model over one transport, in a process of its own.
 *
 * The process has its own network (where the kernel allows that), its own directory and its own
 * children, so that whatever a case does to itself - limits, umask, environment, a crash - ends
 * with it. After the case come the invariants that hold after every case: invariants.h. */
#ifndef ECHOLAB_TRIAL_H
#define ECHOLAB_TRIAL_H

#include "catalogue.h"
#include "payload.h"

#include <stdbool.h>
#include <stdint.h>

enum verdict { VERDICT_PASS = 0, VERDICT_FAIL = 1, VERDICT_SKIP = 77 };

struct server;

struct trial {
    const struct test_case *test;
    const struct model *model;
    unsigned transport;    /* exactly one */
    const char *program;   /* the server's binary */
    const char *directory; /* for sockets and counters; removed afterwards */
    uint64_t seed;
    bool full;            /* the sizes of CONFORMANCE.md instead of the quick ones */
    bool shared_network;  /* do not ask for a network of its own */
    bool private_network; /* it got one */
    struct dice dice;
    struct server *servers; /* started so far, newest first */
};

/* From now on Ctrl-C and SIGTERM end the trial that runs, tidily, and then the program with
 * status 130. */
void trial_watch_for_interrupts(void);

/* Runs the case and its invariants. What goes wrong is printed by the trial itself. Afterwards
 * no process and no file of it is left, whatever happened. */
enum verdict trial_run(struct trial *trial);

/* True for one of the models whose letters are given. */
bool trial_is_of(const struct trial *trial, const char *letters);

#endif
