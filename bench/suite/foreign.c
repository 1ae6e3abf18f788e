/* foreign.c - a server of somebody else's: how it is started, and how we know that it is ready.
 */
#include "foreign.h"

#include "capture.h"
#include "clock.h"
#include "command_words.h"
#include "interrupt.h"
#include "listener.h"
#include "quantity.h"
#include "scratch.h"

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    READY_WITHIN_MS = 10 * 1000,
    CONNECTS_WITHIN_MS = 200,
    ANSWERS_WITHIN_MS = 50,
    TRIES_EVERY_MS = 2,
    MOST_FILLINGS = 6,
    COMPLAINT = 160
};

static bool speaks_datagrams(const struct address *address)
{
    return address_is_datagram(address);
}

static const char *command_of(const struct model *model, const struct address *address)
{
    return speaks_datagrams(address) ? model->datagram_command : model->command;
}

/* A command's first word has no placeholder in it that we could fill in already. */
static void require_program(const struct model *model, const char *command)
{
    const char *reason;
    char path[PATH_MAX];
    char quote[QUANTITY_QUOTE];
    const struct filling here = { "here", model->folder ? model->folder : "" };
    char **words = command ? command_words(command, &here, 1, &reason) : NULL;

    bool missing = words && !lab_search(words[0], path);

    if (missing)
        (void)quantity_quote(words[0], quote);
    command_words_free(words);
    if (missing)
        errx(1, "%s cannot be started: there is no program %s", model->name, quote);
}

void foreign_require(const struct model *model)
{
    require_program(model, model->command);
    require_program(model, model->datagram_command);
}

/* Puts a free port in place of port 0, and makes sure that nobody else is there. */
static bool find_place(struct address *address, struct endpoint *endpoint,
                       char reason[REASON_TEXT])
{
    int fd = socket(endpoint->socket.any.sa_family,
                    address_socket_type(address->transport) | SOCK_CLOEXEC, 0);
    int on = 1;

    /* Connections that are over keep no port from a server. */
    if (address->port > 0)
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);

    bool free = fd >= 0 && bind(fd, &endpoint->socket.any, endpoint->length) == 0 &&
                getsockname(fd, &endpoint->socket.any, &endpoint->length) == 0;

    if (!free)
        snprintf(reason, REASON_TEXT, "there is no free port for it: %s", strerror(errno));
    if (fd >= 0)
        close(fd);
    return free;
}

/* False, with a reason, if there is no place for it. */
static bool choose_place(const struct candidate_order *order, struct address *address,
                         char text[ADDRESS_TEXT], char reason[REASON_TEXT])
{
    const char *wrong = address_parse(order->address, address);

    if (!wrong)
        wrong = address_resolve(address);
    if (wrong) {
        snprintf(reason, REASON_TEXT, "cannot be told where to listen: %s", wrong);
        return false;
    }

    struct endpoint *endpoint = &address->endpoints[0];

    if (endpoint->socket.any.sa_family == AF_UNIX)
        unlink(endpoint->socket.path.sun_path);
    else if (!find_place(address, endpoint, reason))
        return false;
    address_format(address->transport, endpoint, text);
    return true;
}

/* Returns 0 or an errno. */
static int launch(const struct lab *lab, char **words, const struct candidate_order *order,
                  struct candidate *candidate)
{
    char path[PATH_MAX];
    char *name = words[0];

    if (!lab_search(name, path))
        return ENOENT;
    words[0] = path;

    const struct launch launch = { .arguments = (const char *const *)words,
                                   .cpu = lab->placement.server_cpu,
                                   .output = -1,
                                   .errors = candidate->complaints,
                                   .lent = -1,
                                   .detached = order->detached,
                                   .attend = order->account ? account_take_in : NULL,
                                   .context = order->account };
    int error = process_start(&launch, &candidate->process);

    words[0] = name;
    return error;
}

static bool start(const struct lab *lab, const struct candidate_order *order,
                  const struct address *address, struct candidate *candidate,
                  char reason[REASON_TEXT])
{
    const char *command = command_of(order->model, address);
    const char *wrong = "it has no command for this transport";
    char host[ADDRESS_TEXT];
    char port[16];
    const struct endpoint *endpoint = &address->endpoints[0];

    snprintf(host, sizeof host, "%s", address->host);
    snprintf(port, sizeof port, "%u", endpoint_port(endpoint));

    const struct filling fillings[MOST_FILLINGS] = {
        { "host", host },
        { "port", port },
        { "path", host },
        { "address", candidate->address },
        { "tmp", lab->scratch },
        { "here", order->model->folder ? order->model->folder : "{here}" },
    };
    char **words = command ? command_words(command, fillings, MOST_FILLINGS, &wrong) : NULL;

    if (!words) {
        snprintf(reason, REASON_TEXT, "cannot be started: %s", wrong);
        return false;
    }

    int error = launch(lab, words, order, candidate);

    if (error)
        snprintf(reason, REASON_TEXT, "cannot be started: %s", strerror(error));
    command_words_free(words);
    return error == 0;
}

