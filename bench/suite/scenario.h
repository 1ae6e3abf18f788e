/* scenario.h - the questions that echo-bench asks, each described by data.
 *
 * A scenario varies one thing along an axis, puts one load on the server at each point, and
 * shows some figures. A further scenario is a further entry of the table in scenario.c. */
#ifndef ECHOLAB_SCENARIO_H
#define ECHOLAB_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

enum { ON_AXIS = -1 }; /* in a load: here stands the point's value */

/* What echo-load is asked to do. 0: not asked for. */
struct load {
    int connections; /* that send, each its next message when the last has come back */
    int idle;        /* that only stay open */
    int churn;       /* hang up and connect again after so many messages */
    int pipeline;    /* messages under way on a connection at the same time */
    int size;        /* bytes of a message; 64 unless something else is asked for */
};

/* How much time somebody has. Each depth includes the points of the ones before it. */
enum depth { QUICK = 1, DEFAULT, FULL };

struct point {
    int value;
    enum depth depth; /* the least depth that includes it; 0 ends the list */
};

/* What can spoil a figure: see verdict.h. */
enum concern { CONCERN_RATE = 1, CONCERN_COST = 2, CONCERN_MEMORY = 4, CONCERN_ALL = 7 };

struct figure {
    const char *name;    /* in the files: "cpu_us_per_request" */
    const char *title;   /* in the table, with its unit: "CPU us/request" */
    const char *unit;    /* in the files */
    const char *reading; /* where it comes from: readings.h */
    const char *above;   /* less this model's reading in the same block; NULL: as it is */
    int digits;          /* behind the point */
    enum concern concern;
    bool pooled; /* one number for all runs together, so that it has no spread */
    bool apart;  /* not to be compared with what stands left of it */
};

enum { MOST_POINTS = 8, MOST_FIGURES = 6, MOST_SCENARIOS = 16 };

struct scenario {
    const char *name;
    const char *question;
    const char *axis; /* what the points count */
    const char *note; /* what a reader has to know about the figures; NULL: nothing */
    struct load load;
    bool weighs;   /* looks at the memory as well, which takes time */
    int window_ms; /* instead of the depth's; 0: the depth's */
    struct point points[MOST_POINTS + 1];
    const struct figure *figures[MOST_FIGURES + 1];
};

size_t scenario_count(void);
const struct scenario *scenario_at(size_t index);

/* NULL if there is none. */
const struct scenario *scenario_named(const char *name);

/* The load at one point of the axis, with nothing ON_AXIS any more. */
struct load scenario_load(const struct scenario *scenario, int point);

/* hyperfine's fixed piece of work: no entry of the table, since we do not make its runs, but
 * shown like one. Its points count the messages of a job. */
const struct scenario *scenario_job(void);

#endif
