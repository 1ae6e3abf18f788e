/* candidate.c - one server under test, from its ready line to a clean leave. */
#include "candidate.h"

#include "capture.h"
#include "clock.h"
#include "foreign.h"
#include "ready_line.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    READY_WITHIN_MS = 10 * 1000, /* long: sanitizers start slowly */
    LEAVES_WITHIN_MS = 7 * 1000, /* the server's grace of 5 s, and 2 s more */
    FOREIGN_LEAVES_WITHIN_MS = 2 * 1000
};

/* No scenario asks for longer pieces of work, in microseconds. */
static const char max_task[] = "--max-task=100000";

/* Reads up to the end of the line; false if it does not come in time. */
static bool read_ready_line(int pipe, char *line, size_t room)
{
    uint64_t deadline_ns = clock_now_ns() + (uint64_t)READY_WITHIN_MS * NS_PER_MS;
    struct pollfd readable = { .fd = pipe, .events = POLLIN };

    for (size_t length = 0; length < room - 1;) {
        uint64_t now_ns = clock_now_ns();
        int left_ms = now_ns < deadline_ns ? (int)((deadline_ns - now_ns) / NS_PER_MS) : 0;

        if (poll(&readable, 1, left_ms) <= 0 || read(pipe, line + length, 1) != 1)
            return false;
        if (line[length] == '\n') {
            line[length] = '\0';
            return true;
        }
        length++;
    }
    return false;
}

/* It has ended, or it is ended here, since what it said was not a proper ready line. */
static void explain_start(struct candidate *candidate, const char *line,
                          char reason[REASON_TEXT])
{
    char complaint[160];
    char how[ENDING_TEXT];
    struct ending ending;
    bool left = process_ends_within(&candidate->process, 100);

    capture_last_line(candidate->complaints, complaint, sizeof complaint);
    if (!left)
        process_signal(&candidate->process, SIGKILL);

    bool ours = process_reap(&candidate->process, &ending);

    if (left)
        snprintf(reason, REASON_TEXT, "did not start: %s%s%s",
                 ours ? process_describe(&ending, how) : "it left", *complaint ? ": " : "",
                 complaint);
    else if (*line)
        snprintf(reason, REASON_TEXT,
                 "its ready line does not name it, its process, and where");
    else
        snprintf(reason, REASON_TEXT, "gave no ready line within %d s", READY_WITHIN_MS / 1000);
}

static bool become_ready(struct candidate *candidate, int pipe, char reason[REASON_TEXT])
{
    char line[ADDRESS_TEXT + 64] = "";

    if (read_ready_line(pipe, line, sizeof line) &&
        ready_line_read(line, candidate->model->name, candidate->process.pid,
                        candidate->address))
        return true;
    explain_start(candidate, line, reason);
    return false;
}

/* Returns 0 or an errno. `pipe` becomes its stdout. */
static int launch(const struct lab *lab, const struct candidate_order *order, int pipe,
                  struct candidate *candidate)
{
    char name[64];
    char path[PATH_MAX];

    snprintf(name, sizeof name, "echo-%s", order->model->name);

    const char *arguments[] = { lab_program(lab, name, path), order->address,
                                order->tasks ? "--service=task" : NULL, max_task, NULL };
    const struct launch launch = { .arguments = arguments,
                                   .cpu = lab->placement.server_cpu,
                                   .output = pipe,
                                   .errors = candidate->complaints,
                                   .lent = -1,
                                   .detached = order->detached,
                                   .attend = order->account ? account_take_in : NULL,
                                   .context = order->account };

    return process_start(&launch, &candidate->process);
}

static bool start_ours(const struct lab *lab, const struct candidate_order *order,
                       struct candidate *candidate, char reason[REASON_TEXT])
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0) {
        snprintf(reason, REASON_TEXT, "no descriptors left to start it with");
        return false;
    }

    int error = launch(lab, order, ends[1], candidate);

    close(ends[1]);
    if (error)
        snprintf(reason, REASON_TEXT, "cannot be started: %s", strerror(error));

    bool ready = !error && become_ready(candidate, ends[0], reason);

    close(ends[0]);
    return ready;
}

bool candidate_start(const struct lab *lab, const struct candidate_order *order,
                     struct candidate *candidate, char reason[REASON_TEXT])
{
    *candidate = (struct candidate){ .lab = lab,
                                     .model = order->model,
                                     .complaints = capture_open("stderr") };
    if (candidate->complaints < 0) {
        snprintf(reason, REASON_TEXT, "no descriptors left to start it with");
        return false;
    }

    bool ready = order->model->foreign ? foreign_start(lab, order, candidate, reason)
                                       : start_ours(lab, order, candidate, reason);

    if (!ready)
        close(candidate->complaints);
    return ready;
}

/* What was wrong with how it left; "" if nothing was. How somebody else's server answers to
 * SIGTERM is its own affair. */
static void judge_leave(const struct candidate *candidate, const struct ending *ending,
                        bool early, bool in_time, size_t strays, char text[ENDING_TEXT])
{
    char how[ENDING_TEXT];

    *text = '\0';
    if (early)
        snprintf(text, ENDING_TEXT, "died: %.80s", process_describe(ending, how));
    else if (candidate->model->foreign)
        return;
    else if (!in_time)
        snprintf(text, ENDING_TEXT, "did not leave within %d s of SIGTERM",
                 LEAVES_WITHIN_MS / 1000);
    else if (ending->status != 0)
        snprintf(text, ENDING_TEXT, "did not leave cleanly: %.64s",
                 process_describe(ending, how));
    else if (strays > 0)
        snprintf(text, ENDING_TEXT, "left processes behind: %zu", strays);
}

/* True if it has left in time. */
static bool ask_to_leave(const struct candidate *candidate)
{
    if (!candidate->model->foreign) {
        process_signal(&candidate->process, SIGTERM);
        return process_ends_within(&candidate->process, LEAVES_WITHIN_MS);
    }
    foreign_ask_to_leave(candidate);
    return process_ends_within(&candidate->process, FOREIGN_LEAVES_WITHIN_MS);
}

bool candidate_stop(struct candidate *candidate, struct ending *ending,
                    char reason[REASON_TEXT])
{
    char fault[ENDING_TEXT];
    char complaint[160];
    bool early = process_ends_within(&candidate->process, 0);
    bool in_time = ask_to_leave(candidate);

    if (!in_time)
        process_signal(&candidate->process, SIGKILL);
    if (candidate->model->foreign)
        foreign_clear(candidate->lab, candidate);
    process_reap(&candidate->process, ending);
    judge_leave(candidate, ending, early, in_time, process_collect_strays(ending), fault);
    capture_last_line(candidate->complaints, complaint, sizeof complaint);
    close(candidate->complaints);
    if (*fault)
        snprintf(reason, REASON_TEXT, "%s%s%s", fault, *complaint ? ": " : "", complaint);
    return !*fault;
}