static bool becomes(int fd, short event, int within_ms)
{
    struct pollfd watched = { .fd = fd, .events = event };

    return poll(&watched, 1, within_ms) == 1;
}

static bool takes_connection(int fd, const struct endpoint *endpoint)
{
    int error = 0;
    socklen_t size = sizeof error;

    if (connect(fd, &endpoint->socket.any, endpoint->length) == 0)
        return true;
    return errno == EINPROGRESS && becomes(fd, POLLOUT, CONNECTS_WITHIN_MS) &&
           getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

static bool answers_datagram(int fd, const struct endpoint *endpoint)
{
    static const char question[] = "ready?";
    char answer[sizeof question];

    return connect(fd, &endpoint->socket.any, endpoint->length) == 0 &&
           send(fd, question, sizeof question, MSG_NOSIGNAL) == sizeof question &&
           becomes(fd, POLLIN, ANSWERS_WITHIN_MS) && recv(fd, answer, sizeof answer, 0) >= 0;
}

static bool is_there(const struct address *address)
{
    const struct endpoint *endpoint = &address->endpoints[0];
    int type = address_socket_type(address->transport) | SOCK_CLOEXEC | SOCK_NONBLOCK;
    int fd = socket(endpoint->socket.any.sa_family, type, 0);
    bool there = fd >= 0 && (speaks_datagrams(address) ? answers_datagram(fd, endpoint)
                                                       : takes_connection(fd, endpoint));

    if (fd >= 0)
        close(fd);
    return there;
}

/* "; it says: ..." or "". */
static void quote_complaint(const struct candidate *candidate, char text[COMPLAINT])
{
    char line[COMPLAINT - 16];

    capture_last_line(candidate->complaints, line, sizeof line);
    snprintf(text, COMPLAINT, "%s%s", *line ? "; it says: " : "", line);
}

/* False, with a reason, if it has ended or nothing is to be heard of it in time. */
static bool await(const struct candidate *candidate, const struct address *address,
                  char reason[REASON_TEXT])
{
    uint64_t deadline_ns = clock_now_ns() + (uint64_t)READY_WITHIN_MS * NS_PER_MS;
    char complaint[COMPLAINT];

    while (!is_there(address)) {
        struct pollfd watched[] = { { .fd = candidate->process.watch, .events = POLLIN },
                                    { .fd = interrupt_fd(), .events = POLLIN } };
        bool ended = poll(watched, 2, TRIES_EVERY_MS) > 0 && watched[0].revents;

        if (!ended && !interrupt_asked() && clock_now_ns() < deadline_ns)
            continue;
        quote_complaint(candidate, complaint);
        if (ended)
            snprintf(reason, REASON_TEXT, "ended before it served anybody%s", complaint);
        else
            snprintf(reason, REASON_TEXT, "%s within %d s%s",
                     speaks_datagrams(address) ? "answered no datagram" : "took no connection",
                     READY_WITHIN_MS / 1000, complaint);
        return false;
    }
    return true;
}

/* Somebody is there: is it who we started? */
static bool is_ours(const struct candidate *candidate, const struct address *address,
                    char reason[REASON_TEXT])
{
    struct tree tree = { 0 };
    bool alive = !process_ends_within(&candidate->process, 0) &&
                 tree_read(candidate->process.pid, &tree);
    enum owner owner =
        alive ? listener_owner(address->transport, &address->endpoints[0], &tree) : OWNER_OTHER;

    tree_release(&tree);
    if (!alive)
        snprintf(
            reason, REASON_TEXT,
            "its command has ended while somebody serves in its place: it has to stay in the "
            "foreground");
    else if (owner == OWNER_OTHER)
        snprintf(reason, REASON_TEXT,
                 "who serves in its place is no process that its command has started");
    return owner != OWNER_OTHER;
}

bool foreign_start(const struct lab *lab, const struct candidate_order *order,
                   struct candidate *candidate, char reason[REASON_TEXT])
{
    struct address address;
    struct ending ignored = { 0 };

    if (!choose_place(order, &address, candidate->address, reason))
        return false;
    if (*lab->scratch && !scratch_make(lab->scratch)) {
        snprintf(reason, REASON_TEXT, "cannot get a folder for its files: %s", strerror(errno));
        return false;
    }

    bool started = start(lab, order, &address, candidate, reason);

    if (started && await(candidate, &address, reason) && is_ours(candidate, &address, reason))
        return true;
    foreign_clear(lab, candidate);
    if (started) {
        process_kill(&candidate->process);
        if (!order->detached)
            process_collect_strays(&ignored);
    }
    return false;
}

void foreign_ask_to_leave(const struct candidate *candidate)
{
    kill(-candidate->process.pid, SIGTERM);
}

void foreign_clear(const struct lab *lab, const struct candidate *candidate)
{
    static const char local[] = "unix:";

    if (candidate->process.pid > 0)
        kill(-candidate->process.pid, SIGKILL);
    if (strncmp(candidate->address, local, sizeof local - 1) == 0)
        unlink(candidate->address + sizeof local - 1);
    if (*lab->scratch)
        scratch_remove(lab->scratch);
}
