/* transfer.c - a stream carried from stdin to the server and back to stdout, as in a pipe.
 *
 * Whoever sends everything before it reads anything deadlocks with an echo server as soon as
 * the input is longer than the buffers on the way. So both directions move at the same time,
 * each through a buffer of its own, and one poll() waits for whichever can go on. */
#include "transfer.h"

#include "output.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

enum { FLOW_BYTES = 65536, NOT_WATCHED = -1 };

/* One direction. It is refilled only when it is empty, so that bytes never have to be moved up.
 */
struct flow {
    char bytes[FLOW_BYTES];
    size_t start; /* bytes[start..end) wait to go out */
    size_t end;
    uint64_t passed; /* bytes that have gone out */
    bool over;       /* nothing more comes in */
};

struct transfer {
    const struct peer *peer;
    struct flow there; /* stdin to the server */
    struct flow back;  /* the server to stdout */
    bool half_closed;  /* the server has been told that no more will come */
    int failure;       /* errno of the connection's end, or 0 */
};

static bool is_empty(const struct flow *flow)
{
    return flow->start == flow->end;
}

static bool wants_more(const struct flow *flow)
{
    return is_empty(flow) && !flow->over;
}

static void put_in(struct flow *flow, size_t count)
{
    flow->start = 0;
    flow->end = count;
    flow->over = count == 0;
}

static void take_out(struct flow *flow, size_t count)
{
    flow->start += count;
    flow->passed += count;
}

static void read_input(struct flow *there)
{
    const ssize_t count = read(STDIN_FILENO, there->bytes, sizeof there->bytes);

    if (count < 0)
        err(1, "cannot read the input");
    put_in(there, (size_t)count);
}

static bool is_transient(int reason)
{
    return reason == EAGAIN || reason == EWOULDBLOCK || reason == EINTR;
}

/* A server that takes no more may still have something to say, so the way back stays open. */
static void send_there(struct transfer *transfer)
{
    struct flow *there = &transfer->there;
    const ssize_t count = send(transfer->peer->fd, there->bytes + there->start,
                               there->end - there->start, MSG_DONTWAIT | MSG_NOSIGNAL);

    if (count >= 0) {
        take_out(there, (size_t)count);
    } else if (!is_transient(errno)) {
        transfer->failure = errno;
        there->start = there->end;
        there->over = true;
    }
}

static void receive_back(struct transfer *transfer)
{
    struct flow *back = &transfer->back;
    const ssize_t count =
        recv(transfer->peer->fd, back->bytes, sizeof back->bytes, MSG_DONTWAIT);

    if (count >= 0) {
        put_in(back, (size_t)count);
    } else if (!is_transient(errno)) {
        transfer->failure = errno;
        back->over = true;
    }
}

/* stdout is shared with others, so it is not ours to make non-blocking. Where poll() promises
 * room in a pipe, it promises that PIPE_BUF bytes do not block. */
static void write_back(struct flow *back)
{
    const size_t waiting = back->end - back->start;
    const ssize_t count = write(STDOUT_FILENO, back->bytes + back->start,
                                waiting < PIPE_BUF ? waiting : PIPE_BUF);

    if (count >= 0)
        take_out(back, (size_t)count);
    else if (!is_transient(errno))
        err(1, "cannot write the answer");
}

static void half_close(struct transfer *transfer)
{
    const bool verbose = transfer->peer->arguments->verbose;

    transfer->half_closed = true;
    if (transfer->failure != 0)
        return;
    /* A server that is gone already shows at the next recv(). */
    (void)shutdown(transfer->peer->fd, SHUT_WR);
    output_note(verbose,
                "end of input after %" PRIu64
                " bytes: our half is closed (FIN), the server's is "
                "still open; %" PRIu64 " bytes of the answer have come so far",
                transfer->there.passed, transfer->back.passed);
}

/* A descriptor from which nothing is wanted is left out: poll() would report its hang-up for
 * ever and the loop would spin. */
static struct pollfd watch(int fd, short events)
{
    return (struct pollfd){ .fd = events ? fd : NOT_WATCHED, .events = events };
}

static void move_what_can_move(struct transfer *transfer)
{
    struct flow *there = &transfer->there;
    struct flow *back = &transfer->back;
    const short sending = is_empty(there) ? 0 : POLLOUT;
    const short receiving = wants_more(back) ? POLLIN : 0;
    struct pollfd watched[] = {
        watch(STDIN_FILENO, wants_more(there) ? POLLIN : 0),
        watch(transfer->peer->fd, (short)(sending | receiving)),
        watch(STDOUT_FILENO, is_empty(back) ? 0 : POLLOUT),
    };

    if (poll(watched, sizeof watched / sizeof *watched, -1) < 0)
        err(1, "cannot wait for input and answers");
    if (watched[0].revents)
        read_input(there);
    if (watched[1].revents && sending)
        send_there(transfer);
    if (watched[1].revents && receiving)
        receive_back(transfer);
    if (watched[2].revents)
        write_back(back);
}

static int judge(const struct transfer *transfer)
{
    const bool finished_first = !transfer->there.over || !is_empty(&transfer->there);
    const char *where = transfer->peer->arguments->where;
    const uint64_t sent = transfer->there.passed;
    const uint64_t answered = transfer->back.passed;

    if (transfer->failure != 0)
        warnx("%s broke the connection after %" PRIu64 " bytes sent and %" PRIu64
              " bytes answered: %s",
              where, sent, answered, strerror(transfer->failure));
    else if (finished_first)
        warnx("%s closed the connection before the input ended, after %" PRIu64
              " bytes sent and %" PRIu64 " bytes answered",
              where, sent, answered);
    else if (sent != answered)
        warnx("%s closed the connection after %" PRIu64 " bytes of answer to %" PRIu64
              " bytes sent",
              where, answered, sent);
    else
        output_note(transfer->peer->arguments->verbose,
                    "all %" PRIu64
                    " bytes were answered, then the server closed its half (FIN)",
                    answered);
    return transfer->failure != 0 || finished_first || sent != answered;
}

int transfer_run(const struct peer *peer)
{
    static struct transfer transfer; /* its two buffers are large for a stack */

    transfer.peer = peer;
    while (!transfer.back.over || !is_empty(&transfer.back)) {
        if (transfer.there.over && is_empty(&transfer.there) && !transfer.half_closed)
            half_close(&transfer);
        else
            move_what_can_move(&transfer);
    }
    return judge(&transfer);
}
