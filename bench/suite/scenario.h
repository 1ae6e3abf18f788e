/* scenario.h - the questions that echo-bench asks, each described by data.
 *
 * A scenario varies one thing along an axis, puts one load on the server at each point, and
 * shows some figures. A further scenario is a further entry of the table in scenario.c; a
 * further figure is one of figures.c. */
#ifndef ECHOLAB_SCENARIO_H
#define ECHOLAB_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>

/* What echo-load is asked to do. 0 or NULL: not asked for. */
struct load {
    int connections;   /* that send */
    int idle;          /* that only stay open */
    int churn;         /* hang up and connect again after so many messages */
    int pipeline;      /* messages under way on a connection at the same time */
    int size;          /* bytes of a message; 64 unless something else is asked for */
    int requests;      /* so many messages, instead of a window of time */
    double rate;       /* messages a second, whatever comes back: an open loop */
    int rate_share;    /* the same as so many % of what the weakest model can do */
    const char *stall; /* bad clients beside the good ones: "8:reader" */
    const char *task;  /* work that a message asks for: "block:1ms" */
    bool datagrams;    /* over UDP, whatever transport was chosen */
};

/* How much time somebody has. Each depth includes the points of the ones before it. */
enum depth { QUICK = 1, DEFAULT, FULL };

struct point {
    const char *label; /* its key in the files; NULL ends the list */
    double value;      /* its place on the axis */
    enum depth depth;  /* the least depth that includes it */
    struct load load;  /* what it adds to the scenario's, or puts in its place */
};

/* What can spoil a figure: see verdict.h. */
enum concern {
    CONCERN_NONE = 0,
    CONCERN_RATE = 1,
    CONCERN_COST = 2,
    CONCERN_MEMORY = 4,
    CONCERN_COUNT =
        8, /* of what was answered: a missed rate is no doubt, but the figure itself */
    CONCERN_ALL = 15
};

enum better { BETTER_LOWER, BETTER_HIGHER, BETTER_NEITHER };

struct figure {
    const char *name;    /* in the files: "cpu_us_per_request" */
    const char *title;   /* in the table, with its unit: "CPU us/request" */
    const char *noun;    /* in a sentence: "the CPU time of a request"; NULL: as the title */
    const char *unit;    /* in the files */
    const char *reading; /* where it comes from: readings.h */
    const char *above;   /* less this model's reading in the same block; NULL: as it is */
    int digits;          /* behind the point */
    enum concern concern;
    enum better better;
    bool mechanism; /* explains the others */
    bool pooled;    /* one number for all runs together, so that it has no spread */
    bool apart;     /* not to be compared with what stands left of it */
};

enum axis_kind { AXIS_LOG, AXIS_LINEAR, AXIS_CATEGORY };

enum { MOST_POINTS = 16, MOST_FIGURES = 16, MOST_SCENARIOS = 16 };

struct scenario {
    const char *name;
    const char *question;
    const char *situation; /* whose question it is: "Steady load" */
    const char *axis;      /* what the points count */
    const char *where; /* a point in a sentence, with %s for its label: "at %s of the load" */
    const char *headline; /* the label of the point that the answer is taken from */
    const char *note;     /* what a reader has to know about the figures; NULL: nothing */
    struct load load;
    enum axis_kind axis_kind;
    enum depth depth; /* the least depth that includes it unless it is asked for by name */
    int window_ms;    /* instead of the depth's; 0: the depth's */
    int mains;        /* how many of the figures are the answer; the others stand beside */
    bool spectrum;    /* the whole distribution of the latency is kept: spectrum.h */
    bool weighs;      /* looks at the memory as well, which takes time */
    bool searches;    /* for the highest rate that keeps a promise: knee.h */
    bool one_alone;   /* a model that serves one at a time takes part, with one good client */
    bool loses;       /* lost messages are figures here, not failures */
    bool grows;       /* the answer is how a figure grows from the first point to the last */
    bool from_first;  /* the answer is how each point differs from the first */
    struct point points[MOST_POINTS + 1];
    const struct figure *figures[MOST_FIGURES + 1];
    const struct figure *more[MOST_FIGURES + 1]; /* in the files and the report alone */
};

size_t scenario_count(void);
const struct scenario *scenario_at(size_t index);

/* NULL if there is none. */
const struct scenario *scenario_named(const char *name);

/* The load at one point of the axis. A share of what the weakest can do is still a share. */
struct load scenario_load(const struct scenario *scenario, const struct point *point);

/* NULL if the scenario has none of that label. */
const struct point *scenario_point(const struct scenario *scenario, const char *label);

/* Writes all figures of a scenario, those for the table first; the list ends with NULL. */
enum { ALL_FIGURES = 2 * MOST_FIGURES };
void scenario_figures(const struct scenario *scenario,
                      const struct figure *figures[ALL_FIGURES + 1]);

/* hyperfine's fixed piece of work: no entry of the table, since we do not make its runs, but
 * shown like one. */
const struct scenario *scenario_job(void);

#endif
