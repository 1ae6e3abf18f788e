/* conformance.c - holds servers against the catalogue of cases, and says which they pass.
 *
 *     echo-conformance                              everything, every model
 *     echo-conformance --model=epoll --case=A6      one case, by id or by name
 *     echo-conformance --list                       what CTest is told
 *
 * Each case runs once for each of its transports, in a process of its own (trial.h). Exit
 * status: 0 all passed, 1 one failed, 2 wrong use, 77 nothing could be run here, 130
 * interrupted. */
#include "catalogue.h"
#include "clock.h"
#include "trial.h"

#include <argp.h>
#include <err.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { KEY_SERVER = 256, KEY_LIST, KEY_SEED, KEY_FULL, KEY_SHARED };

struct wishes {
    const struct model *model;    /* NULL: all */
    const struct test_case *test; /* NULL: all */
    unsigned transports;
    const char *server; /* NULL: echo-MODEL beside this program */
    uint64_t seed;
    bool list, full, verbose, shared_network;
};

struct tally {
    unsigned passed, failed, skipped;
};

static const struct argp_option descriptions[] = {
    { "model", 'm', "NAME", 0, "only this model: iterative, forking, ...", 0 },
    { "case", 'c', "NAME", 0, "only this case, by its id (A1) or its name", 0 },
    { "transport", 't', "NAME", 0, "only tcp, tcp6, unix, udp, udp6 or unixgram", 0 },
    { "server", KEY_SERVER, "PATH", 0, "the server's program (default: echo-MODEL beside this)",
      0 },
    { "seed", KEY_SEED, "N", 0, "for what is random; printed when a case fails", 0 },
    { "full", KEY_FULL, NULL, 0, "the sizes of CONFORMANCE.md instead of the quick ones", 0 },
    { "shared-network", KEY_SHARED, NULL, 0, "do not give each case a network of its own", 0 },
    { "list", KEY_LIST, NULL, 0, "print a line for each case and model, and run nothing", 0 },
    { "verbose", 'v', NULL, 0, "a line for each transport, with its time", 0 },
    { 0 },
};

static const struct model *find_model(const char *name)
{
    for (size_t i = 0; i < model_count; i++)
        if (strcmp(models[i].name, name) == 0)
            return &models[i];
    return NULL;
}

static const struct test_case *find_case(const char *name)
{
    for (size_t i = 0; i < case_count; i++)
        if (strcmp(cases[i].id, name) == 0 || strcmp(cases[i].name, name) == 0)
            return &cases[i];
    return NULL;
}

static uint64_t read_seed(struct argp_state *state, const char *text)
{
    char *end;
    unsigned long long seed = strtoull(text, &end, 10);

    if (end == text || *end != '\0')
        argp_error(state, "--seed: '%s' is not a number", text);
    return seed;
}

