/* plot.c - `echo-bench plot`: pictures of results for documents and slides, by gnuplot. */
#include "plot.h"

#include "capture.h"
#include "command_line.h"
#include "dataset.h"
#include "picture.h"
#include "process.h"
#include "words.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_OUT = 256, DRAWN_WITHIN_MS = 60000 };

struct wish {
    const char *folder, *out;
};

/* The four that matter, by the names of their files. */
static const struct {
    const char *scenario, *figure;
    bool single; /* its first point only */
} pictures[] = {
    { "rate", "cpu_us_per_request", false },
    { "idle", "cpu_us_per_request", false },
    { "churn", "cpu_us_per_connection", true },
    { "stall", "latency_p99_us", false },
};

static const char *const looks[][2] = { { "light", "svg" },
                                        { "dark", "svg" },
                                        { "light", "png" } };

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct wish *wish = state->input;

    switch (key) {
    case KEY_OUT:
        if (!*text)
            argp_error(state, "--out: the name of a folder is missing");
        wish->out = text;
        return 0;
    case ARGP_KEY_ARG:
        if (wish->folder)
            argp_error(state, "one folder of results at a time");
        wish->folder = text;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a folder of results is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* gnuplot's last complaint goes to `complaint`. No shell: words only. */
static bool draw(const char *gnuplot, const char *folder, const char *name,
                 const char *const look[2], char complaint[REASON_TEXT])
{
    int errors = capture_open("gnuplot");
    struct words words = { 0 };
    struct process process;
    struct ending ending = { .status = -1 };

    words_add(&words, "%s", gnuplot);
    words_add(&words, "-c");
    words_add(&words, "%s/%s.gp", folder, name);
    words_add(&words, "%s", look[0]);
    words_add(&words, "%s", look[1]);
    words_add(&words, "%s", folder);
    *complaint = '\0';

    const struct launch launch = {
        .arguments = words.list, .cpu = -1, .output = -1, .errors = errors, .lent = -1
    };

    if (process_start(&launch, &process) == 0) {
        if (!process_ends_within(&process, DRAWN_WITHIN_MS))
            process_signal(&process, SIGKILL);
        process_reap(&process, &ending);
    }
    words_release(&words);
    if (errors >= 0) {
        capture_last_line(errors, complaint, REASON_TEXT);
        close(errors);
    }
    return ending.status == 0;
}

/* In every look; says what has been made, or what went wrong. */
static bool draw_all(const char *gnuplot, const char *folder, const char *name)
{
    char complaint[REASON_TEXT];

    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
        if (!draw(gnuplot, folder, name, looks[i], complaint)) {
            warnx("%s: gnuplot failed%s%s", name, *complaint ? ": " : "", complaint);
            return false;
        }
    printf("%s/%s.svg, %s-dark.svg, %s.png\n", folder, name, name, name);
    return true;
}

/* gnuplot takes a name that begins with a pipe for a command; an absolute one begins with /. */
static void settle_folder(const struct wish *wish, char folder[PATH_MAX])
{
    const char *out = wish->out ? wish->out : wish->folder;

    if (mkdir(out, 0777) < 0 && errno != EEXIST)
        err(1, "cannot make the folder %s", out);
    if (!realpath(out, folder))
        err(1, "cannot use the folder %s", out);
}

static bool plot_all(const json_t *summary, const char *folder, const char *gnuplot)
{
    static struct scene scene; /* too large for a stack */
    bool well = true;
    char reason[REASON_TEXT] = "";

    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        const char *name = pictures[i].scenario;

        if (!scene_make(summary, name, pictures[i].figure, pictures[i].single, &scene, reason))
            printf("%s: no picture: %s\n", name, reason);
        else if (!picture_write(folder, name, &scene, reason)) {
            warnx("%s: %s", name, reason);
            well = false;
        } else if (gnuplot)
            well = draw_all(gnuplot, folder, name) && well;
        else
            printf("%s/%s.gp, %s.dat\n", folder, name, name);
    }
    return well;
}

int plot_run(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "out", KEY_OUT, "DIR", 0, "where the pictures go (default: the folder of results)",
          0 },
        { 0 },
    };
    static const struct argp parser = {
        .options = options,
        .parser = parse,
        .args_doc = "DIR",
        .doc = "Writes pictures of the scenarios rate, idle, churn and stall: SVG for a light "
               "and for a dark background, PNG, and the gnuplot scripts and data they are made "
               "from. Without gnuplot only these are written.",
    };
    struct wish wish = { 0 };
    char folder[PATH_MAX];
    char gnuplot[PATH_MAX];
    struct dataset dataset;

    command_line_parse(&parser, argc, argv, 0, &wish);
    if (!dataset_read(&dataset, wish.folder))
        errx(1, "no pictures: %s", dataset.fault);
    settle_folder(&wish, folder);

    bool there = lab_search("gnuplot", gnuplot);

    if (!there)
        printf("gnuplot is missing (Debian: gnuplot-nox): only its scripts and data are "
               "written\n");

    bool well = plot_all(dataset.document.root, folder, there ? gnuplot : NULL);

    dataset_release(&dataset);
    return well ? 0 : 1;
}
