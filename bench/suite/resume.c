/* resume.c - a run that was interrupted, or has crashed, goes on where it stopped. */
#include "resume.h"

#include "json.h"
#include "plain.h"

#include <assert.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_PATH = 256, DIFFERENCE = 640 };

static const char schema[] = "echolab-run-2";

static bool is_true(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

static void load_manifest(struct resume *resume)
{
    char path[PATH_MAX];
    json_error_t error;

    if (snprintf(path, sizeof path, "%s/run.json", resume->folder) >= PATH_MAX)
        errx(1, "the name of the results folder is too long");
    resume->manifest = json_load_file(path, 0, &error);
    /* What is wrong with a line would be told with the line itself, whatever is in it. */
    if (!resume->manifest && error.line > 0)
        errx(1, "there is no run to resume in %s: line %d of run.json is no JSON",
             resume->folder, error.line);
    if (!resume->manifest)
        errx(1, "there is no run to resume in %s: %s", resume->folder, error.text);

    const char *seen = json_string_value(json_object_get(resume->manifest, "schema"));

    if (!seen || strcmp(seen, schema) != 0)
        errx(1, "%s was not written by this version of echo-bench: its schema is not %s", path,
             schema);
    if (is_true(resume->manifest, "complete") && !is_true(resume->manifest, "interrupted"))
        errx(1, "the run in %s is complete: there is nothing left to do", resume->folder);
}

/* The words live in the manifest. */
static void take_command_line(struct resume *resume)
{
    const json_t *words = json_object_get(resume->manifest, "command_line");
    size_t count = json_array_size(words);

    resume->argv = calloc(count + 1, sizeof *resume->argv);
    assert(resume->argv);
    for (size_t i = 0; i < count; i++) {
        resume->argv[i] = (char *)json_string_value(json_array_get(words, i));
        if (!resume->argv[i])
            break;
        resume->argc++;
    }
    if (resume->argc == 0 || (size_t)resume->argc < count)
        errx(1, "run.json in %s does not tell its command line", resume->folder);
}

static FILE *open_lines(const char *folder)
{
    static const char *const names[] = { "runs.ndjson.part", "runs.ndjson" };
    char path[PATH_MAX];
    FILE *file = NULL;

    for (size_t i = 0; i < 2 && !file; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        file = fopen(path, "re");
        if (!file && errno != ENOENT)
            err(1, "cannot read %s", path);
    }
    return file;
}

static void add_line(struct resume *resume, json_t *line)
{
    size_t count = json_array_size(resume->lines);

    resume->offsets = realloc(resume->offsets, (count + 1) * sizeof *resume->offsets);
    assert(resume->offsets);
    resume->offsets[count] = resume->good_bytes;
    json_array_append_new(resume->lines, line);
}

/* A line that a crash has cut has no end, or is no JSON. */
static void read_line(struct resume *resume, FILE *file, const char *text)
{
    bool whole = strchr(text, '\n') != NULL;
    json_t *line = whole ? json_loads(text, 0, NULL) : NULL;

    resume->damaged = !line;
    if (line) {
        add_line(resume, line);
        resume->good_bytes = ftell(file);
    }
}

/* It is the last one, or something else has happened than a crash. */
static void read_lines(struct resume *resume)
{
    FILE *file = open_lines(resume->folder);
    char *text = NULL;
    size_t room = 0;
    bool goes_on = false;

    resume->lines = json_array();
    while (file && !goes_on && getline(&text, &room, file) > 0) {
        goes_on = resume->damaged;
        if (!goes_on)
            read_line(resume, file, text);
    }
    free(text);
    if (file)
        (void)fclose(file);
    if (goes_on)
        errx(1, "line %zu of the runs in %s is damaged, and is not the last one",
             json_array_size(resume->lines) + 1, resume->folder);
}

void resume_open(struct resume *resume, const char *folder)
{
    *resume = (struct resume){ .folder = folder };
    load_manifest(resume);
    take_command_line(resume);
    read_lines(resume);
}

void resume_restore(const struct resume *resume, struct choice *choice)
{
    choice->seed = (uint64_t)json_integer_value(json_object_get(resume->manifest, "seed"));
    choice->out = resume->folder;
}

/* Appends "cpu.model was A and is B". */
static void name_difference(const char *path, const json_t *then, const json_t *now,
                            char text[DIFFERENCE])
{
    size_t length = strlen(text);
    char *before = then ? json_dumps(then, JSON_ENCODE_ANY) : NULL;
    char *after = now ? json_dumps(now, JSON_ENCODE_ANY) : NULL;

    snprintf(text + length, DIFFERENCE - length, "%s%s was %.100s and is %.100s",
             length ? "; " : "", path, before ? before : "not known",
             after ? after : "not known");
    free(before);
    free(after);
}

static void compare(const char *path, const json_t *then, const json_t *now,
                    char text[DIFFERENCE])
{
    const char *key;
    const json_t *value;
    char inner[KEY_PATH];

    if (!json_is_object(then) || !json_is_object(now)) {
        if (!json_equal(then, now))
            name_difference(path, then, now, text);
        return;
    }
    json_object_foreach((json_t *)now, key, value)
    {
        snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "." : "", key);
        compare(inner, json_object_get(then, key), value, text);
    }
    json_object_foreach((json_t *)then, key, value)
    {
        snprintf(inner, sizeof inner, "%s%s%s", path, *path ? "." : "", key);
        if (!json_object_get(now, key))
            name_difference(inner, value, NULL, text);
    }
}