/* What is to be run. */
static error_t parse_choice(int key, char *text, struct argp_state *state)
{
    struct wishes *wishes = state->input;

    switch (key) {
    case 'm':
        wishes->model = find_model(text);
        if (!wishes->model)
            argp_error(state, "--model: there is no model '%s'", text);
        return 0;
    case 'c':
        wishes->test = find_case(text);
        if (!wishes->test)
            argp_error(state, "--case: there is no case '%s'; --list names them", text);
        return 0;
    case 't':
        wishes->transports = transport_from_name(text);
        if (wishes->transports == 0)
            argp_error(state, "--transport: there is no transport '%s'", text);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* How. */
static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct wishes *wishes = state->input;

    switch (key) {
    case KEY_SERVER:
        wishes->server = text;
        return 0;
    case KEY_SEED:
        wishes->seed = read_seed(state, text);
        return 0;
    case KEY_FULL:
        wishes->full = true;
        return 0;
    case KEY_SHARED:
        wishes->shared_network = true;
        return 0;
    case KEY_LIST:
        wishes->list = true;
        return 0;
    case 'v':
        wishes->verbose = true;
        return 0;
    default:
        return parse_choice(key, text, state);
    }
}

/* NAME SECTION ARGUMENT..., as discover.cmake reads it. */
static void list_one(const struct model *model, const struct test_case *test)
{
    printf("%s.%s %c --model=%s --case=%s\n", model->name, test->name, test->id[0], model->name,
           test->id);
}

static void find_server(const struct wishes *wishes, const struct model *model,
                        char path[PATH_MAX])
{
    char self[PATH_MAX] = "";

    if (wishes->server) {
        (void)snprintf(path, PATH_MAX, "%s", wishes->server);
        return;
    }
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        err(EXIT_FAILURE, "cannot find this program's folder");
    if (snprintf(path, PATH_MAX, "%s/echo-%s", dirname(self), model->name) >= PATH_MAX)
        errx(EXIT_FAILURE, "the folder's name is too long");
}

static const char *name_of(enum verdict verdict)
{
    if (verdict == VERDICT_PASS)
        return "ok  ";
    return verdict == VERDICT_SKIP ? "skip" : "FAIL";
}

static void count(struct tally *tally, enum verdict verdict)
{
    tally->passed += verdict == VERDICT_PASS;
    tally->failed += verdict == VERDICT_FAIL;
    tally->skipped += verdict == VERDICT_SKIP;
}

static void run_over(const struct wishes *wishes, struct trial *trial, struct tally *tally)
{
    uint64_t start_ns = clock_now_ns();
    enum verdict verdict = trial_run(trial);

    count(tally, verdict);
    if (wishes->verbose)
        printf("%s %-4s %-10s %-8s %6.0f ms  %s\n", name_of(verdict), trial->test->id,
               trial->model->name, transport_name(trial->transport),
               (double)(clock_now_ns() - start_ns) / NS_PER_MS, trial->test->name);
}

static void run_one(const struct wishes *wishes, const struct model *model,
                    const struct test_case *test, struct tally *total)
{
    char program[PATH_MAX];
    struct tally tally = { 0 };

    find_server(wishes, model, program);
    for (unsigned transport = TCP; transport <= UNIXGRAM; transport <<= 1) {
        struct trial trial = { .test = test,
                               .model = model,
                               .transport = transport,
                               .program = program,
                               .seed = wishes->seed,
                               .full = wishes->full,
                               .shared_network = wishes->shared_network };

        if (test->transports & wishes->transports & transport)
            run_over(wishes, &trial, &tally);
    }
    total->passed += tally.passed;
    total->failed += tally.failed;
    total->skipped += tally.skipped;
    if (!wishes->verbose && tally.passed + tally.failed + tally.skipped > 0)
        printf("%s %-4s %-10s %s\n",
               name_of(tally.failed   ? VERDICT_FAIL
                       : tally.passed ? VERDICT_PASS
                                      : VERDICT_SKIP),
               test->id, model->name, test->name);
}

/* Walks the table: every case with every model to which it applies. */
static struct tally walk(const struct wishes *wishes)
{
    struct tally total = { 0 };

    for (size_t i = 0; i < case_count; i++)
        for (size_t k = 0; k < model_count; k++) {
            bool wanted = (!wishes->test || wishes->test == &cases[i]) &&
                          (!wishes->model || wishes->model == &models[k]) &&
                          case_applies(&cases[i], &models[k]);

            if (wanted && wishes->list)
                list_one(&models[k], &cases[i]);
            else if (wanted)
                run_one(wishes, &models[k], &cases[i], &total);
        }
    return total;
}

int main(int argc, char **argv)
{
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse_option,
        .doc = "Holds echolab's servers against the cases of CONFORMANCE.md.",
    };
    struct wishes wishes = { .transports = ALL_TRANSPORTS, .seed = (uint64_t)time(NULL) };

    argp_err_exit_status = 2;
    argp_parse(&parser, argc, argv, 0, NULL, &wishes);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    trial_watch_for_interrupts();
    (void)setvbuf(stdout, NULL, _IOLBF, 0);

    struct tally total = walk(&wishes);

    if (wishes.list)
        return EXIT_SUCCESS;
    printf("%u passed, %u failed, %u skipped; seed %" PRIu64 "\n", total.passed, total.failed,
           total.skipped, wishes.seed);
    if (total.failed > 0)
        return VERDICT_FAIL;
    return total.passed > 0 || total.skipped == 0 ? VERDICT_PASS : VERDICT_SKIP;
}
