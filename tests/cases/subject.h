/* subject.h - what is held against the cases: a server of ours, a command that starts
 * somebody else's, or a server that runs already. */
#ifndef ECHOLAB_SUBJECT_H
#define ECHOLAB_SUBJECT_H

#include "catalogue.h"
#include "locate.h"

#include <stdbool.h>

enum { SUBJECT_PATH = 4096, MOST_SUBJECTS = 32 };

enum kind { SUBJECT_OURS, SUBJECT_COMMAND, SUBJECT_RUNNING };

/* The letters of those that are not in the table of models: a case must not ask how they work,
 * only whether they serve one after another. */
enum { LETTER_FOREIGN = 'X', LETTER_ONE_AT_A_TIME = 'I' };

struct subject {
    enum kind kind;
    const char *name;                 /* for people and for files */
    struct model model;               /* how a case sees it: trial_is_of() */
    unsigned transports;              /* over which it can be asked */
    char program[SUBJECT_PATH];       /* ours */
    const char *commands[TRANSPORTS]; /* a command's, by transport_number(); may be NULL */
    const char *here;                 /* what {here} is in a command; NULL: nothing */
    struct location location;         /* of one that runs */
    unsigned absent;                  /* transports over which it did not even start */
};

/* Each of these fills in `subject`, and returns NULL or a sentence that says what is wrong with
 * what the user has given; it stays valid. */
const char *subject_is_model(struct subject *subject, const struct model *model,
                             const char *program);
const char *subject_is_command(struct subject *subject, const char *command,
                               unsigned transports);
const char *subject_is_file(struct subject *subject, const char *path);
const char *subject_is_running(struct subject *subject, const char *address);

/* Ours, but another program. False if the path is too long. */
bool subject_use_program(struct subject *subject, const char *path);

void subject_rename(struct subject *subject, const char *name);

/* It serves one client after another. */
void subject_takes_turns(struct subject *subject);

#endif
