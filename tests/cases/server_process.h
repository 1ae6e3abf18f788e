/* server_process.h - a server under test: started, watched, stopped.
 *
 *     struct server *server = start_server(trial, "--max-clients=10");
 *     ... clients ...                          peer.h
 *     the trial ends it: pings it, counts its descriptors, stops it, reads its counters
 *
 * A server is ready when its ready line has come, and no sooner; nothing here waits for a time
 * to pass. It dies with the trial, however that ends. */
#ifndef ECHOLAB_SERVER_PROCESS_H
#define ECHOLAB_SERVER_PROCESS_H

#include "observe.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/types.h>

enum { SERVER_TEXT = 4096, SERVER_PATH = 108 };

struct peer;
struct trial;

/* What is special about a start; a field left 0 or NULL is as usual. */
struct setting {
    const char *options;  /* further options, separated by single blanks */
    const char *address;  /* NULL: a free one of the trial's transport */
    rlim_t descriptors;   /* RLIMIT_NOFILE, soft and hard */
    unsigned inherited;   /* so many descriptors, from 3 on, are open when it starts */
    rlim_t processes;     /* RLIMIT_NPROC, which binds it: it is another user than root */
    bool without_signals; /* all of them are blocked when it starts */
    bool without_streams; /* stdin and stderr are closed when it starts */
    bool without_ports;   /* it may not bind ports below 1024, not even as root */
    bool with_child;      /* it has a child that has ended, from who it was before */
    bool unread;          /* its stderr is a full pipe that nobody reads */
    bool on_path;         /* its program is looked for as a shell does */
    bool mute;            /* nobody reads its stdout: it goes nowhere, and never fills up */
};

struct server {
    struct trial *trial;
    struct server *next;
    pid_t pid; /* 0 for one that we have not started */
    bool over; /* it has ended, with exit_status, or -N when signal N killed it */
    int exit_status;
    bool upper;                 /* it answers in upper case */
    bool tasks;                 /* it answers task frames only */
    int output;                 /* its stdout */
    int complaints;             /* its stderr, kept in memory */
    char address[SERVER_TEXT];  /* as its ready line gives it, or as it was told */
    char counters[SERVER_TEXT]; /* the file it writes at its end */
    union {
        struct sockaddr any;
        struct sockaddr_storage storage;
    } name; /* where clients connect */
    socklen_t name_length;
    struct census baseline;     /* without clients, after the first has come and gone */
    struct peer *first, **last; /* everybody who ever connected, in order */
    unsigned peers;
};

/* Starts a server and waits for its ready line. Its baseline is taken after one ping, so that
 * what is made for the first client only is part of it. */
struct server *start_server(struct trial *trial, const char *options);
struct server *start_server_in(struct trial *trial, const struct setting *setting);

/* What a program said and how it ended. */
struct outcome {
    int status; /* -N: killed by signal N */
    char output[SERVER_TEXT];
    char complaints[SERVER_TEXT];
};

/* Runs the server's program to its end, for cases in which it is not to start. */
struct outcome run_server(struct trial *trial, const struct setting *setting);

/* run_server() has to end with this status and one line which contains all of `words`, a list
 * that NULL ends. */
void expect_no_start(struct trial *trial, const struct setting *setting, int status,
                     const char *const words[]);

void send_signal(const struct server *server, int signal);

/* SIGSTOP, which a server that sleeps in a call heeds only once it has woken up: waits for
 * that. */
void suspend_server(const struct server *server);

/* Waits for the end of the process; later than `ms` is a failure. Returns its exit status. */
int await_exit(struct server *server, uint64_t ms);

/* SIGTERM; it has to leave with status 0 within `ms`. */
void stop_server(struct server *server, uint64_t ms);

/* True if it was started and has ended unasked, with this status (-N: signal N). */
bool server_has_ended(struct server *server, int *status);

/* True if its memory is to be looked at: it is ours, or held to what ours promise, and not
 * built with a sanitizer. */
bool server_is_weighed(const struct server *server);

/* Where the trial's servers listen unless told otherwise: "tcp://127.0.0.1:0". */
void server_default_address(const struct trial *trial, char address[SERVER_TEXT]);

/* The path in its address, of a unix or unixgram server; the port, of the others. */
const char *server_path(const struct server *server);
unsigned server_port(const struct server *server);

/* Forgets the servers of a trial that has ended well. */
void server_forget_all(struct trial *trial);

#endif
