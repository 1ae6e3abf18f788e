/* soak.c - echo-soak: the servers under mixed load for hours, all of them at the same time.
 *
 *     echo-soak                                     an hour, every model
 *     echo-soak --time=20m --models=forking,libuv
 *
 * Each model has a process and, where the kernel allows that, a network of its own; it lives
 * several lives (life.h), one over each transport. What is promised holds in each of them, and
 * memory at rest must not grow. Exit status: 0 all is as promised, 1 it is not, 2 wrong use,
 * 130 interrupted. */
#include "catalogue.h"
#include "clock.h"
#include "command_line.h"
#include "life.h"
#include "quantity.h"
#include "subject.h"
#include "table.h"
#include "trial.h"

#include <err.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KEY_TIME = 256, MOST_MODELS = 16, LONGEST_ROUND_S = 15, ROUNDS = 12, CUT_ROUND_S = 4 };

struct wishes {
    bool chosen[MOST_MODELS]; /* by index in models[] */
    uint64_t time_ns;
};

/* By index in models[], in the shared memory of all processes. Global, as is the time, because
 * a case gets its trial and nothing else. */
static struct memories *memories_of;
static uint64_t time_ns;

static error_t choose_models(struct argp_state *state, char *text, struct wishes *wishes)
{
    char quote[QUANTITY_QUOTE];
    char *rest = NULL;

    for (char *name = strtok_r(text, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        size_t i = 0;

        while (i < model_count && strcmp(models[i].name, name) != 0)
            i++;
        if (i == model_count)
            argp_error(state, "--models: there is no model %s", quantity_quote(name, quote));
        wishes->chosen[i] = true;
    }
    return 0;
}

static error_t parse_option(int key, char *text, struct argp_state *state)
{
    struct wishes *wishes = state->input;
    char quote[QUANTITY_QUOTE];
    const char *reason;

    switch (key) {
    case 'm':
        return choose_models(state, text, wishes);
    case KEY_TIME:
        reason =
            quantity_time_ns(text, 20ULL * NS_PER_S, 86400ULL * 7 * NS_PER_S, &wishes->time_ns);
        if (reason)
            argp_error(state, "--time: %s", reason);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "%s is not understood: only options are",
                   quantity_quote(text, quote));
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Short soaks have short rounds, so that there are some to draw a line through. */
static unsigned round_seconds(uint64_t life_ns)
{
    const uint64_t seconds = life_ns / NS_PER_S / ROUNDS;

    return seconds < 2 ? 2 : seconds > LONGEST_ROUND_S ? LONGEST_ROUND_S : (unsigned)seconds;
}

/* The case of the trial. A soak has its own idea of how long a trial may take. */
static void live_all_lives(struct trial *trial)
{
    static const struct manner_of_life manners[] = {
        { .transport = TCP, .mood = CALM },
        { .transport = TCP, .mood = ROUGH },
        { .transport = UNIX, .mood = ROUGH },
        { .transport = UDP, .mood = CALM },
    };
    const size_t count = sizeof manners / sizeof *manners;
    const uint64_t start_ns = clock_now_ns();
    struct memories *memories = &memories_of[trial->model - models];

    (void)alarm(0);
    for (size_t i = 0; i < count; i++) {
        struct manner_of_life manner = manners[i];

        manner.round_s = round_seconds(time_ns / count);
        manner.end_ns =
            start_ns + time_ns * (i + 1) / count - (uint64_t)manner.round_s * NS_PER_S;
        life_live(trial, &manner, memories);
        if (manner.transport & DATAGRAMS)
            continue;
        manner.mood = CUT;
        manner.round_s = CUT_ROUND_S;
        life_live(trial, &manner, memories);
    }
}

static _Noreturn void keep(const struct model *model, pid_t parent)
{
    static const struct test_case soak = { .id = "soak",
                                           .name = "stays_the_same_for_hours",
                                           .run = live_all_lives };
    static struct subject subject;
    char self[PATH_MAX] = "", program[2 * PATH_MAX];
    struct trial trial = { .test = &soak,
                           .run = live_all_lives,
                           .subject = &subject,
                           .model = model,
                           .transport = TCP,
                           .program = program,
                           .seed = 1 };

    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent || readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        _exit(EXIT_FAILURE);
    (void)snprintf(program, sizeof program, "%s/echo-%s", dirname(self), model->name);

    const char *wrong = subject_is_model(&subject, model, program);

    if (wrong)
        errx(EXIT_FAILURE, "%s", wrong);
    trial_watch_for_interrupts();
    exit((int)trial_run(&trial));
}

static void start_keepers(const struct wishes *wishes, pid_t keepers[MOST_MODELS])
{
    const pid_t parent = getpid();

    for (size_t i = 0; i < model_count; i++) {
        if (!wishes->chosen[i])
            continue;
        (void)fflush(NULL);
        keepers[i] = fork();
        if (keepers[i] < 0)
            err(EXIT_FAILURE, "cannot start a process");
        if (keepers[i] == 0)
            keep(&models[i], parent);
    }
}

/* Waits for all of them, also when one has failed: what the others do is worth knowing. */
static bool await_keepers(const pid_t keepers[MOST_MODELS])
{
    bool good = true, interrupted = false;

    for (size_t i = 0; i < model_count; i++) {
        int status = 0;

        if (keepers[i] == 0)
            continue;
        while (waitpid(keepers[i], &status, 0) < 0)
            continue;
        interrupted = interrupted || (WIFEXITED(status) && WEXITSTATUS(status) == 130);
        good = good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    if (interrupted)
        exit(130);
    return good;
}

static bool print_accounts(const struct wishes *wishes)
{
    bool good = true;

    table_heading();
    for (size_t i = 0; i < model_count; i++)
        if (wishes->chosen[i])
            good = table_row(models[i].name, &memories_of[i]) && good;
    return good;
}

static void read_wishes(int argc, char **argv, struct wishes *wishes)
{
    static const struct argp_option descriptions[] = {
        { "models", 'm', "LIST", 0, "only these models: epoll,libuv (default: all)", 0 },
        { "time", KEY_TIME, "TIME", 0, "how long, from 20s on (default 1h)", 0 },
        { 0 },
    };
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse_option,
        .doc = "Keeps servers under mixed load for a long time, and looks whether they stay "
               "what they were.\v"
               "Exit status: 0 all is as promised, 1 it is not, 2 wrong use, 130 interrupted.",
    };

    wishes->time_ns = 3600ULL * NS_PER_S;
    command_line_parse(&parser, argc, argv, 0, wishes);

    bool any = false;

    for (size_t i = 0; i < model_count; i++)
        any = any || wishes->chosen[i];
    for (size_t i = 0; i < model_count && !any; i++)
        wishes->chosen[i] = true;
}

int main(int argc, char **argv)
{
    struct wishes wishes = { 0 };
    pid_t keepers[MOST_MODELS] = { 0 };

    read_wishes(argc, argv, &wishes);
    time_ns = wishes.time_ns;
    memories_of = mmap(NULL, sizeof(struct memories) * MOST_MODELS, PROT_READ | PROT_WRITE,
                       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memories_of == MAP_FAILED)
        err(EXIT_FAILURE, "cannot share memory");
    /* Limits of time are there to end what hangs, and not to measure a busy machine. */
    (void)setenv("T_MULT", "10", 0);
    /* How many threads free memory at the same moment is chance, and glibc makes an arena for
     * each, up to 8 a CPU: a page of 4 KiB that stays. */
    (void)setenv("GLIBC_TUNABLES", "glibc.malloc.arena_max=1", 0);
    start_keepers(&wishes, keepers);

    const bool kept = await_keepers(keepers);

    return print_accounts(&wishes) && kept ? EXIT_SUCCESS : EXIT_FAILURE;
}
