/* options.h - the command line that all servers share. */
#ifndef ECHOLAB_OPTIONS_H
#define ECHOLAB_OPTIONS_H

#include "address.h"
#include "session.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

struct options {
    const char *where; /* ADDRESS as it was written */
    struct address address;
    enum service service;
    int backlog;
    uint64_t max_clients;     /* 0: as many as there are descriptors */
    uint64_t idle_timeout_ns; /* 0: a silent client may stay */
    uint64_t grace_ns;
    int send_buffer;    /* SO_SNDBUF in bytes; 0 leaves it to the kernel */
    int receive_buffer; /* SO_RCVBUF in bytes; 0 leaves it to the kernel */
    uint32_t max_task_us;
    mode_t socket_mode;
    const char *counters; /* path, or NULL */
    bool trace;
};

/* Reads the command line; the address is parsed and not yet resolved. Wrong use ends the
 * program with one line on stderr and status 2, --help and --version with 0. */
void options_parse(int argc, char **argv, const char *model, uint64_t max_clients,
                   struct options *options);

#endif
