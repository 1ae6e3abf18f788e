/* report.c - `echo-bench report`: a page from a folder of results, or from two. */
#include "report.h"

#include "command_line.h"
#include "report_page.h"
#include "report_tables.h"
#include "results.h"

#include <err.h>
#include <stdio.h>
#include <string.h>

enum { KEY_OUT = 256 };

struct wish {
    const char *folder, *other; /* `other` is the later one; NULL: there is one */
    const char *out;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct wish *wish = state->input;

    switch (key) {
    case KEY_OUT:
        if (!*text)
            argp_error(state, "--out: the name of a file is missing");
        wish->out = text;
        return 0;
    case ARGP_KEY_ARG:
        if (wish->other)
            argp_error(state, "no more than two folders can be compared");
        *(wish->folder ? &wish->other : &wish->folder) = text;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "a folder of results is missing");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* The last part of a folder's name, without its slashes. */
static const char *name_of(const char *folder, int *length)
{
    size_t end = strlen(folder);

    while (end > 1 && folder[end - 1] == '/')
        end--;

    size_t begin = end;

    while (begin > 0 && folder[begin - 1] != '/')
        begin--;
    *length = (int)(end - begin);
    return folder + begin;
}

/* Where the page goes, if nobody says: into the folder; of two, into the later one. */
static void choose_path(const struct wish *wish, char path[PATH_MAX])
{
    int room = 0;
    int length = 0;
    const char *name = name_of(wish->folder, &length);

    if (wish->out)
        room = snprintf(path, PATH_MAX, "%s", wish->out);
    else if (wish->other)
        room = snprintf(path, PATH_MAX, "%s/against-%.*s.html", wish->other, length, name);
    else
        room = snprintf(path, PATH_MAX, "%s/report.html", wish->folder);
    if (room >= PATH_MAX)
        errx(1, "the name of the page is too long");
}

static void print_tables(const char *folder)
{
    char reason[REASON_TEXT];
    json_t *summary = folder ? results_read(folder, reason) : NULL;

    if (summary)
        report_tables_print(stdout, summary);
    json_decref(summary);
}

int report_run(int argc, char **argv)
{
    static const struct argp_option options[] = {
        { "out", KEY_OUT, "FILE", 0,
          "where the page goes (default: report.html in DIR; of two, against-DIR.html in "
          "LATER)",
          0 },
        { 0 },
    };
    static const struct argp parser = {
        .options = options,
        .parser = parse,
        .args_doc = "DIR\nDIR LATER",
        .doc =
            "Writes a page from a folder of results, or from two that it compares.\v"
            "The page is one file, which needs no network. Without it (the build had no node) "
            "the tables are printed, and the exit status is 1.",
    };
    struct wish wish = { 0 };
    char path[PATH_MAX];
    char reason[REASON_TEXT] = "";

    command_line_parse(&parser, argc, argv, 0, &wish);
    choose_path(&wish, path);
    if (report_write_to(path, wish.folder, wish.other, reason)) {
        printf("%s\n", path);
        return 0;
    }
    warnx("no page: %s", reason);
    print_tables(wish.folder);
    print_tables(wish.other);
    return 1;
}
