/* gate.c - who does not do what it is there for is not measured. */
#include "gate.h"

#include "candidate.h"
#include "capture.h"
#include "interrupt.h"
#include "json.h"

#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GATE_WITHIN_MS = 120 * 1000, LEAVES_WITHIN_MS = 5 * 1000 };

static const char program[] = "echo-conformance";

/* What echo-conformance came to. */
struct hearing {
    json_t *found; /* its JSON; NULL if it was interrupted */
    char trouble[REASON_TEXT];
};

static void fail(struct gate *gate, const char *where, const char *reason)
{
    gate->outcome = GATE_FAILED;
    snprintf(gate->failed, sizeof gate->failed, "%s", where);
    snprintf(gate->reason, sizeof gate->reason, "%s", reason);
    snprintf(gate->sentence, sizeof gate->sentence, "failed the gate: %s",
             *where ? where : "it did not start");
}

/* The first case that was not passed decides. */
static void judge(const json_t *found, struct gate *gate)
{
    const json_t *one;
    size_t i;
    char where[160];

    gate->outcome = GATE_PASSED;
    json_array_foreach(json_object_get(found, "cases"), i, one)
    {
        const char *verdict = json_string_value(json_object_get(one, "verdict"));
        const char *id = json_string_value(json_object_get(one, "id"));
        const char *name = json_string_value(json_object_get(one, "name"));
        const char *reason = json_string_value(json_object_get(one, "reason"));

        if (!verdict || strcmp(verdict, "fail") != 0)
            continue;
        snprintf(where, sizeof where, "%s %s", id ? id : "?", name ? name : "?");
        fail(gate, where, reason ? reason : "no reason was given");
        return;
    }
}

/* True when it has ended by itself. */
static bool await_end(struct process *process)
{
    struct pollfd watched[] = { { .fd = process->watch, .events = POLLIN },
                                { .fd = interrupt_fd(), .events = POLLIN } };
    bool ended = poll(watched, 2, GATE_WITHIN_MS) > 0 && watched[0].revents;

    if (!ended)
        process_signal(process, SIGTERM);
    if (!ended && !process_ends_within(process, LEAVES_WITHIN_MS))
        process_signal(process, SIGKILL);
    return ended;
}

static void describe_trouble(const struct ending *ending, bool ended, int complaints,
                             char trouble[REASON_TEXT])
{
    char how[ENDING_TEXT];
    char complaint[160];

    capture_last_line(complaints, complaint, sizeof complaint);
    if (!ended)
        snprintf(trouble, REASON_TEXT, "it took more than %d s", GATE_WITHIN_MS / 1000);
    else
        snprintf(trouble, REASON_TEXT, "%s%s%s", process_describe(ending, how),
                 *complaint ? ": " : "", complaint);
}

/* Returns 0 or an errno. */
static int start(const struct lab *lab, const struct candidate *candidate, int output,
                 int complaints, struct process *process)
{
    char path[PATH_MAX];
    char address[ADDRESS_TEXT + 16];
    const char *words[] = { lab_program(lab, program, path),
                            "--set=gate",
                            "--json=-",
                            address,
                            candidate->model->one_at_a_time ? "--one-at-a-time" : NULL,
                            NULL };

    snprintf(address, sizeof address, "--address=%s", candidate->address);
    return process_start(&(struct launch){ .arguments = words,
                                           .cpu = lab->placement.generator_cpu,
                                           .output = output,
                                           .errors = complaints,
                                           .lent = -1 },
                         process);
}

/* Runs it against a server that is there; what went wrong with echo-conformance itself is
 * `trouble`. */
static void hear(const struct lab *lab, const struct candidate *candidate, int output,
                 int complaints, struct hearing *hearing)
{
    struct process process;
    struct ending ending;
    int error = start(lab, candidate, output, complaints, &process);

    if (error) {
        snprintf(hearing->trouble, REASON_TEXT, "%s", strerror(error));
        return;
    }

    bool ended = await_end(&process);

    process_reap(&process, &ending);
    if (interrupt_asked())
        return;

    char *text = ended ? capture_text(output) : NULL;

    hearing->found = text ? json_loads(text, 0, NULL) : NULL;
    free(text);
    if (!hearing->found)
        describe_trouble(&ending, ended, complaints, hearing->trouble);
}

static void hold_hearing(const struct lab *lab, const struct candidate *candidate,
                         struct hearing *hearing)
{
    int output = capture_open("cases");
    int complaints = capture_open("stderr");

    if (output < 0 || complaints < 0)
        snprintf(hearing->trouble, REASON_TEXT, "no descriptors are left");
    else
        hear(lab, candidate, output, complaints, hearing);
    if (output >= 0)
        close(output);
    if (complaints >= 0)
        close(complaints);
}

