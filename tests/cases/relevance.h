/* relevance.h - whether a server is held to a case, and if not, why not.
 *
 * For our own models the catalogue says so. This is the table for all others: what any echo
 * server owes (RFC 862), what can be asked only of one that we have started, what only --strict
 * asks, and what is about options, children or a command line that are ours alone. */
#ifndef ECHOLAB_RELEVANCE_H
#define ECHOLAB_RELEVANCE_H

#include "catalogue.h"
#include "trial.h"

#include <stdbool.h>

struct subject;

enum { RELEVANCE_TEXT = 256 };

struct relevance {
    enum verdict verdict; /* VERDICT_PASS: it is to be tried; VERDICT_SKIP, VERDICT_DIFFERS */
    char reason[RELEVANCE_TEXT];      /* why it is not; or in what this one differs, or "" */
    void (*run)(struct trial *trial); /* the case as it is put to this server */
};

struct relevance relevance_of(const struct test_case *test, const struct subject *subject,
                              bool strict);

/* True if the case is put over this transport. A case that is run over IPv4 only, to save time,
 * is put to a server that has nothing but IPv6. */
bool relevance_of_transport(const struct test_case *test, const struct subject *subject,
                            unsigned transport);

#endif
