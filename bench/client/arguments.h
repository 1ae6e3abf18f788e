/* arguments.h - the command line of echo-client. */
#ifndef ECHOLAB_CLIENT_ARGUMENTS_H
#define ECHOLAB_CLIENT_ARGUMENTS_H

#include "address.h"
#include "quantity.h"

#include <stdbool.h>
#include <stdint.h>

struct arguments {
    char where[QUANTITY_QUOTE]; /* ADDRESS as it was written, quoted for messages */
    struct address address;     /* parsed, not yet resolved */
    uint64_t timeout_ns;        /* how long an answer may take */
    int family;                 /* AF_INET or AF_INET6 alone, or AF_UNSPEC */
    bool verbose;
    bool half_close;
    bool broadcast;
};

/* Reads the command line. Wrong use ends the program with a line on stderr and status 2. */
void arguments_parse(int argc, char **argv, struct arguments *arguments);

#endif
