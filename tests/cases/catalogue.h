/* catalogue.h - the one table of cases, and the one table of what is known about each model.
 *
 * Everything else is derived from these: what is run, what CTest lists, what a result says
 * about a model that differs by design. */
#ifndef ECHOLAB_CATALOGUE_H
#define ECHOLAB_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

struct trial;

/* Transports are a set: a case names those it runs on. */
enum transport {
    TCP = 1,
    TCP6 = 2,
    UNIX = 4,
    UDP = 8,
    UDP6 = 16,
    UNIXGRAM = 32,
    STREAMS = TCP | TCP6 | UNIX,
    DATAGRAMS = UDP | UDP6 | UNIXGRAM,
    LOCAL = UNIX | UNIXGRAM,
    ALL_TRANSPORTS = STREAMS | DATAGRAMS
};

enum { TRANSPORTS = 6 };

struct model {
    const char *name;
    char letter; /* as in CONFORMANCE.md */
};

struct test_case {
    const char *id;   /* "A1": the row of CONFORMANCE.md; its letter is the section */
    const char *name; /* a sentence about the server, which is the subject */
    void (*run)(struct trial *trial);
    unsigned transports;
    const char *models;  /* letters of the models it applies to */
    const char *because; /* why others are left out, or what differs; empty: all alike */
};

extern const struct model models[];
extern const size_t model_count;
extern const struct test_case cases[];
extern const size_t case_count;

bool case_applies(const struct test_case *test, const struct model *model);

/* "tcp", "tcp6", "unix", "udp", "udp6", "unixgram" for one transport; back: 0 if there is none.
 */
const char *transport_name(unsigned transport);
unsigned transport_from_name(const char *name);

/* 0 to TRANSPORTS - 1, for arrays. */
size_t transport_number(unsigned transport);

#endif
