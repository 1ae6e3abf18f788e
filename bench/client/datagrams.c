/* datagrams.c - a conversation in datagrams: each line of stdin is one, and so is each answer.
 */
#include "datagrams.h"

#include "clock.h"
#include "output.h"
#include "prompt.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DATAGRAM_BYTES = 65536 }; /* more than UDP carries, and as much as our servers take */

struct conversation {
    struct peer *peer;
    uint64_t lines;
    uint64_t unanswered;
    uint64_t refused;                /* of the unanswered: came back as ECONNREFUSED */
    char answer[DATAGRAM_BYTES + 1]; /* the last byte is for the newline */
};

static void print_line(struct conversation *conversation, size_t count)
{
    conversation->answer[count] = '\n';
    output_bytes(conversation->answer, count + 1);
}

/* An answer that comes after its time must not pass for the answer to the next line. This also
 * fetches the error that an earlier datagram may have left behind. */
static void discard_what_is_late(struct conversation *conversation)
{
    const struct peer *peer = conversation->peer;
    ssize_t count;

    while ((count = recv(peer->fd, conversation->answer, DATAGRAM_BYTES, MSG_DONTWAIT)) >= 0)
        output_note(peer->arguments->verbose,
                    "left out a datagram of %zd bytes: it came too late, or twice", count);
}

/* Returns false with errno. A server whose queue stayed full for the whole timeout has not
 * answered in time. */
static bool send_line(const struct peer *peer, const char *line, size_t count)
{
    const struct endpoint *remote = &peer->remote;
    ssize_t sent = -1;

    if (count > DATAGRAM_BYTES)
        errno = EMSGSIZE;
    else if (peer->arguments->broadcast)
        sent = sendto(peer->fd, line, count, MSG_NOSIGNAL, &remote->socket.any, remote->length);
    else
        sent = send(peer->fd, line, count, MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN)
        errno = ETIMEDOUT;
    return sent >= 0;
}

/* Returns the length of the answer, or -1 with errno. Within the local machine a datagram to a
 * port where nobody listens comes back as ECONNREFUSED. */
static ssize_t exchange(struct conversation *conversation, const char *line, size_t count)
{
    const struct peer *peer = conversation->peer;

    if (!send_line(peer, line, count))
        return -1;
    if (!peer_speaks(peer, peer_deadline_ns(peer))) {
        errno = ETIMEDOUT;
        return -1;
    }
    return recv(peer->fd, conversation->answer, DATAGRAM_BYTES, 0);
}

/* To connect says nothing about who is there, so a name's next endpoint gets its chance when a
 * datagram is refused, as long as nobody has answered yet. */
static bool ask(struct conversation *conversation, const char *line, size_t count)
{
    struct peer *peer = conversation->peer;
    const bool nobody_yet = conversation->unanswered + 1 == conversation->lines;
    char text[ADDRESS_TEXT];
    ssize_t answered;

    while ((answered = exchange(conversation, line, count)) < 0) {
        const int reason = errno;

        output_note(peer->arguments->verbose, "line %" PRIu64 ": %s: %s", conversation->lines,
                    endpoint_format(&peer->remote, text), strerror(reason));
        errno = reason;
        if (reason != ECONNREFUSED || !nobody_yet || !peer_reach_another(peer))
            return false;
    }
    if (nobody_yet)
        output_note(peer->arguments->verbose, "%s answered",
                    endpoint_format(&peer->remote, text));
    print_line(conversation, (size_t)answered);
    return true;
}

/* Prints one answer with its sender, which an unconnected socket learns from the datagram. */
static bool print_answer_from_anybody(struct conversation *conversation)
{
    struct endpoint from = { .length = sizeof from.socket };
    char text[ADDRESS_TEXT];
    const ssize_t count = recvfrom(conversation->peer->fd, conversation->answer, DATAGRAM_BYTES,
                                   0, &from.socket.any, &from.length);

    if (count < 0)
        return false;
    endpoint_format(&from, text);
    output_bytes(text, strlen(text));
    output_bytes(": ", 2);
    print_line(conversation, (size_t)count);
    return true;
}

/* Nobody knows how many servers there are, so only the time ends the waiting. */
static bool ask_everybody(struct conversation *conversation, const char *line, size_t count)
{
    const struct peer *peer = conversation->peer;
    uint64_t answers = 0;

    if (!send_line(peer, line, count))
        return false;
    if (conversation->lines == 1)
        peer_describe(peer);

    const uint64_t deadline_ns = peer_deadline_ns(peer);
    while (peer_speaks(peer, deadline_ns))
        if (print_answer_from_anybody(conversation))
            answers++;
    output_note(peer->arguments->verbose, "line %" PRIu64 ": %" PRIu64 " answer%s within %g s",
                conversation->lines, answers, answers == 1 ? "" : "s", peer_timeout_s(peer));
    errno = ETIMEDOUT;
    return answers > 0;
}

static void explain(struct conversation *conversation, int reason, size_t count,
                    bool at_terminal)
{
    const struct peer *peer = conversation->peer;

    switch (reason) {
    case ETIMEDOUT:
        if (at_terminal)
            warnx("no answer within %g s: lost, or nobody is there", peer_timeout_s(peer));
        return;
    case ECONNREFUSED:
        conversation->refused++;
        if (at_terminal)
            warnx("refused: no server listens there");
        return;
    case EMSGSIZE:
        warnx("line %" PRIu64 " has %zu bytes, too many for a datagram", conversation->lines,
              count);
        return;
    default:
        errno = reason;
        err(1, "cannot send to %s", peer->arguments->where);
    }
}

static void handle_line(struct conversation *conversation, const char *line, size_t count,
                        bool at_terminal)
{
    const bool broadcast = conversation->peer->arguments->broadcast;

    conversation->lines++;
    discard_what_is_late(conversation);
    if (broadcast ? ask_everybody(conversation, line, count) : ask(conversation, line, count))
        return;
    conversation->unanswered++;
    explain(conversation, errno, count, at_terminal);
}

static int judge(const struct conversation *conversation)
{
    const struct peer *peer = conversation->peer;

    if (conversation->unanswered == 0)
        return 0;
    warnx("%" PRIu64 " of %" PRIu64 " datagrams to %s had no answer within %g s: %s",
          conversation->unanswered, conversation->lines, peer->arguments->where,
          peer_timeout_s(peer),
          conversation->refused > 0 ? "no server listens there" : "lost, or nobody is there");
    return 1;
}

int datagrams_run(struct peer *peer, bool at_terminal)
{
    static struct conversation conversation; /* its buffer is large for a stack */
    char *line = NULL;
    size_t room = 0;
    ssize_t length;

    conversation.peer = peer;
    for (;;) {
        if (at_terminal)
            prompt_show();
        length = getline(&line, &room, stdin);
        if (length < 0)
            break;
        if (length > 0 && line[length - 1] == '\n')
            length--;
        handle_line(&conversation, line, (size_t)length, at_terminal);
    }
    if (ferror(stdin))
        err(1, "cannot read the input");
    if (at_terminal)
        output_bytes("\n", 1);
    free(line);
    return judge(&conversation);
}
