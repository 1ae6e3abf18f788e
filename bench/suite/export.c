/* export.c - `echo-bench export`: results in the shapes that other people's tools read. */
#include "export.h"

#include "command_line.h"
#include "dataset.h"
#include "export_shape.h"
#include "json_file.h"
#include "selection.h"

#include <err.h>
#include <stdlib.h>

enum { KEY_HYPERFINE = 256, KEY_GOOGLE_BENCHMARK };

enum { SUCCESS = 0, FAILURE = 1 };

static const struct argp_option descriptions[] = {
    { "hyperfine", KEY_HYPERFINE, "FILE", 0,
      "as hyperfine --export-json writes it; - prints it", 0 },
    { "google-benchmark", KEY_GOOGLE_BENCHMARK, "FILE", 0,
      "as --benchmark_out of Google Benchmark writes it; - prints it", 0 },
    { 0 },
};

struct exporting {
    const char *folder, *hyperfine, *google_benchmark;
    struct selection selection;
};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct exporting *exporting = state->input;

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &exporting->selection;
        return 0;
    case KEY_HYPERFINE:
        exporting->hyperfine = text;
        return 0;
    case KEY_GOOGLE_BENCHMARK:
        exporting->google_benchmark = text;
        return 0;
    case ARGP_KEY_ARG:
        if (exporting->folder)
            argp_error(state, "there is more than one folder of results");
        exporting->folder = text;
        return 0;
    case ARGP_KEY_END:
        if (!exporting->folder)
            argp_error(state, "the folder of the results is missing");
        if (!exporting->hyperfine && !exporting->google_benchmark)
            argp_error(state, "say what to write: --hyperfine=FILE or --google-benchmark=FILE");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool keep(const char *path, export_shape *shape, const struct exporting *exporting,
                 const struct dataset *dataset)
{
    if (!path)
        return true;

    json_t *json = shape(dataset, &exporting->selection);
    bool good = json_file_write(path, json);

    json_decref(json);
    return good;
}

int export_command(int argc, char **argv)
{
    static const struct argp_child children[] = { { .argp = &selection_parser }, { 0 } };
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse,
        .children = children,
        .args_doc = "DIR",
        .doc = "Writes the times among the results in the shape of hyperfine or Google "
               "Benchmark, for the tools that read these.\v"
               "Exit status: 0 written, 1 something could not be read or written, 2 wrong use.",
    };
    struct exporting exporting = { 0 };
    struct dataset dataset;

    command_line_parse(&parser, argc, argv, 0, &exporting);
    if (!dataset_read(&dataset, exporting.folder))
        errx(FAILURE, "%s", dataset.fault);

    char *objection = selection_objection(&exporting.selection, &dataset);

    if (objection)
        errx(FAILURE, "%s", objection);

    bool good = keep(exporting.hyperfine, export_hyperfine, &exporting, &dataset);

    good =
        keep(exporting.google_benchmark, export_google_benchmark, &exporting, &dataset) && good;
    dataset_release(&dataset);
    selection_release(&exporting.selection);
    return good ? SUCCESS : FAILURE;
}
