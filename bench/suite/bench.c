/* bench.c - echo-bench: the command line's first word says what it does. */
#include "calibrate.h"
#include "choice.h"
#include "command_line.h"
#include "compare.h"
#include "experiment.h"
#include "export.h"
#include "job_server.h"
#include "plot.h"
#include "quantity.h"
#include "report.h"
#include "resume.h"
#include "table.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is asked for is what was asked for then. */
static int go_on(struct choice *asked)
{
    struct resume resume;
    struct choice choice;

    resume_open(&resume, asked->resume);
    choice_parse(resume.argc, resume.argv, &choice);
    resume_restore(&resume, &choice);
    choice.quiet = choice.quiet || asked->quiet;
    choice_release(asked);

    int status = experiment_run(&choice, resume.argc, resume.argv, &resume);

    resume_release(&resume);
    choice_release(&choice);
    return status;
}

static int run(int argc, char **argv)
{
    struct choice choice;

    choice_parse(argc, argv, &choice);
    if (choice.resume)
        return go_on(&choice);

    int status = experiment_run(&choice, argc, argv, NULL);

    choice_release(&choice);
    return status;
}

static int models(int argc, char **argv)
{
    static const struct argp parser = { .doc = "Prints the server models of this build." };

    command_line_parse(&parser, argc, argv, 0, NULL);
    table_print_models(stdout);
    return 0;
}

/* The last two are hyperfine's: job_server.h. */
static const struct command {
    const char *name;
    int (*perform)(int argc, char **argv);
} commands[] = {
    { "run", run },
    { "compare", compare_command },
    { "export", export_command },
    { "calibrate", calibrate },
    { "models", models },
    { "report", report_run },
    { "plot", plot_run },
    { "start-server", job_server_start },
    { "stop-server", job_server_stop },
};

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* Everything behind the command belongs to the command. */
static error_t parse(int key, char *text, struct argp_state *state)
{
    int *first = state->input;
    char quote[QUANTITY_QUOTE];

    switch (key) {
    case ARGP_KEY_ARG:
        if (!find(text))
            argp_error(state,
                       "%s is not a command: run, compare, report, plot, export, calibrate or "
                       "models is",
                       quantity_quote(text, quote));
        *first = state->next - 1;
        state->next = state->argc;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a command is missing: run, compare, report, plot, export, calibrate "
                          "or models");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const char *argp_program_version = "echolab " ECHOLAB_VERSION;

static const char documentation[] =
    "Measures echolab's server models against each other.\v"
    "Commands:\n"
    "  run        measure, print the tables, keep the results\n"
    "  compare    say what differs between two results, or two models\n"
    "  report     write the page of results, or of two runs side by side\n"
    "  plot       write pictures of results, by gnuplot\n"
    "  export     write results for hyperfine's or Google Benchmark's tools\n"
    "  calibrate  find what can be told on this machine: its noise and its limits\n"
    "  models     print the models of this build\n\n"
    "`echo-bench COMMAND --help' says more.";

int main(int argc, char **argv)
{
    static const struct argp parser = {
        .parser = parse,
        .args_doc = "COMMAND [OPTION...]",
        .doc = documentation,
    };
    char name[64];
    int first = 0;

    command_line_parse(&parser, argc, argv, ARGP_IN_ORDER, &first);

    const struct command *command = find(argv[first]);

    /* Messages and --help name the command as well. */
    snprintf(name, sizeof name, "echo-bench %s", command->name);
    argv[first] = name;
    int status = command->perform(argc - first, argv + first);

    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    /* The reason is long forgotten: once more, to hear it again. */
    clearerr(stdout);
    (void)putchar('\n');
    (void)fflush(stdout);
    warn("the output could not be written");
    return status == 0 ? 1 : status;
}
