/* trial.h - one case tried on one server over one transport, in a process of its own.
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

/* The numbers of those that a trial's process can end with are its exit statuses. */
enum verdict {
    VERDICT_PASS = 0,
    VERDICT_FAIL = 1,
    VERDICT_DIFFERS = 2, /* by design: the case does not concern this server */
    VERDICT_SKIP = 77
};

enum { TRIAL_REASON = 1024 };

struct server;
struct subject;

/* What a trial's process leaves behind beside its verdict; in memory that it shares with us. */
struct testimony {
    bool started;              /* a server was there, and answered */
    char reason[TRIAL_REASON]; /* of a failure or a skip: one sentence, "expected ..., saw ..."
                                */
};

struct trial {
    const struct test_case *test;
    void (*run)(struct trial *trial); /* the test's, or what stands for it: relevance.h */
    const struct subject *subject;
    const struct model *model; /* the subject's */
    unsigned transport;        /* exactly one */
    const char *program;       /* the server's binary */
    const char *directory;     /* for sockets and counters; removed afterwards */
    uint64_t seed;
    bool full;            /* the sizes of CONFORMANCE.md instead of the quick ones */
    bool brief;           /* still smaller ones: somebody waits for this before he measures */
    bool strict;          /* hold others to the promises of ours */
    bool shared_network;  /* do not ask for a network of its own */
    bool private_network; /* it got one */
    struct dice dice;
    struct server *servers; /* started so far, newest first */
    struct testimony *testimony;
};

/* From now on Ctrl-C, SIGTERM and a terminal that closes end the trial that runs, tidily, and
 * then the program with status 130. */
void trial_watch_for_interrupts(void);

/* Runs the case and its invariants. What goes wrong is printed by the trial itself. Afterwards
 * no process and no file of it is left, whatever happened. */
enum verdict trial_run(struct trial *trial);

/* True for one of the models whose letters are given. */
bool trial_is_of(const struct trial *trial, const char *letters);

/* True if the server is one of our own: it has our options, ready line and counters. */
bool trial_is_ours(const struct trial *trial);

/* True if the server is held to what ours promise beyond the service: it is ours, or --strict.
 */
bool trial_is_strict(const struct trial *trial);

#endif
