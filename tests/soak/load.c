/* load.c - the clients of a soak. */
#include "load.h"

#include "peer.h"
#include "spawn.h"
#include "verbs.h"

#include <jansson.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WORDS = 24, OPTIONS = 512, LATE_S = 60 };

/* Splits `text` at its blanks, in place. */
static size_t add_words(char *words[WORDS], size_t count, char *text)
{
    char *rest = NULL;

    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        check(count < WORDS - 2, "expected fewer options than %d", WORDS);
        words[count++] = word;
    }
    return count;
}

static void find_program(const struct server *server, char path[PATH_MAX])
{
    char folder[PATH_MAX];

    (void)snprintf(folder, sizeof folder, "%s", server->trial->program);
    check(snprintf(path, PATH_MAX, "%s/echo-load", dirname(folder)) < PATH_MAX,
          "expected a shorter path than %s", folder);
}

void load_start(struct load *load, const struct server *server, const char *options,
                unsigned seconds)
{
    static unsigned number;
    char program[PATH_MAX], text[OPTIONS], json[SERVER_PATH + 16], duration[32];
    char address[SERVER_TEXT];
    char quiet[] = "--quiet", warm[] = "--warmup=0", patient[] = "--timeout=60s";
    char *words[WORDS] = { program, quiet, warm, patient, json, duration };

    find_program(server, program);
    (void)snprintf(load->result, sizeof load->result, "%s/load.%u", server->trial->directory,
                   ++number);
    (void)snprintf(json, sizeof json, "--json=%s", load->result);
    (void)snprintf(duration, sizeof duration, "--duration=%us", seconds);
    (void)snprintf(text, sizeof text, "%s", options);
    (void)snprintf(address, sizeof address, "%s", server->address);
    words[add_words(words, 6, text)] = address;

    const struct process process = spawn(words, &(struct setting){ 0 });

    load->pid = process.pid;
    load->output = process.output;
    load->complaints = process.complaints;
}

static uint64_t number(const json_t *result, const char *group, const char *name)
{
    const json_t *value = json_object_get(json_object_get(result, group), name);

    check(json_is_integer(value), "expected a number %s.%s in echo-load's result", group, name);
    return (uint64_t)json_integer_value(value);
}

static void add_result(const json_t *result, struct tally *tally)
{
    const uint64_t wrong =
        number(result, "errors", "wrong") + number(result, "errors", "extra") +
        number(result, "errors", "corrupt") + number(result, "errors", "duplicate");
    const uint64_t missing = number(result, "errors", "missing");

    tally->requests += number(result, "total", "requests");
    tally->connections += number(result, "total", "connections");
    tally->sent += number(result, "total", "bytes_sent");
    tally->received += number(result, "total", "bytes_received");
    tally->datagrams_sent += number(result, "total", "datagrams_sent");
    tally->datagrams_received += number(result, "total", "datagrams_received");
    tally->strangers += number(result, "stall", "connections");
    tally->turned_away += number(result, "stall", "ended_by_server");
    tally->sent_by_strangers += number(result, "stall", "bytes_sent");
    tally->wrong += wrong;
    tally->missing += missing;
    tally->failed += number(result, "errors", "total") - wrong - missing;
}

/* Echoes that did not come are a result, too. */
static void expect_result(const struct load *load, int status)
{
    char text[SERVER_TEXT];
    const ssize_t length = pread(load->complaints, text, sizeof text - 1, 0);

    text[length > 0 ? length : 0] = '\0';
    check(status == 0 || status == 1, "expected a result of echo-load, saw status %d and '%s'",
          status, text);
}

void load_collect(struct load *load, unsigned seconds, struct tally *tally)
{
    json_error_t error;

    expect_result(load, spawn_await(load->pid, (seconds + LATE_S) * 1000ULL));

    json_t *result = json_load_file(load->result, 0, &error);

    check(result, "expected echo-load's result, saw: %s", error.text);
    add_result(result, tally);
    json_decref(result);
    (void)unlink(load->result);
    close(load->output);
    close(load->complaints);
}

void load_add_peers(const struct server *server, struct tally *tally)
{
    for (const struct peer *peer = server->first; peer; peer = peer->next) {
        tally->connections += peer->ending == LEFT;
        tally->sent += peer->sent;
        tally->received += peer->received;
        tally->datagrams_sent += peer->datagrams_sent;
        tally->datagrams_received += peer->datagrams_answered;
    }
}
