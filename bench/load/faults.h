/* faults.h - what went wrong in a run, counted by kind.
 *
 * Bytes, datagrams and connections are counted apart: a wrong echo has bytes at fault, or whole
 * datagrams; a lost connection has a cause. Anything but zero makes the run a failed one. */
#ifndef ECHOLAB_FAULTS_H
#define ECHOLAB_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Why a connection was lost: an errno value, or one of these. */
enum cause {
    CAUSE_HUNG_UP = -1, /* the server closed it, though we had not finished */
    CAUSE_TIMEOUT = -2, /* a reply or a connect took longer than --timeout */
    CAUSE_BUSY = -3     /* the server said "ERR busy": it has as many clients as it may */
};

enum { CAUSES_KEPT = 8 };

struct loss {
    int cause;
    uint64_t connections;
};

struct faults {
    uint64_t wrong;     /* bytes that came back changed */
    uint64_t missing;   /* bytes that were sent and never came back */
    uint64_t extra;     /* bytes that came back without having been sent, or twice */
    uint64_t lost;      /* datagrams without an answer in time, or at all */
    uint64_t late;      /* datagrams whose answer came after they had been given up */
    uint64_t duplicate; /* answers to datagrams that had been answered already */
    uint64_t reordered; /* right answers that came after one to a later datagram */
    uint64_t corrupt;   /* answers of another length or with other bytes, or to nothing */
    uint64_t connect;   /* connections that could not be made */
    uint64_t reset;     /* connections that the server ended before we did */
    uint64_t timeout;   /* connections given up because a reply took too long */
    struct loss losses[CAUSES_KEPT]; /* the two above and `connect`, by cause; unused: 0 */
};

/* Counts one lost connection; `connecting` says that it was not yet open. */
void faults_count_loss(struct faults *faults, int cause, bool connecting);

/* Adds what `from` has counted. */
void faults_add(struct faults *faults, const struct faults *from);

/* Those that have to do with datagrams. */
uint64_t faults_in_datagrams(const struct faults *faults);

/* The sum over all kinds; 0 if nothing went wrong. */
uint64_t faults_total(const struct faults *faults);

/* The lost connections of every kind. */
uint64_t faults_lost(const struct faults *faults);

/* Writes what was wrong with datagrams, "12 datagrams lost, 1
 * duplicate"; what was not is left out.
 * Returns `text`. */
const char *faults_describe_datagrams(const struct faults *faults, char *text, size_t size);

/* Writes the causes of all losses, the commonest first: "Connection refused (60), no answer in
 * time (4)"; the numbers only if there are several causes. Returns `text`. */
const char *faults_describe_losses(const struct faults *faults, char *text, size_t size);

#endif