void resume_check_machine(const struct resume *resume, const json_t *now)
{
    char text[DIFFERENCE] = "";

    compare("", json_object_get(resume->manifest, "environment"), now, text);

    /* Names are as the file has them, and JSON does not escape all that steers a terminal. */
    char *plain = plain_text(text);

    (void)snprintf(text, sizeof text, "%s", plain);
    free(plain);
    if (*text)
        errx(1, "the run in %s began elsewhere, and results of two places are not mixed: %s",
             resume->folder, text);
}

/* A file of a server may say something else today than when the run began. */
static void check_server(const struct resume *resume, const json_t *then,
                         const struct model *model)
{
    const char *name = json_string_value(json_object_get(then, "name"));
    const char *commands[] = { model->command, model->datagram_command };
    static const char *const keys[] = { "command", "datagram_command" };

    if (!name || strcmp(name, model->name) != 0)
        return;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *before = json_string_value(json_object_get(then, keys[i]));

        if (strcmp(before ? before : "", commands[i] ? commands[i] : "") != 0)
            errx(1, "the run in %s began with another %s: its command was '%s' and is '%s'",
                 resume->folder, model->name, before ? before : "",
                 commands[i] ? commands[i] : "");
    }
}

void resume_check_servers(const struct resume *resume, const struct roster *roster)
{
    const json_t *then;
    size_t i;

    json_array_foreach(json_object_get(resume->manifest, "models"), i, then)
    {
        for (size_t k = 0; k < roster->count; k++)
            check_server(resume, then, &roster->list[k]);
    }
}

/* Of the job all is kept or nothing: hyperfine cannot go on in the middle. */
static bool is_job_whole(const struct choice *choice, const struct runs *runs, size_t first)
{
    for (size_t i = 0; i < choice->roster.count; i++) {
        const struct model *model = &choice->roster.list[i];
        size_t count = 0;
        bool failed = false;

        if (plan_objection(model, scenario_job(), &scenario_job()->points[0]))
            continue;
        for (size_t j = first; j < runs->count; j++)
            if (runs->list[j].model == model) {
                count++;
                failed = failed || runs->list[j].outcome == OUTCOME_FAILED;
            }
        if (!failed && count != choice->effort.job_runs)
            return false;
    }
    return true;
}

static void check_trial(const struct resume *resume, const struct plan *plan,
                        const struct run *run)
{
    const struct trial *trial =
        run->order >= 1 && run->order <= plan->count ? &plan->trials[run->order - 1] : NULL;

    if (!trial || trial->scenario != run->scenario || trial->point != run->point ||
        trial->model != run->model || trial->block != run->block)
        errx(1, "run %u in %s is none of the plan that its command line gives", run->order,
             resume->folder);
}

static void drop_job(struct resume *resume, struct runs *runs, size_t first_run,
                     size_t first_line)
{
    while (runs->count > first_run)
        json_decref(runs->list[--runs->count].load);
    resume->good_bytes = resume->offsets[first_line];
}

size_t resume_take(struct resume *resume, const struct choice *choice, const struct plan *plan,
                   struct runs *runs)
{
    size_t repeats = 0;
    size_t lines = json_array_size(resume->lines);
    size_t first_line = lines;
    size_t first_run = 0;

    for (size_t i = 0; i < lines; i++) {
        struct run run;

        if (!run_from_json(json_array_get(resume->lines, i), &choice->roster, &run))
            errx(1, "line %zu of the runs in %s is not understood", i + 1, resume->folder);
        if (run.scenario != scenario_job())
            check_trial(resume, plan, &run);
        else if (first_line == lines) {
            first_line = i;
            first_run = runs->count;
        }
        repeats += run.repeated;
        runs_add(runs, &run);
    }
    resume->job_done = first_line < lines && is_job_whole(choice, runs, first_run);
    if (first_line < lines && !resume->job_done)
        drop_job(resume, runs, first_run, first_line);
    return repeats;
}

json_t *resume_times(const struct resume *resume, struct timespec now)
{
    const json_t *before = json_object_get(resume->manifest, "resumed");
    json_t *times = json_array();

    if (json_is_array(before))
        json_array_extend(times, (json_t *)before);
    json_array_append_new(times, json_time(now));
    return times;
}

void resume_release(struct resume *resume)
{
    json_decref(resume->manifest);
    json_decref(resume->lines);
    free(resume->offsets);
    free(resume->argv);
    *resume = (struct resume){ 0 };
}
