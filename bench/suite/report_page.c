/* report_page.c - results as a page: one HTML file that needs nobody else. */
#include "report_page.h"

#include "replace.h"
#include "report_pairs.h"
#include "results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What stands in the template where the data belongs. */
static const char mark[] = "@DATA@";

/* Beside the programs, where they are built and where they are installed. */
static const char template_name[] = "../share/echolab/report-template.html";

enum { SIGNIFICANT_DIGITS = 8, ESCAPE = 6 };

static bool means_something(char c)
{
    return c == '<' || c == '>' || c == '&';
}

/* In JSON these characters stand in strings only, and there an escape says the same. */
char *report_embed(const json_t *data)
{
    char *text = json_dumps(data, JSON_COMPACT | JSON_ENSURE_ASCII |
                                      JSON_REAL_PRECISION(SIGNIFICANT_DIGITS));
    size_t length = 0;

    if (!text)
        return NULL;
    for (const char *at = text; *at; at++)
        length += means_something(*at) ? ESCAPE : 1;

    char *embedded = malloc(length + 1);
    char *end = embedded;

    for (const char *at = text; embedded && *at; at++)
        if (means_something(*at))
            end += snprintf(end, ESCAPE + 1, "\\u%04x", (unsigned)*at);
        else
            *end++ = *at;
    if (embedded)
        *end = '\0';
    free(text);
    return embedded;
}

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = NULL;
    size_t room = 0;

    if (!file)
        return NULL;

    ssize_t length = getdelim(&text, &room, '\0', file);

    fclose(file);
    if (length >= 0)
        return text;
    free(text);
    return NULL;
}

static char *read_template(char reason[REASON_TEXT])
{
    struct lab lab;
    char path[PATH_MAX];

    lab_find(&lab);

    char *page = read_whole(lab_program(&lab, template_name, path));

    if (!page)
        snprintf(reason, REASON_TEXT,
                 "the page's template is not there; bench/run builds it, with nodejs and npm");
    else if (!strstr(page, mark))
        snprintf(reason, REASON_TEXT, "the page's template has no place for the data");
    else
        return page;
    free(page);
    return NULL;
}

/* The page links to the folders of the models where it stands in their project's results. */
static json_t *links_from(const char *path)
{
    char readme[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash - path) : 1;

    if (snprintf(readme, sizeof readme, "%.*s/../../epoll/README.md", length,
                 slash ? path : ".") >= (int)sizeof readme ||
        access(readme, R_OK) < 0)
        return json_null();
    return json_string("../../");
}

static json_t *read_data(const char *path, const char *folder, const char *other,
                         char reason[REASON_TEXT])
{
    json_t *summary = results_read(folder, reason);
    json_t *second = summary && other ? results_read(other, reason) : NULL;
    json_t *pairs = second ? report_pairs(folder, other, reason) : NULL;

    if (!summary || (other && !pairs)) {
        json_decref(summary);
        json_decref(second);
        return NULL;
    }

    json_t *data =
        json_pack("{s:s, s:s, s:o, s:o}", "kind", other ? "compare" : "run", "version",
                  ECHOLAB_VERSION, "links", links_from(path), "summary", summary);

    if (other) {
        json_object_update_missing(data, pairs);
        json_object_set_new(data, "other", second);
    }
    json_decref(pairs);
    return data;
}

/* A page in the making: what is written, in this order. */
struct parts {
    const char *before, *data, *after;
    size_t before_length;
};

static bool write_parts(FILE *file, const void *subject)
{
    const struct parts *parts = subject;

    return fwrite(parts->before, 1, parts->before_length, file) == parts->before_length &&
           fputs(parts->data, file) != EOF && fputs(parts->after, file) != EOF;
}

static bool fill(const char *path, const char *page, const json_t *data,
                 char reason[REASON_TEXT])
{
    const char *place = strstr(page, mark);
    char *text = report_embed(data);
    struct parts parts = { .before = page,
                           .before_length = (size_t)(place - page),
                           .data = text,
                           .after = place + strlen(mark) };
    bool written = text && replace_file(path, write_parts, &parts);

    if (!text)
        snprintf(reason, REASON_TEXT, "there is no memory for the page");
    else if (!written)
        snprintf(reason, REASON_TEXT, "cannot write %.200s: %s", path, strerror(errno));
    free(text);
    return written;
}

bool report_write_to(const char *path, const char *folder, const char *other,
                     char reason[REASON_TEXT])
{
    json_t *data = read_data(path, folder, other, reason);
    char *page = data ? read_template(reason) : NULL;
    bool written = page && fill(path, page, data, reason);

    free(page);
    json_decref(data);
    return written;
}

bool report_write(const char *folder, char reason[REASON_TEXT])
{
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/report.html", folder) < (int)sizeof path)
        return report_write_to(path, folder, NULL, reason);
    snprintf(reason, REASON_TEXT, "the name of the folder is too long");
    return false;
}
