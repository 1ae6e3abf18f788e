/* generator.h - echo-load, told what to do and asked at which moment it is.
 *
 *     generator_start(&lab, &order, &generator)
 *     generator_await(&generator, &candidate, "connected", within_ms) == NEWS_WORD
 *     ... everybody is connected and nobody has spoken yet ...   generator_go_on(&generator)
 *     generator_await(..., "open", ...)       the measured window begins
 *     generator_await(..., "closed", ...)     it is over; the clients are still there
 *     generator_go_on(&generator)
 *     generator_await_end(...) == NEWS_END    then generator_result(), generator_release() */
#ifndef ECHOLAB_GENERATOR_H
#define ECHOLAB_GENERATOR_H

#include "candidate.h"
#include "lab.h"
#include "process.h"
#include "scenario.h"

#include <jansson.h>

struct generator_order {
    struct load load;
    bool unattended; /* it goes through its phases without being asked */
    unsigned warm_up_ms, window_ms;
    const char *sources; /* its own addresses; NULL: the kernel chooses */
    const char *hlog;    /* where it writes its log; NULL: nowhere */
    uint64_t seed;
    const char *address;
};

struct generator {
    struct process process;
    int control;          /* our end of the conversation */
    int result;           /* a memory file with its JSON */
    int complaints;       /* a memory file with its stderr */
    struct ending ending; /* once it has ended */
};

enum news {
    NEWS_WORD,        /* what was waited for */
    NEWS_END,         /* echo-load has ended */
    NEWS_SERVER_LEFT, /* the server has ended */
    NEWS_INTERRUPT,   /* somebody asks us to stop */
    NEWS_LATE         /* nothing within the time */
};

/* False, with a reason and nothing left over, if it cannot be started. */
bool generator_start(const struct lab *lab, const struct generator_order *order,
                     struct generator *generator, char reason[REASON_TEXT]);

enum news generator_await(struct generator *generator, const struct candidate *candidate,
                          const char *word, int within_ms);
enum news generator_await_end(struct generator *generator, const struct candidate *candidate,
                              int within_ms);

/* Answers the word, so that it goes on. */
void generator_go_on(struct generator *generator);

/* What it measured, owned by the caller; NULL, with a reason, if it wrote none. Once it has
 * ended. */
json_t *generator_result(const struct generator *generator, char reason[REASON_TEXT]);

/* From start to result, unattended; `*cpu_s` grows by what it used. The caller owns the result;
 * NULL with a reason if there is none, if an echo was wrong, or if something else happened
 * first.
 */
json_t *generator_run(const struct lab *lab, const struct generator_order *order,
                      const struct candidate *candidate, int within_ms, double *cpu_s,
                      char reason[REASON_TEXT]);

/* Kills it if it still runs; gives back what it held. */
void generator_release(struct generator *generator);

#endif
