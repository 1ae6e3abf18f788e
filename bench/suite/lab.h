/* lab.h - where we measure: the programs, and the CPUs that they get. */
#ifndef ECHOLAB_LAB_H
#define ECHOLAB_LAB_H

#include "placement.h"

#include <limits.h>
#include <stdbool.h>

/* Holds a sentence about what went wrong; longer ones are cut. */
enum { REASON_TEXT = 320 };

struct accounting;

struct lab {
    char programs[PATH_MAX]; /* the folder of echo-bench itself */
    char scratch[PATH_MAX];  /* {tmp} of servers that are not ours; "": nobody asks for it */
    struct placement placement;
    struct accounting *accounting; /* beyond wait4() and /proc; NULL: nothing is */
};

/* Finds the programs beside our own. Leaves the program with exit 1 and a sentence if it
 * cannot. */
void lab_find(struct lab *lab);

/* Chooses the CPUs, moves us to the generator's, and makes us the one to whom orphans are
 * given. Fails as lab_find() does. */
void lab_settle(struct lab *lab);

/* The path of a program, such as "echo-load". Returns `path`. */
char *lab_program(const struct lab *lab, const char *name, char path[PATH_MAX]);

/* Finds a program as execvp() does: a name with a slash is its path, any other is looked for in
 * PATH. False, and no path, if it cannot be executed. */
bool lab_search(const char *name, char path[PATH_MAX]);

/* Leaves the program with exit 1, naming the program, unless it is there to be started. */
void lab_require(const struct lab *lab, const char *name);

#endif
