/* prompt.c - a conversation over a stream, held by a person at a terminal. */
#include "prompt.h"

#include "output.h"

#include <err.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

/* More than a terminal hands over as one line. */
enum { LINE_BYTES = 8192 };

enum hearing { HEARD, HEARD_NOTHING, HEARD_THE_END };

void prompt_show(void)
{
    output_bytes("> ", 2);
}

/* Prints what has arrived; the number of bytes is stored, and the last of them. */
static enum hearing hear(const struct peer *peer, uint64_t deadline_ns, size_t *count,
                         char *last)
{
    char bytes[LINE_BYTES];

    if (!peer_speaks(peer, deadline_ns))
        return HEARD_NOTHING;

    const ssize_t received = recv(peer->fd, bytes, sizeof bytes, 0);
    if (received < 0)
        err(1, "%s broke the connection", peer->arguments->where);
    if (received == 0)
        return HEARD_THE_END;
    output_bytes(bytes, (size_t)received);
    *count = (size_t)received;
    *last = bytes[received - 1];
    return HEARD;
}

static _Noreturn void give_up_on(const struct peer *peer)
{
    errx(1, "%s closed the connection", peer->arguments->where);
}

/* An answer is complete when it ends a line, or is as long as what was sent. */
static void print_answer(const struct peer *peer, size_t sent)
{
    const uint64_t deadline_ns = peer_deadline_ns(peer);
    size_t answered = 0;
    char last = '\0';

    while (answered < sent && last != '\n') {
        size_t count = 0;

        switch (hear(peer, deadline_ns, &count, &last)) {
        case HEARD:
            answered += count;
            break;
        case HEARD_NOTHING:
            warnx("no answer within %g s; it will be printed when it comes",
                  peer_timeout_s(peer));
            return;
        case HEARD_THE_END:
            give_up_on(peer);
        }
    }
}

static void say(const struct peer *peer, const char *line, size_t count)
{
    while (count > 0) {
        const ssize_t sent = send(peer->fd, line, count, MSG_NOSIGNAL);

        if (sent < 0)
            err(1, "cannot send to %s", peer->arguments->where);
        line += sent;
        count -= (size_t)sent;
    }
}

/* Waits for the person, but listens meanwhile: a server may answer late, or hang up. Returns
 * the length of the line; 0 after Ctrl-D. */
static size_t read_line(const struct peer *peer, char *line, size_t size)
{
    for (;;) {
        struct pollfd watched[] = {
            { .fd = STDIN_FILENO, .events = POLLIN },
            { .fd = peer->fd, .events = POLLIN },
        };
        size_t count = 0;
        char last = '\0';

        if (poll(watched, sizeof watched / sizeof *watched, -1) < 0)
            err(1, "cannot wait for a line");
        if (watched[1].revents && hear(peer, 0, &count, &last) == HEARD_THE_END)
            give_up_on(peer);
        if (watched[0].revents) {
            const ssize_t length = read(STDIN_FILENO, line, size);

            if (length < 0)
                err(1, "cannot read a line");
            return (size_t)length;
        }
    }
}

/* Shows that closing one half leaves the other open. Every byte that comes starts the waiting
 * time anew, since a long answer is not a late one. */
static int finish(const struct peer *peer)
{
    const bool verbose = peer->arguments->verbose;
    enum hearing hearing = HEARD;
    size_t answered = 0;

    if (shutdown(peer->fd, SHUT_WR) < 0)
        err(1, "cannot half-close the connection");
    output_note(verbose, "our half is closed (FIN), the server's is still open");
    while (hearing == HEARD) {
        size_t count = 0;
        char last = '\0';

        hearing = hear(peer, peer_deadline_ns(peer), &count, &last);
        answered += count;
    }
    if (hearing == HEARD_NOTHING)
        errx(1, "%s did not close its half within %g s", peer->arguments->where,
             peer_timeout_s(peer));
    output_note(verbose, "%zu bytes came after our FIN, then the server closed its half too",
                answered);
    return 0;
}

int prompt_run(const struct peer *peer)
{
    char line[LINE_BYTES];

    for (;;) {
        prompt_show();
        const size_t count = read_line(peer, line, sizeof line);
        if (count == 0) {
            output_bytes("\n", 1);
            return finish(peer);
        }
        say(peer, line, count);
        if (peer->arguments->half_close)
            return finish(peer);
        print_answer(peer, count);
    }
}