/* The server is stopped before anything is said, so that it is not left behind. */
static void hold(const struct lab *lab, enum road road, bool datagrams,
                 const struct model *model, struct gate *gate)
{
    char address[ADDRESS_TEXT];
    char reason[REASON_TEXT] = "";
    struct candidate candidate;
    struct candidate_order order = { .model = model,
                                     .address = road_address(road, datagrams, address) };
    struct hearing hearing = { 0 };
    struct ending ending;

    if (!candidate_start(lab, &order, &candidate, reason)) {
        if (!interrupt_asked())
            fail(gate, "", reason);
        return;
    }
    hold_hearing(lab, &candidate, &hearing);

    bool left_well = candidate_stop(&candidate, &ending, reason);

    if (*hearing.trouble)
        errx(1,
             "the gate cannot be held: %s against %s: %s; see what it says at a terminal, or "
             "measure with --no-gate",
             program, model->name, hearing.trouble);
    if (hearing.found)
        judge(hearing.found, gate);
    if (gate->outcome == GATE_PASSED && !left_well)
        fail(gate, "it did not survive the cases", reason);
    json_decref(hearing.found);
}

/* Whether any chosen scenario has such a load; the job has connections. */
static bool has_load(const struct choice *choice, bool datagrams)
{
    const struct scenario *chosen[MOST_SCENARIOS + 1];
    size_t count = choice_scenarios(choice, chosen);

    for (size_t i = 0; i < count; i++)
        if (chosen[i]->load.datagrams == datagrams)
            return true;
    return false;
}

static void ask(const struct lab *lab, const struct choice *choice, bool datagrams,
                const struct model *model, struct gate *gate)
{
    const struct load load = { .connections = 1, .datagrams = datagrams };

    if (has_load(choice, datagrams) && !model_objection(model, &load) && !interrupt_asked())
        hold(lab, choice->road, datagrams, model, gate);
    if (gate->outcome == GATE_FAILED)
        fprintf(stderr, "echo-bench: %s %s: %s\n", model->name, gate->sentence, gate->reason);
}

/* Keeps out who has failed; true if nobody has. */
static bool close_gates(struct choice *choice, const struct gates *gates)
{
    bool all = true;

    for (size_t i = 0; i < choice->roster.count; i++) {
        struct model *model = &choice->roster.list[i];

        if (gates->connections[i].outcome == GATE_FAILED)
            model->failed_gate = gates->connections[i].sentence;
        if (gates->datagrams[i].outcome == GATE_FAILED)
            model->failed_datagram_gate = gates->datagrams[i].sentence;
        all = all && !model->failed_gate && !model->failed_datagram_gate;
    }
    return all;
}

bool gates_hold(const struct lab *lab, struct choice *choice, struct gates *gates)
{
    lab_require(lab, program);
    for (size_t i = 0; i < choice->roster.count; i++) {
        const struct model *model = &choice->roster.list[i];

        ask(lab, choice, false, model, &gates->connections[i]);
        ask(lab, choice, true, model, &gates->datagrams[i]);
    }
    return close_gates(choice, gates);
}

static void read_gate(const json_t *object, struct gate *gate)
{
    const char *outcome = json_string_value(json_object_get(object, "outcome"));
    const char *failed = json_string_value(json_object_get(object, "case"));
    const char *reason = json_string_value(json_object_get(object, "reason"));

    if (outcome && strcmp(outcome, "fail") == 0)
        fail(gate, failed ? failed : "", reason ? reason : "");
    else if (outcome)
        gate->outcome = GATE_PASSED;
}

bool gates_from_json(const json_t *models, struct choice *choice, struct gates *gates)
{
    const json_t *one;
    size_t i;

    json_array_foreach(models, i, one)
    {
        const json_t *gate = json_object_get(one, "gate");

        if (i == choice->roster.count)
            break;
        read_gate(json_object_get(gate, "connections"), &gates->connections[i]);
        read_gate(json_object_get(gate, "datagrams"), &gates->datagrams[i]);
    }
    return close_gates(choice, gates);
}

static json_t *gate_json(const struct gate *gate)
{
    bool failed = gate->outcome == GATE_FAILED;
    json_t *object;

    if (gate->outcome == GATE_NOT_ASKED)
        return json_null();
    object = json_object();
    json_object_set_new(object, "outcome", json_string(failed ? "fail" : "pass"));
    json_object_set_new(object, "case",
                        failed && *gate->failed ? json_text(gate->failed) : json_null());
    json_object_set_new(object, "reason", failed ? json_text(gate->reason) : json_null());
    return object;
}

json_t *gates_json(const struct gates *gates, size_t place)
{
    json_t *object = json_object();

    json_object_set_new(object, "connections", gate_json(&gates->connections[place]));
    json_object_set_new(object, "datagrams", gate_json(&gates->datagrams[place]));
    return object;
}
