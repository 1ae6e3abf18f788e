/* compare.c - `echo-bench compare`: two results, or two models, and what differs for certain.
 */
#include "compare.h"

#include "command_line.h"
#include "contrast.h"
#include "contrast_json.h"
#include "contrast_text.h"
#include "dataset.h"
#include "json_file.h"
#include "quantity.h"
#include "selection.h"

#include <ctype.h>
#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { SUCCESS = 0, FAILURE = 1, GOT_WORSE = 3 };

enum { KEY_FAIL_ON = 256, KEY_BASELINE, KEY_JSON };

static const struct argp_option descriptions[] = {
    { "fail-on", KEY_FAIL_ON, "PERCENT", 0,
      "exit with 3 if a main figure of B is worse by more than that for certain, or gone", 0 },
    { "baseline", KEY_BASELINE, "MODEL", 0,
      "compare all other models of the one folder DIR with this one", 0 },
    { "json", KEY_JSON, "FILE", 0, "write everything to FILE as well; - prints it instead", 0 },
    { 0 },
};

struct comparing {
    size_t count;
    char *operands[2];
    char *models[2]; /* NULL: none named */
    double limit;    /* NAN: nothing fails */
    const char *baseline, *json;
    struct selection selection;
};

/* --- The command line. */

/* "5%", "2.5 %"; the sign may be left out. */
static bool read_percent(const char *text, double *share)
{
    char *end = NULL;

    /* strtod() would take "nan", signs and hexadecimal digits as well. */
    if (!isdigit((unsigned char)*text) || strpbrk(text, "xXeE"))
        return false;
    *share = strtod(text, &end) / 100;
    end += strspn(end, " ");
    return *share <= 10 && (*end == '\0' || strcmp(end, "%") == 0);
}

static bool is_there(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0;
}

/* DIR or DIR:MODEL; a folder may have colons in its name as well. */
static void take_operand(struct argp_state *state, char *text)
{
    struct comparing *comparing = state->input;
    char *colon = is_there(text) ? NULL : strrchr(text, ':');

    if (comparing->count == 2)
        argp_error(state, "there are more than two operands");
    if (colon)
        *colon++ = '\0';
    if (!*text || (colon && !*colon))
        argp_error(state, "an operand is DIR or DIR:MODEL");
    comparing->models[comparing->count] = colon;
    comparing->operands[comparing->count++] = text;
}

static void check(struct argp_state *state)
{
    const struct comparing *comparing = state->input;

    if (comparing->baseline && (comparing->count != 1 || comparing->models[0]))
        argp_error(state, "with --baseline there is one folder, and no model behind it");
    if (!comparing->baseline && comparing->count != 2)
        argp_error(state, "two results are needed: DIR DIR, or DIR:MODEL DIR:MODEL");
    if (!comparing->baseline && !comparing->models[0] != !comparing->models[1])
        argp_error(state, "name a model of both results, or of none");
    if (comparing->models[0] && comparing->selection.models.count > 0)
        argp_error(state, "--models: the models are named already");
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct comparing *comparing = state->input;
    char quote[QUANTITY_QUOTE];

    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &comparing->selection;
        return 0;
    case KEY_FAIL_ON:
        if (!read_percent(text, &comparing->limit))
            argp_error(state, "--fail-on: %s is no share such as 5%%, at most 1000%%",
                       quantity_quote(text, quote));
        return 0;
    case KEY_BASELINE:
        comparing->baseline = text;
        return 0;
    case KEY_JSON:
        comparing->json = text;
        return 0;
    case ARGP_KEY_ARG:
        take_operand(state, text);
        return 0;
    case ARGP_KEY_END:
        check(state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void read_command_line(int argc, char **argv, struct comparing *comparing)
{
    static const struct argp_child children[] = { { .argp = &selection_parser }, { 0 } };
    static const struct argp parser = {
        .options = descriptions,
        .parser = parse,
        .children = children,
        .args_doc = "DIR DIR\nDIR:MODEL DIR:MODEL\n--baseline=MODEL DIR",
        .doc =
            "Compares two results, A and B, or two models, and says what differs as far as "
            "the runs can tell.\v"
            "Exit status: 0 compared, 1 something could not be read or written, 2 wrong use, "
            "3 worse by more than --fail-on.",
    };

    *comparing = (struct comparing){ .limit = NAN };
    command_line_parse(&parser, argc, argv, 0, comparing);
}

/* --- What they name must be there. */

static void need_model(const struct dataset *dataset, const char *name)
{
    char quote[QUANTITY_QUOTE];

    if (name && !dataset_model(dataset, name))
        errx(FAILURE, "%s has no model %s", dataset->path, quantity_quote(name, quote));
}

static void need_selection(const struct selection *selection, const struct dataset *dataset)
{
    char *objection = selection_objection(selection, dataset);

    if (objection)
        errx(FAILURE, "%s", objection);
}

static bool is_same_file(const char *one, const char *other)
{
    struct stat first;
    struct stat second;

    return stat(one, &first) == 0 && stat(other, &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/* --- What comes of it. */

static bool keep_json(const struct comparing *comparing,
                      const struct contrast_question *question, const struct contrast *contrast)
{
    json_t *json = contrast_json(question, contrast, comparing->limit);
    bool good = json_file_write(comparing->json, json);

    json_decref(json);
    return good;
}

static size_t count_losses(const struct contrast *contrast, double limit)
{
    size_t lost = 0;

    for (size_t i = 0; i < contrast->count; i++)
        lost += contrast_is_lost(contrast, i, limit) ? 1 : 0;
    return lost;
}

static int report(const struct comparing *comparing, const struct contrast_question *question,
                  const struct contrast *contrast)
{
    bool people = !comparing->json || strcmp(comparing->json, "-") != 0;

    if (contrast->count == 0) {
        warnx("A and B have nothing in common that can be compared");
        return FAILURE;
    }
    if (people) {
        contrast_print_summary(stdout, question, contrast);
        contrast_print_tables(stdout, contrast);
    }
    if (people && !isnan(comparing->limit))
        contrast_print_losses(stdout, contrast, comparing->limit);
    if (comparing->json && !keep_json(comparing, question, contrast))
        return FAILURE;
    return count_losses(contrast, comparing->limit) > 0 ? GOT_WORSE : SUCCESS;
}

static int compare(const struct comparing *comparing, struct dataset *a, struct dataset *b)
{
    struct contrast_question question = {
        .a = { a, comparing->baseline ? comparing->baseline : comparing->models[0] },
        .b = { b, comparing->models[1] },
        .together = is_same_file(a->path, b->path),
        .selection = &comparing->selection,
    };

    need_model(a, question.a.model);
    need_model(b, question.b.model);
    need_selection(&comparing->selection, a);

    struct contrast contrast = contrast_of(&question);
    int status = report(comparing, &question, &contrast);

    contrast_release(&contrast);
    return status;
}

int compare_command(int argc, char **argv)
{
    struct comparing comparing;
    struct dataset sides[2];
    const char *second;

    read_command_line(argc, argv, &comparing);
    second = comparing.operands[comparing.baseline ? 0 : 1];
    if (!dataset_read(&sides[0], comparing.operands[0]))
        errx(FAILURE, "%s", sides[0].fault);
    if (!dataset_read(&sides[1], second))
        errx(FAILURE, "%s", sides[1].fault);

    int status = compare(&comparing, &sides[0], &sides[1]);

    dataset_release(&sides[0]);
    dataset_release(&sides[1]);
    selection_release(&comparing.selection);
    return status;
}
