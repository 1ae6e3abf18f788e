/* echo-client.c - the person's client: a line or a stream goes to a server, the answer comes
 * back. */
#include "arguments.h"
#include "datagrams.h"
#include "peer.h"
#include "prompt.h"
#include "transfer.h"

#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

enum { INTERRUPTED = 130 };

/* Ctrl-C. Nothing has to be cleaned up: every socket of ours vanishes with the process. */
static void on_interrupt(int number)
{
    (void)number;
    _exit(INTERRUPTED);
}

/* The terminal has shown "^C"; what follows belongs on a line of its own. */
static void on_interrupt_at_terminal(int number)
{
    if (write(STDERR_FILENO, "\n", 1) < 0)
        _exit(INTERRUPTED);
    on_interrupt(number);
}

static void set_handler(int number, void (*handler)(int))
{
    const struct sigaction action = { .sa_handler = handler };

    if (sigaction(number, &action, NULL) < 0)
        err(1, "cannot set a signal handler");
}

/* Otherwise the socket would take the free number and be read as if it were stdin. */
static void insist_on_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            errx(1, "file descriptor %d is closed; redirect it to /dev/null instead", fd);
}

static int converse(struct peer *peer, bool at_terminal)
{
    if (address_is_datagram(&peer->address))
        return datagrams_run(peer, at_terminal);
    return at_terminal ? prompt_run(peer) : transfer_run(peer);
}

int main(int argc, char **argv)
{
    struct arguments arguments;
    struct peer peer;

    insist_on_standard_descriptors();
    arguments_parse(argc, argv, &arguments);

    const bool at_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    set_handler(SIGINT, at_terminal ? on_interrupt_at_terminal : on_interrupt);
    set_handler(SIGPIPE, SIG_IGN);

    peer_find(&peer, &arguments);
    peer_reach(&peer);
    const int status = converse(&peer, at_terminal);
    peer_leave(&peer);
    return status;
}
